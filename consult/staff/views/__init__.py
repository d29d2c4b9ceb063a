"""Sign-in, one's own account, the team, the log."""

from consult.staff.views import account, journal, second_step, sign_in, team  # noqa: F401, each adds its pages
from consult.staff.views.blueprint import staff

blueprints = (staff,)
