"""Finding out at every request who is there."""

from contextlib import suppress

from flask import request
from flask import session as cookie
from peewee import OperationalError

from forms.fields import terms
from models.base import now
from services.access import accounts
from web.current import visitor


class SignInNeeded(Exception):
    """Only somebody signed in may have this."""


class TwoFactorNeeded(Exception):
    """Staff and evaluators must give the second factor first."""


def without_database() -> bool:
    """Whether the request can be answered while the database is away: style sheets of the page that says so, and
    probes, which look for the database themselves."""
    return request.endpoint == "static" or request.blueprint == "probes"


def identify() -> None:
    """Before each request. g.person, g.session: who is signed in; g.post: the post held at an agency; g.evaluator: that
    of an evaluator."""
    visitor.person = visitor.session = visitor.post = visitor.evaluator = None
    session = None if without_database() else accounts.session_of(cookie.get("sid"))
    if session is None or accounts.ends(session) <= now():
        return
    terms.go_by(session.pool_version)
    person = session.person
    visitor.person, visitor.session = person, session
    visitor.post, visitor.evaluator = person.post, person.evaluator
    person.came_from = request.remote_addr or ""
    with suppress(OperationalError):  # a full disk must not keep anyone from reading
        accounts.note(session, now())
