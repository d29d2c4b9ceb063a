"""Home, and the pages the law asks for."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.campaigns import service as campaigns
from consult.site import campaign
from consult.site.blueprint import public
from consult.web.language import accepted_tag

MODULES = (campaign,)
blueprints = (public,)


@public.get("/")
def entrance() -> ResponseReturnValue:
    return redirect(url_for(".home", lang=accepted_tag()))


@public.get("/<language:lang>/")
def home() -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "site/home.html", open=campaigns.open_campaigns(today), coming=campaigns.coming_campaigns(today),
        past=campaigns.past_campaigns(today))


@public.get("/<language:lang>/vos-donnees")
def personal_data() -> ResponseReturnValue:
    return render_template("site/personal_data.html")


@public.get("/<language:lang>/accessibilite")
def accessibility() -> ResponseReturnValue:
    return render_template("site/accessibility.html")


@public.get("/<language:lang>/mentions-legales")
def legal_notice() -> ResponseReturnValue:
    return render_template("site/legal_notice.html")
