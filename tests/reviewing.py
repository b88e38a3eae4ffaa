"""Registrations in the supplier pool as staff meet them: submitted by the demo's suppliers, once or again."""

from forms.wizard import Task
from models.application import Application, Call, Party
from models.base import now, writing
from models.company import WAITING, Supplier
from models.evidence import Consent
from models.submission import StoredDocument, Submission
from programme.application_types import POOL
from programme.consents import text_hash
from services.access import staff
from services.drafts import applications, exports, revisions
from tests.answers import read, sent
from tests.applying import person
from tests.call import CONSENTS

AGENCY, LEAD_AGENCY, COLLEAGUE = "agency@example.com", "operator@example.com", "colleague@example.com"
REGISTRANT = "ceo@s6.example.com"
STEPS = ("company", "contact", "solutions", "track_record")  # enough for staff to read


def posts() -> None:
    """Somebody at an agency, and two people of the lead agency."""
    staff.add(AGENCY, "women")
    staff.add(LEAD_AGENCY)
    staff.add(COLLEAGUE)


def register(sample: str = "S6", state: str = WAITING) -> Application:
    """The registration of a demo supplier as submitted, its entry in a state."""
    data = read(f"companies/{sample}")
    who = person(data["steps"]["contact"]["email"])
    company = who.memberships.first().company
    call = Call.get()
    with writing():
        number = applications.next_number(call, POOL)
        application = Application.create(purpose=POOL, number=number, call=call, created_by=who)
        known = {"application": application, "company": company, "role": "supplier", "lead": True, "position": 1}
        party = Party.create(joined_at=now(), **known)
        text = CONSENTS[0]
        said = {"kind": text.slug, "version": text.version, "text_hash": text_hash(text), "choice": "yes"}
        Consent.create(party=party, person=who, signer="홍길동", capacity="representative", **said)
        for step in STEPS:
            say(application, step, sent(data["steps"][step]))
    hand_in(application, state)
    return application


def say(application: Application, slug: str, answer: dict[str, list[str]]) -> None:
    """Save a step of a registration."""
    view = applications.load_view(Application.get_by_id(application.id))
    (part,) = view.journey.parties
    revisions.write(application, Task(view.journey.steps[slug], part), answer, application.created_by, revisions.SAVED)


def hand_in(application: Application, state: str = WAITING) -> Submission:
    """Hand a registration in as it stands, in place of the edition before."""
    with writing():
        application = Application.get_by_id(application.id)
        receipt = application.receipt or f"{application.call.slug}-R{application.id:04d}"
        Application.update(receipt=receipt).where(Application.id == application.id).execute()
        earlier = Submission.select().where(Submission.application == application)
        edition = earlier.count() + 1
        Submission.update(standing=False).where(Submission.application == application).execute()
        snapshot = exports.export(applications.load_view(application), unused=False)
        submission = Submission.create(
            application=application,
            receipt=receipt,
            edition=edition,
            revision=application.revision,
            snapshot=snapshot,
            companies=[application.company.id],
            arrived_at=now(),
            submitted_by=application.created_by,
        )
        content = b"PK\x03\x04 a sheet"
        named = {"slug": "sheet", "name": "등록 신청서.docx", "sha256": "0" * 64, "size": len(content)}
        StoredDocument.create(submission=submission, content=content, **named)
        Supplier.update(state=state).where(Supplier.company == application.company).execute()
    return submission


def be(state: str, application: Application) -> None:
    with writing():
        Supplier.update(state=state).where(Supplier.company == application.company).execute()


def state_of(application: Application) -> str:
    return Supplier.of(application.company).state


def registration(sample: str = "S6") -> Application:
    """What `register` made of a sample."""
    return Application.of(person(read(f"companies/{sample}")["steps"]["contact"]["email"]), POOL).get()
