"""The page that asks once before an invitation is sent: all that its mail will tell, and a message of one's own."""

from typing import Any

from flask import g, render_template

from blueprints import way, words
from forms.invitations import MessageForm
from forms.wizard import Task
from models.consortium import Invitation
from services import applications, invitation_words, invitations, rescue


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
        about=invitation_words.about(row),
        until=invitations.ends(g.standing.application),
        unsaid=unsaid(),
        open=g.standing.application.open_at(g.arrived),
        rescues=[] if facts.get("restored") else rescue.offered(g.person, words.here()),
        **({"failed": False, "restored": None} | facts),
    )


def unsaid() -> list[tuple[str, str]]:
    """What the mail would say better with, and has not been written: (what, where to write it)."""
    journey, lead = g.standing.journey, g.standing.party
    nameless = lead.name in applications.UNNAMED.values()
    wanted = [("회사명", "company")] if nameless else []
    wanted += [] if invitation_words.phone_of(journey, lead) else [("연락처", "contact")]
    wanted += [] if journey.data("overview")["project"] else [("과제명", "overview")]
    tasks = [(what, journey.task(slug, lead)) for what, slug in wanted]
    return [(what, way.to(task)) for what, task in tasks if isinstance(task, Task)]
