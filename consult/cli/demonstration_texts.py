"""What the demonstration publishes. The town is real, the consultation is not, and every text says so."""

from dataclasses import dataclass

from consult.campaigns.models import Mode, RelayKind

SLUG = "besoins-petite-enfance"
TITLE = "Besoins des familles avec de jeunes enfants"
SUMMARY = ("La Ville de Mamoudzou veut mieux aider les familles qui ont des enfants de moins de 6 ans. "
           "Dites-nous ce qui vous manque. Cela prend environ 10 minutes.")
BODY = """
**Ceci est une démonstration.** Les réponses déjà reçues sont inventées par un programme.
Vous pouvez tout essayer.

## Pourquoi cette consultation

Beaucoup de familles ne trouvent personne pour garder leur enfant. Les places en crèche sont peu nombreuses.
La Ville doit dire où sont les besoins avant de décider où construire et qui aider.

## Comment répondre

- sur votre téléphone, avec ce site ;
- avec une infirmière de la PMI, qui peut lire les questions avec vous ;
- à l’école ou dans une association de votre quartier.

Vous ne donnez pas votre nom. Vous pouvez laisser une question sans réponse.
"""
DECIDED_BY = ("Le comité petite enfance de la Ville lit les résultats et propose. "
              "Le conseil municipal décide, en séance publique.")
OPEN_TO_DISCUSSION = ("Vous pouvez changer : les quartiers où ouvrir des places, les horaires, l’aide aux "
                      "familles, les lieux de jeu et de rencontre. Ne peuvent pas changer ici : les règles "
                      "nationales d’accueil des enfants et les aides de la CSSM.")
CONTROLLER = "Ville de Mamoudzou (démonstration)"
DATA_CONTACT = "donnees@demonstration.example (cette adresse n’existe pas)"
NEWS_TITLE = "Les premières réponses sont arrivées"
NEWS_BODY = ("Merci aux familles qui ont répondu. Il manque encore des réponses dans plusieurs villages : "
             "parlez-en autour de vous.\n\n*Actualité de démonstration.*")


@dataclass(frozen=True)
class Step:
    """A phase: days after the closing day, the first one counted from the opening."""

    title: str
    text: str
    begins: int
    ends: int


ANSWERING = ("Les familles répondent", "Sur ce site, à la PMI, à l’école ou dans une association.")
STEPS = (
    Step("La Ville lit les réponses",
         "Chaque réponse est comptée. Les textes libres sont lus par des personnes.", 1, 30),
    Step("Le comité propose", "Il dit quels besoins il retient, et pourquoi.", 31, 60),
    Step("La Ville vous répond", "Ce site dit ce qui a été décidé, et ce qui ne l’a pas été.", 61, 75),
)


@dataclass(frozen=True)
class DemonstrationRelay:
    name: str
    kind: RelayKind
    mode: Mode
    territory_code: str


RELAYS = (
    DemonstrationRelay("PMI de Kawéni (démonstration)",
                       RelayKind.PMI, Mode.ASSISTED, "97611-kaweni"),
    DemonstrationRelay("PMI de Passamaïnty (démonstration)",
                       RelayKind.PMI, Mode.ASSISTED, "97611-passamainty"),
    DemonstrationRelay("École maternelle de M’Tsapéré (démonstration)",
                       RelayKind.SCHOOL, Mode.SELF, "97611-mtsapere"),
    DemonstrationRelay("Association de parents de Cavani (démonstration)",
                       RelayKind.ASSOCIATION, Mode.ASSISTED, "97611-cavani"),
    DemonstrationRelay("Accueil de la mairie (démonstration)",
                       RelayKind.TOWN_HALL, Mode.PAPER, "97611-mamoudzou-centre"),
)
