"""What each report says of a frozen diagnostic: Snapshot in, Report out. Pure.

None of a snapshot's figures is « masqué » where it is withheld, never zero. Figures of several consultations
stand side by side; they are never added up.
"""
