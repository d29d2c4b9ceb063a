"""The family's blueprint, that each module of views fills."""

from consult.web.family import family_blueprint

public = family_blueprint("responses", __name__)
