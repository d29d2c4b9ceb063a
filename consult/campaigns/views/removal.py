"""Taking a phase, a document or a piece of news away, after a confirmation."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.campaigns import service
from consult.campaigns.models import News, Phase, PublishedDocument
from consult.db import db
from consult.staff.access import log_action
from consult.web.forms import Form


def removal_page(part: Phase | PublishedDocument | News, *, slug: str, back: str,
                 verb: str) -> ResponseReturnValue:
    """Ask, then remove: GET changes nothing."""
    form = Form()
    if not form.validate_on_submit():
        return render_template("campaigns/removal.html", form=form, part=part, back=url_for(back, slug=slug))
    title = part.title.french
    service.remove_part(part)
    log_action(verb, slug, title=title)
    db.session.commit()
    return redirect(url_for(back, slug=slug), 303)
