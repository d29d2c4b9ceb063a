"""The pages of the coding desk."""

from consult.desk.coding.views import reading, settling
from consult.desk.coding.views.blueprint import staff

__all__ = ("MODULES", "staff")
MODULES = (reading, settling)
