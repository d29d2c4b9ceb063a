"""Promises that a town made, each in its own state."""

from datetime import date

from consult.diagnostic.commitments import Promise, PromiseState

ON = date(2026, 11, 26)
LATE = Promise(
    "acc-1", "Ouvrir 12 places à la crèche de M’Gombani", "Ville de Mamoudzou", date(2026, 11, 1),
    PromiseState.STARTED, "Délibération du 3 novembre", "https://mamoudzou.example/deliberation",
    "Les travaux ont commencé.", date(2026, 11, 12))
DONE = Promise("acc-1", "Dire à chaque famille où elle est sur la liste", "Relais petite enfance",
               date(2026, 10, 1), PromiseState.DONE, "Lettres envoyées", "", "", None)
DAYLESS = Promise("par-1", "Chercher un lieu pour jouer", "", None, PromiseState.PLANNED, "", "", "", None)
OF_ANOTHER_NEED = Promise("oubli", "Ombrager les cours d’école", "Ville", None, PromiseState.DROPPED,
                          "", "javascript:alert(1)", "", None)
PROMISES = (DONE, LATE, DAYLESS, OF_ANOTHER_NEED)
