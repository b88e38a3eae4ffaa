"""The page that asks once before an invitation is sent: all that its mail will tell, and a message of one's own."""

from contextlib import suppress
from typing import Any

from flask import g, render_template
from werkzeug.datastructures import MultiDict

from blueprints import rescue, way
from forms.invitations import MessageForm
from models.consortium import Invitation
from services.consortium import invitation_facts, invitations
from services.drafts import applications, revisions

STEP_FIELDS = {"name": "inviter", "phone": "phone"}  # of the step "company": the field that asks for it here


def page(row: Invitation, whom: str, form: MessageForm, back: str, sent: dict[str, str] | None = None, **facts: Any):
    """row: as it would be sent; whom: as its sender knows them; back: where one goes who does not send it; sent: what else
    the button sends."""
    return render_template(
        "invitations/confirm.html",
        standing=g.standing,
        row=row,
        whom=whom,
        form=form,
        back=back,
        sent=sent or {},
        about=invitation_facts.about(row),
        until=invitations.ends(g.standing.application),
        nameless=nameless(),
        overview=None
        if g.standing.journey.data("overview")["project"]
        else way.to(g.standing.journey.task("overview", g.standing.party)),
        open=g.standing.application.open_at(g.arrived),
        rescues=rescue.offered(facts.get("restored")),
        **({"failed": False, "restored": None} | facts),
    )


def asked(sent: MultiDict[str, str] | None = None) -> MessageForm:
    """The form as sent, without what the lead has said in its own steps."""
    form = MessageForm.of(MessageForm.pick(sent) if sent else None)
    if not nameless():
        del form.inviter
    if invitation_facts.phone_of(g.standing.journey, g.standing.party):
        del form.phone
    return form


def nameless() -> bool:
    return g.standing.party.name in applications.UNNAMED.values()


def introduce(form: MessageForm) -> None:
    """Keep what the lead said of itself with the message in its step too, so that it is typed once. Raises
    revisions.Closed."""
    said = {name: [form[field].data] for name, field in STEP_FIELDS.items() if field in form and form[field].data}
    task = g.standing.journey.task("company", g.standing.party)
    if said and task:
        sent = g.standing.journey.answers.get(task.key, {}) | said
        base, kind = g.standing.base(task), revisions.AUTOSAVED  # half a step: nothing to be scolded for yet
        with suppress(revisions.Stale):  # a colleague said it meanwhile, in the step itself: that word stands
            revisions.save(g.standing.application, task, sent, base=base, person=g.person, arrived=g.arrived, kind=kind)
