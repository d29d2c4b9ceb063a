"""What a test does so that readers see figures: the campaign ends, and a later day comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from consult import clock
from consult.campaigns.models import Campaign
from consult.db import db, writing
from consult.diagnostic.service import move_figures
from consult.needs.service import keep_taxonomy
from consult.needs.taxonomy import Taxonomy, shipped_taxonomy
from consult.text import localized


def few_needs(app: Flask, definition: str = "Une place") -> None:
    """Put three needs in use, of which one is defined so: protecting all of them takes its time."""
    domain = shipped_taxonomy().domains[0]
    needs = (replace(domain.needs[0], definition=localized(definition)), *domain.needs[1:3])
    with app.app_context(), writing():
        keep_taxonomy(Taxonomy((replace(domain, needs=needs),)), source_name="", at=clock.now())
        db.session.commit()


def share(app: Flask) -> None:
    """Everybody who answered is counted in what readers see."""
    today = clock.today()
    with app.app_context(), writing():
        db.session.execute(update(Campaign).values(closes_on=today))
        db.session.commit()
    with app.app_context():
        move_figures(on=today + timedelta(days=2))
