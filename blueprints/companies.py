"""A company's own page: who acts for it, whom it invited, and where it takes part."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms.invitations import ColleagueForm
from models.base import now
from models.company import Membership, Supplier
from models.consortium import COLLEAGUE, REPLACED, Invitation
from models.person import Person
from services.consortium import invitations
from services.drafts import applications, companies
from services.pool import contacts
from web import rescued_input, url_params
from web.current import g

bp = Blueprint("companies", __name__, url_prefix="/companies/<company>")


@bp.get("/")
def show():
    kept, sent = rescued_input.restored_input()
    return page(ColleagueForm.of(ColleagueForm.pick(sent) if kept else None), restored=kept)


@bp.post("/")
def invite():
    form = ColleagueForm.of(ColleagueForm.pick(request.form))
    if not form.validate():
        return page(form, failed=True), 422
    try:
        invitations.invite(g.person, COLLEAGUE, form.email.data, company=g.company, arrived=g.arrived)
    except (invitations.Already, invitations.TooMany) as refusal:
        form.email.errors = [str(refusal)]
        return page(form, failed=True), 429 if isinstance(refusal, invitations.TooMany) else 422
    rescued_input.discard_restored()
    return redirect(url_for(".show", said="colleague_invited"), 303)


@bp.post("/resend")
def resend():
    try:
        invitations.resend(invitation_here(), g.person, g.arrived)
    except invitations.TooMany as refusal:
        return page(ColleagueForm.of(None), failed=True, refused=str(refusal)), 429
    return redirect(url_for(".show", said="invited_again"), 303)


@bp.post("/withdraw")
def withdraw():
    invitations.withdraw(invitation_here(), g.person)
    return redirect(url_for(".show", said="withdrawn"), 303)


def invitation_here() -> Invitation:
    """The invitation a button is about; 404 for one that is not this company's to a colleague."""
    ours = (Invitation.company == g.company) & (Invitation.role == COLLEAGUE)
    return Invitation.get_or_none(Invitation.token == request.form.get("invitation", ""), ours) or abort(404)


@bp.get("/part")
def remove_member_page():
    return render_template(
        "companies/remove_member.html",
        company=g.company,
        name=companies.name_of(g.company),
        row=member_here(),
        contacts=companies.contacts_of(g.company),
    )


@bp.post("/part")
def remove_member():
    """Take a colleague out, or leave oneself."""
    row = member_here()
    companies.remove(g.company, row.person, g.person)
    if row.person == g.person:
        return redirect(url_for("applications.index", said="left_company"), 303)
    return redirect(url_for(".show", said="colleague_removed"), 303)


def member_here() -> Membership:
    """Whom the page is about, by a number of ours that says nothing elsewhere."""
    theirs = Membership.id == request.values.get("member", 0, type=url_params.positive_int)
    row = Membership.select(Membership, Person).join(Person).where(theirs, Membership.company == g.company).first()
    return row or abort(404)


def page(form: ColleagueForm, failed: bool = False, refused: str = "", restored: Any = None):
    sent = Invitation.select().where(
        Invitation.company == g.company, Invitation.role == COLLEAGUE, Invitation.state != REPLACED
    )
    rows = list(sent.order_by(Invitation.id.desc()))
    supplier = Supplier.get_or_none(Supplier.company == g.company)
    return render_template(
        "companies/show.html",
        company=g.company,
        name=companies.named(g.company, supplier),
        contacts=companies.contacts_of(g.company),
        people=companies.people(g.company),
        applications=[
            (row, applications.load_view(row, g.person).journey) for row in companies.applications_of(g.company)
        ],
        rows=[(row, invitations.invitee_name(row), row.state_at(now())) for row in rows],
        registered=contacts.correctable(supplier) is not None,
        undelivered=invitations.undelivered(rows),
        form=form,
        failed=failed,
        refused=refused,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
