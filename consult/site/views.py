"""Home, a campaign's page, and the pages the law asks for."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.web.language import accepted_tag

public = Blueprint("site", __name__)
blueprints = (public,)


@public.get("/")
def entrance() -> ResponseReturnValue:
    return redirect(url_for(".home", lang=accepted_tag()))


@public.get("/<language:lang>/")
def home() -> ResponseReturnValue:
    return render_template("site/home.html")


@public.get("/<language:lang>/vos-donnees")
def personal_data() -> ResponseReturnValue:
    return render_template("site/personal_data.html")


@public.get("/<language:lang>/accessibilite")
def accessibility() -> ResponseReturnValue:
    return render_template("site/accessibility.html")


@public.get("/<language:lang>/mentions-legales")
def legal_notice() -> ResponseReturnValue:
    return render_template("site/legal_notice.html")
