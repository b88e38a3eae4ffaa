"""The page that asks once before an invitation is sent: all that its mail will tell, and a message of one's own."""

from contextlib import suppress
from typing import Any

from flask import render_template
from werkzeug.datastructures import MultiDict

from forms.invitations import MessageForm
from models.consortium import Invitation
from services.consortium import invitation_details, invitations
from services.drafts import applications, revisions
from services.drafts.application_view import ApplicationView
from web import navigation, rescued_input
from web.current import g, task_or_404

STEP_FIELDS = {"name": "inviter", "phone": "phone"}  # of the step "company": the field that asks for it here


def confirmation_page(
    row: Invitation, whom: str, form: MessageForm, back: str, sent: dict[str, str] | None = None, **context: Any
):
    """row: as it would be sent; whom: as its sender knows them; back: where one goes who does not send it; sent: what
    else the button sends."""
    return render_template(
        "invitations/confirm.html",
        view=g.view,
        row=row,
        whom=whom,
        form=form,
        back=back,
        sent=sent or {},
        about=invitation_details.details_of(row, g.view.journey),
        answer_until=invitations.answer_deadline(g.view.application),
        nameless=lead_is_unnamed(),
        overview=None if g.view.journey.data("overview")["project"] else navigation.step_url(task_or_404("overview")),
        open=g.view.application.open_at(g.arrived),
        rescues=rescued_input.offered_rescues(context.get("restored")),
        **({"failed": False, "restored": None} | context),
    )


def message_form(sent: MultiDict[str, str] | None = None) -> MessageForm:
    """The form as sent, without what the lead has said in its own steps."""
    form = MessageForm.of(MessageForm.pick(sent) if sent else None)
    if not lead_is_unnamed():
        del form.inviter
    if invitation_details.phone_of(g.view.journey, g.view.party):
        del form.phone
    return form


def lead_is_unnamed() -> bool:
    return g.view.party.name in applications.UNNAMED.values()


def save_sender(form: MessageForm) -> ApplicationView:
    """Keep what the lead said of itself with the message in its step too, so that it is typed once. The application as
    it then stands. Raises revisions.Closed."""
    values = {name: [form[field].data] for name, field in STEP_FIELDS.items() if field in form and form[field].data}
    task = g.view.journey.task("company", g.view.party)
    if not (values and task):
        return g.view
    sent = g.view.journey.answers.get(task.key, {}) | values
    base, kind = g.view.base(task), revisions.AUTOSAVED  # half a step: nothing to be scolded for yet
    with suppress(revisions.Stale):  # a colleague said it meanwhile, in the step itself: that word stands
        revisions.save(g.view.application, task, sent, base=base, person=g.person, arrived=g.arrived, kind=kind)
    return applications.load_view(g.view.application, g.person)
