"""Who works here: the coordinator adds people, changes their role, and lets them go."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db
from consult.errors import N_, Refused
from consult.staff import service
from consult.staff.access import ROLE_NAMES, current_account, log_action, roles
from consult.staff.forms import AccountForm, ResetForm, RoleForm, note_refusal
from consult.staff.models import Account, Role
from consult.staff.passwords import new_password
from consult.staff.views.blueprint import staff


class OwnAccount(Refused):
    """People change their own account on its page, where it cannot lock them out."""

    sentence = N_("C’est votre propre compte. Changez-le depuis la page « Compte ».")


def _colleague(name: str) -> Account:
    found = service.find_account(name)
    if found.id == current_account().id:
        raise OwnAccount
    return found


def _add(form: AccountForm, secret: str) -> Account | None:
    try:
        return service.add_account(form.name.data, Role(form.role.data), secret, at=clock.now())
    except (service.WrongName, service.NameTaken) as refusal:
        note_refusal(form.name, refusal)
        return None


def _show_password(account: Account, secret: str) -> ResponseReturnValue:
    # Shown here and nowhere else: a redirect would have to keep the password somewhere meanwhile.
    return render_template("staff/new_password.html", account=account, secret=secret)


@staff.route("/equipe", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def team() -> ResponseReturnValue:
    form, secret = AccountForm(), new_password()
    added = _add(form, secret) if form.validate_on_submit() else None
    if added is None:
        page = render_template("staff/team.html", form=form, accounts=service.list_accounts())
        return page, 422 if form.errors else 200
    service.lend_password(added, at=clock.now())
    log_action("compte créé", added.name, rôle=ROLE_NAMES[added.role])
    db.session.commit()
    return _show_password(added, secret)


@staff.get("/equipe/<name>")
@roles(Role.COORDINATOR)
def person(name: str) -> ResponseReturnValue:
    found = service.find_account(name)
    return render_template("staff/person.html", person=found, role_form=RoleForm(role=found.role.value),
                           reset_form=ResetForm(), is_me=found.id == current_account().id)


@staff.post("/equipe/<name>/role")
@roles(Role.COORDINATOR)
def change_role(name: str) -> ResponseReturnValue:
    colleague, form = _colleague(name), RoleForm()
    if not form.validate_on_submit():
        return render_template("staff/person.html", person=colleague, role_form=form, reset_form=ResetForm(),
                               is_me=False), 422
    service.change_role(colleague, Role(form.role.data))
    log_action("rôle changé", colleague.name, rôle=ROLE_NAMES[colleague.role])
    db.session.commit()
    flash(_("Le rôle de %(name)s est changé.", name=colleague.name), "done")
    return redirect(url_for(".person", name=colleague.name), 303)


@staff.post("/equipe/<name>/mot-de-passe")
@roles(Role.COORDINATOR)
def reset(name: str) -> ResponseReturnValue:
    colleague, form, secret = _colleague(name), ResetForm(), new_password()
    lost_phone = form.drop_second_step.data
    service.reset(colleague, secret, drop_second_step=lost_phone)
    service.lend_password(colleague, at=clock.now())
    log_action("mot de passe remplacé", colleague.name)
    if lost_phone:
        log_action("double vérification retirée", colleague.name)
    db.session.commit()
    return _show_password(colleague, secret)


@staff.post("/equipe/<name>/connexions/fermer")
@roles(Role.COORDINATOR)
def close_sessions(name: str) -> ResponseReturnValue:
    colleague = _colleague(name)
    service.close_other_sessions(colleague)
    log_action("connexions fermées", colleague.name)
    db.session.commit()
    flash(_("Les connexions de %(name)s sont fermées.", name=colleague.name), "done")
    return redirect(url_for(".person", name=colleague.name), 303)


@staff.post("/equipe/<name>/desactiver")
@roles(Role.COORDINATOR)
def deactivate(name: str) -> ResponseReturnValue:
    colleague = _colleague(name)
    service.deactivate(colleague)
    log_action("compte désactivé", colleague.name)
    db.session.commit()
    flash(_("Le compte %(name)s est désactivé.", name=colleague.name), "done")
    return redirect(url_for(".team"), 303)


@staff.post("/equipe/<name>/reactiver")
@roles(Role.COORDINATOR)
def reactivate(name: str) -> ResponseReturnValue:
    colleague = _colleague(name)
    service.reactivate(colleague)
    log_action("compte réactivé", colleague.name)
    db.session.commit()
    flash(_("Le compte %(name)s est actif de nouveau.", name=colleague.name), "done")
    return redirect(url_for(".team"), 303)
