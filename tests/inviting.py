"""Invitations in the hands of tests: sent as the lead sends them, found by the mail they went out with."""

import re

from models.application import Application, Party
from models.base import now
from models.consortium import Invitation
from services.consortium import invitations, responses
from tests.applying import HALF, fresh, person
from tests.smtp import mails

GUEST = "guest@example.com"


def started() -> Application:
    """An application of one adopter that has just begun."""
    return next(row for row in Application.of(person(HALF)) if not row.parties.where(Party.role == "supplier").exists())


def invite(application: Application, email: str = GUEST, role: str = "adopter", by: str = HALF, **more) -> Invitation:
    return invitations.invite(person(by), role, email, application=fresh(application), arrived=now(), **more)


def path_of(email: str = GUEST) -> str:
    """Where the newest invitation mail to an address leads."""
    found = re.search(r"http://localhost(/invitations/\S+)", mails("invitation", email)[-1].text or "")
    assert found
    return found[1]


def company_joined(application: Application, email: str = GUEST, role: str = "adopter") -> Party:
    """Somebody invited and come in; the company's part."""
    responses.accept(invite(application, email, role), person(email), now())
    return Party.present(application)[-1]
