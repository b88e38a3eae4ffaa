"""Invitations to an application: the lead's list of them, and the page a mailed key opens."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms.invitations import DeclineForm, InviteForm, MessageForm
from models.application import Application
from models.base import now
from models.company import Company
from models.consortium import ACCEPTED, EVALUATOR, REPLACED, SEEN, SENT, Invitation
from services.consortium import invitation_details, invitations, responses
from services.drafts import companies
from services.mail.outbox import masked
from web import invitation_preview, rescued_input
from web.current import g, visitor

bp = Blueprint("invitations", __name__)


# The lead's side


@bp.get("/applications/<application>/invitations")
def index():
    kept, sent = rescued_input.restored_input()
    if kept:
        form = InviteForm.of(InviteForm.pick(sent))
        if "message" in sent and form.validate():
            return preview_page(form, invitation_preview.message_form(sent), restored=kept)
        return list_page(form, restored=kept)
    return list_page(InviteForm.of({"role": [request.args.get("role", "")]}))


@bp.post("/applications/<application>/invitations")
def invite():
    form = InviteForm.of(InviteForm.pick(request.form))
    message = invitation_preview.message_form(request.form)
    if not form.validate():
        return list_page(form, failed=True), 422
    if "look" in request.form or not message.validate():
        failed = "look" not in request.form
        return preview_page(form, message, failed=failed), 422 if failed else 200
    invitation_preview.save_sender(message)
    try:
        invitations.invite(
            g.person,
            form.role.data,
            form.email.data,
            application=g.view.application,
            name=form.name.data or "",
            message=message.message.data or "",
            arrived=g.arrived,
        )
    except invitations.Already as refusal:
        form.email.errors = [str(refusal)]
        return list_page(form, failed=True), 422
    except invitations.TooMany as refusal:
        form.email.errors = [str(refusal)]
        return list_page(form, failed=True), 429
    rescued_input.discard_restored()
    return redirect(url_for(".index", said="invited"), 303)


def preview_page(form: InviteForm, message: MessageForm, **context: Any):
    """Asks once before a mail goes out to this address."""
    sent = {name: form[name].data or "" for name in ("role", "name", "email")}
    row = Invitation(role=sent["role"], application=g.view.application)
    whom = f"{sent['name']} ({sent['email']})" if sent["name"] else sent["email"]
    back = url_for(".index", application=g.view.application.token)
    return invitation_preview.confirmation_page(row, whom, message, back, sent, **context)


@bp.post("/applications/<application>/invitations/resend")
def resend():
    try:
        invitations.resend(invitation_here(), g.person, g.arrived)
    except invitations.TooMany as refusal:
        return list_page(InviteForm.of(None), failed=True, refused=str(refusal)), 429
    return redirect(url_for(".index", said="invited_again"), 303)


@bp.post("/applications/<application>/invitations/withdraw")
def withdraw():
    invitations.withdraw(invitation_here(), g.person)
    return redirect(url_for(".index", said="withdrawn"), 303)


def invitation_here() -> Invitation:
    """The invitation a button of the list is about; 404 for one of another application."""
    ours = Invitation.application == g.view.application
    return Invitation.get_or_none(Invitation.token == request.form.get("invitation", ""), ours) or abort(404)


def list_page(form: InviteForm, failed: bool = False, refused: str = "", restored: Any = None):
    rows = Invitation.select().where(Invitation.application == g.view.application, Invitation.state.not_in((REPLACED,)))
    return render_template(
        "invitations/index.html",
        view=g.view,
        form=form,
        rows=[(row, invitations.invitee_name(row), row.state_at(now())) for row in rows.order_by(Invitation.id.desc())],
        undelivered=invitations.undelivered(rows),
        hours=invitations.HOURS,
        failed=failed,
        refused=refused,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
        open=g.view.application.open_at(g.arrived),
    )


# The side of whoever was invited


@bp.get("/invitations/<key>")
def show(key: str):
    row = invitations.find(key) or abort(404)
    if visitor.person and request.method == "GET":  # not for a HEAD
        invitations.mark_seen(row, visitor.person)
    if visitor.person and row.state == ACCEPTED and takes_part(row):
        return redirect(invitations.target_url(row), 303)
    kept, sent = rescued_input.restored_input()
    return page(row, DeclineForm.of(DeclineForm.pick(sent) if kept else None), restored=kept)


@bp.post("/invitations/<key>")
def answer(key: str):
    row = invitations.find(key) or abort(404)
    form = DeclineForm.of(DeclineForm.pick(request.form))
    choice = request.form.get("answer")
    if choice not in ("accept", "decline"):
        abort(400)
    if choice == "decline" and not form.validate():
        return page(row, form, 422)
    chosen = chosen_company()
    if choice == "accept" and chosen is None and request.form.get("company") != "new" and company_choices(row):
        return page(row, form, 422, unsaid=True)
    try:
        if choice == "decline":
            responses.decline(row, g.person, form.reason.data or "", g.arrived)
        else:
            responses.accept(row, g.person, g.arrived, chosen)
    except (responses.NotForYou, responses.Ended):
        return page(Invitation.get_by_id(row.id), form)
    rescued_input.discard_restored()
    declined = url_for("applications.index", said="declined")
    return redirect(invitations.target_url(row) if choice == "accept" else declined, 303)


def takes_part(row: Invitation) -> bool:
    """Whether the person is where the invitation led."""
    if row.application:
        return Application.of(g.person).where(Application.id == row.application).exists()
    return bool(visitor.evaluator) if row.role == EVALUATOR else row.company in companies.of(g.person)


def company_choices(row: Invitation) -> list[Company]:
    """The companies to choose from; none when the invitation names one, or the person has none yet."""
    return [] if row.company or row.role == EVALUATOR else companies.of(g.person)


def chosen_company() -> Company | None:
    token = request.form.get("company")
    return Company.acted_for(g.person, token) if token else None


def page(row: Invitation, form: DeclineForm, status: int = 200, unsaid: bool = False, restored: Any = None):
    """The invitation to whom it is for; to anybody else with the key only who invites to what, and whom."""
    state = row.state_at(now())
    ended = state not in (SENT, SEEN)
    mine = visitor.person is not None and row.is_for(visitor.person)
    status = 410 if ended else 403 if visitor.person and not mine else status
    answerable = mine and not ended
    body = render_template(
        "invitations/show.html",
        row=row,
        state=state,
        ended=ended,
        mine=mine,
        closed=row.application and not row.application.open_at(g.arrived),
        about=invitation_details.details_of(row),
        hours=invitations.HOURS,
        to=masked(row.email),
        companies=[(one.token, companies.name_of(one)) for one in company_choices(row)] if answerable else [],
        form=form,
        failed=status >= 400,
        unsaid=unsaid,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored) if answerable else [],
    )
    return body, status
