"""Registrations in the hands of tests: begun, filled as a demo supplier filled its own, agreed to, submitted."""

import io

from forms.base import Sent
from forms.wizard import Party, Respondent, Task
from models import pool
from models.application import Application
from models.application import Party as Row
from models.base import now
from models.company import APPROVED, RETURNED, Company, Supplier
from models.evidence import Evidence
from models.submission import Submission
from programme.application_types import POOL
from services.drafts import applications, consents, evidence, revisions
from services.submissions import lifecycle, registrations
from tests.answers import registered
from tests.applying import fresh, person
from tests.call import POOL_STEPS, POOL_TYPE

NEW = "new-supplier@example.com"
NUMBER = "000-81-24680"  # of no sample
PDF = b"%PDF-1.4\n%%EOF\n"


def entry(name: str) -> Supplier:
    """A demo supplier's entry, by a word of its name."""
    return Supplier.get(Supplier.name.contains(name))


def mine(email: str) -> Application:
    """The person's registration in this call."""
    return Application.of(person(email), POOL).get()


def write(application: Application, slug: str, sent: Sent, email: str, kind: str = revisions.SAVED) -> None:
    part = Party(Row.present(application)[0].id, Respondent.SUPPLIER, lead=True)
    revisions.write(fresh(application), Task(POOL_STEPS[slug], part), sent, person(email), kind)


def agree(application: Application, email: str) -> None:
    party = Row.present(application)[0]
    yes = {text.slug: "yes" for text in consents.texts_for(party)}
    consents.give(party, yes, signer="홍길동", capacity="representative", person=person(email), arrived=now())


def attach(application: Application, email: str, *kinds: str, numbered: str = "T-1") -> None:
    """Submit these kinds of evidence, or all that may be owed and are not there."""
    company = application.company
    there = {row.kind for row in Evidence.of(company)}
    for kind in kinds or [kind.slug for kind in POOL_TYPE.evidence if kind.slug not in there]:
        said = {"kind": kind, "issuer": "가상기관", "number": numbered, "issued": now().date(), "expires": None}
        row = evidence.add(company, io.BytesIO(PDF), f"{kind}.pdf", person(email))
        evidence.describe([row], said, now())


def filled(email: str = NEW, number: str = NUMBER, company: Company | None = None) -> Application:
    """A registration that lacks nothing but being submitted."""
    application = registrations.begin(person(email), now(), company)
    for slug, sent in registered().items():
        write(application, slug, sent | ({"number": [number]} if slug == "company" else {}), email)
    attach(application, email)
    agree(application, email)
    return fresh(application)


def renewed(email: str, *changed: tuple[str, Sent]) -> Application:
    """A renewal whose every step was looked at and, but for these, found to hold."""
    application = registrations.begin(person(email), now())
    entry = application.entry
    for slug, sent in (entry.profile | dict(changed)).items():
        write(application, slug, sent, email)
    attach(application, email)
    agree(application, email)
    return fresh(application)


def hand_in(application: Application, email: str = NEW) -> Submission:
    return lifecycle.submit(fresh(application), person(email), now())


def approve(application: Application, edition: int = 1) -> None:
    """What the lead agency does."""
    submission = Submission.get(Submission.application == application, Submission.edition == edition)
    pool.Review.create(application=application, edition=edition, decision=APPROVED)
    supplier = application.entry
    registrations.publish(supplier, submission)
    Supplier.update(state="approved").where(Supplier.id == supplier.id).execute()


def send_back(application: Application, **reasons: str) -> None:
    pool.Review.create(application=application, edition=1, decision=RETURNED, reasons=reasons)
    Supplier.update(state=RETURNED).where(Supplier.company == application.company).execute()


def steps(application: Application) -> dict[str, Sent]:
    """What stands in it now."""
    journey = applications.load_view(fresh(application)).journey
    return {slug: sent for (slug, _), sent in journey.answers.items()}
