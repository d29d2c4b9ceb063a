"""The pages of the supply: read line by line, and brought in whole."""

from consult.desk.supply.views import importing, lines
from consult.desk.supply.views.blueprint import staff

__all__ = ("MODULES", "staff")
MODULES = (lines, importing)
