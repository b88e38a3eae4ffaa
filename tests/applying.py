"""The demo's applications in the hands of tests: found by whose they are, answered, agreed to, submitted, copied."""

from typing import Any

from flask.testing import FlaskClient
from peewee import fn
from werkzeug.test import TestResponse

import models
from models.application import Application, Party
from models.base import now, writing
from models.evidence import Evidence
from models.person import Person
from models.submission import Submission
from services.access import accounts
from services.consortium import members
from services.drafts import applications, consents, evidence, exports, revisions
from services.submissions import lifecycle

LEAD, SUPPLIER = "plan@ongyeol.example.com", "ceo@s1.example.com"  # one finished application between them
HALF, HALF_SUPPLIER = "ops@haneulgil.example.com", "ceo@s2.example.com"
UNAGREED, UNAGREED_SUPPLIER = "hello@daonclass.example.com", "ceo@s5.example.com"  # finished but for the consents
STRANGER = "somebody@example.com"


def person(email: str) -> Person:
    return accounts.person_at(email, now())


def application_of(email: str) -> Application:
    """The one this person came to first."""
    return Application.of(person(email)).order_by(Application.id).get()


def fresh(application: Application) -> Application:
    return Application.get_by_id(application.id)


def state_of(application: Application) -> str:
    """Where it stands now."""
    return applications.state(fresh(application), Submission.standing_for(application))


def hand_in(application: Application, email: str = LEAD) -> Submission:
    return lifecycle.submit(fresh(application), person(email), now())


def post_submit(client: FlaskClient, application: Application) -> TestResponse:
    return client.post(f"/applications/{application.token}/submit", data={"confirmed": "yes"})


def agree(application: Application) -> None:
    """Let every company of the consortium agree to everything, and confirm what it answers for."""
    for party in Party.present(application):
        yes = {text.slug: "yes" for text in consents.texts_for(party)}
        who = party.company.memberships.first().person
        consents.give(party, yes, signer="홍길동", capacity="representative", person=who, arrived=now())
    confirm(application)


def confirm(application: Application) -> None:
    """Let every company but the lead confirm."""
    for party in Party.present(application):
        if not party.lead:
            who = party.company.memberships.first().person
            assert members.confirm(application, party, fresh(application).revision, who, now()) is None


def change(application: Application, slug: str = "need", name: str = "", text: str = "고친 글입니다.") -> None:
    """Save a shared step with one field said otherwise."""
    view = applications.load_view(fresh(application), person(LEAD))
    task = view.journey.task(slug, view.party)
    assert task
    sent = view.journey.answers[task.key]
    said = sent | {name or next(iter(sent)): [text]}
    revisions.save(application, task, said, base=view.base(task), person=standing_person(application), arrived=now())


def standing_person(application: Application) -> Person:
    return Party.present(application)[0].company.memberships.first().person


def rival(application: Application, email: str = STRANGER, data: Any = None) -> Application:
    """Another finished application in which the same adopter, by its business number, applies with the same supplier.
    data: an export of it in which something was changed."""
    copy = exports.import_application(data or exports.export(applications.load_view(application)), person(email))
    supplier = next(party for party in Party.present(application) if party.role == "supplier")
    content = evidence.file_of(Evidence.select().where(Evidence.removed_at.is_null()).first()).read_bytes()
    with writing():
        for party in Party.present(copy):
            for row in Evidence.of(party.company):
                evidence.file_of(row).path.write_bytes(content)
        theirs = {"company": supplier.company, "evidence_revision": supplier.company.evidence_revision}
        Party.update(theirs).where(Party.application == copy, Party.role == "supplier").execute()
    confirm(copy)
    return copy


def counts() -> dict[str, tuple[int, int]]:
    """How many rows every table has, and the highest revision: what a refused request must leave alone."""
    rows = {table.__name__: (table.select().count(), 0) for table in models.TABLES}
    newest = Application.select(fn.SUM(Application.revision), fn.SUM(Application.frozen)).scalar(as_tuple=True)
    return rows | {"revisions": newest}
