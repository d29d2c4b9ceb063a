"""The family's way: the questionnaire, thank you, the receipt. No cookie, no session, no token."""

from consult.responses.views import questionnaire, receipts, thanks  # noqa: F401, each adds its pages
from consult.responses.views.blueprint import public

blueprints = (public,)
