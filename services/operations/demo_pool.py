"""The demo's paperwork of the pool: each sample supplier's registration as far as it has come, and the agencies'
people.

Apart from services/operations/demo.py, for it takes longer than the rest: every registration submitted has its
documents.
"""

import json

from forms import wizards
from forms.wizard import Party as Part
from forms.wizard import Respondent, Task
from models import pool
from models.application import Application, Call, Party
from models.base import now, writing
from models.company import APPROVED, DRAFT, OUTDATED, RETURNED, Supplier
from models.mail import SENT, Outbox
from models.staff import Staff
from models.submission import Submission
from programme import calls
from programme.application_types import POOL
from programme.korean import day_of
from services.access import accounts, staff
from services.drafts import consents, revisions
from services.operations.demo import PACKAGE, SAMPLES, Sample, Seeding
from services.submissions import completions, lifecycle, registrations

OPERATOR, AGENT, AGENCY = "operator@example.com", "agency@example.com", "women"


def register() -> None:
    """Submit the samples' registrations, decide about them, and give the staff their posts; nothing when done
    before."""
    if Staff.select().exists():
        return
    with writing():
        seeding = Seeding(Call.get(), day_of(Call.get().closes_at))
        for path in sorted(SAMPLES.glob("companies/S*.json")):
            sample = json.loads(path.read_text(encoding="utf-8"))
            if sample["pool"]["state"] != OUTDATED:  # last year's, whose renewal nobody has begun
                registration(seeding, sample)
        about = Application.select(Application.token).where(Application.purpose == POOL)
        Outbox.update(state=SENT, sent_at=now()).where(Outbox.about.in_(about)).execute()  # this story is past
        staff.add(OPERATOR)
        staff.add(AGENT, AGENCY)


def staff_addresses() -> list[tuple[str, str]]:
    """Whom one can be on the other side: (address, what for)."""
    return [
        (OPERATOR, "전담기관 담당자"),
        (AGENT, f"수행기관 담당자({calls.announcement(PACKAGE).agencies[AGENCY].name})"),
    ]


def registration(seeding: Seeding, sample: Sample) -> None:
    person = accounts.person_at(sample["steps"]["contact"]["email"])
    supplier = Supplier.get(Supplier.number == sample["steps"]["company"]["number"])
    supplier.state, supplier.approved_at, supplier.renewed_at = DRAFT, None, None
    supplier.save()
    for certificate in sample["pool"]["evidence"]:
        seeding.certificate(supplier.company, person, certificate)
    application = registrations.begin(person, now(), supplier.company)
    party = Party.present(application)[0]
    steps = wizards.steps(application.type)
    for slug, sent in seeding.registered(sample).items():
        task = Task(steps[slug], Part(party.id, Respondent.SUPPLIER, lead=True))
        revisions.write(application, task, sent, person, revisions.SAVED)
    yes = {text.slug: "yes" for text in consents.texts_for(party)}
    signer = sample["steps"]["company"]["representative"]
    consents.give(party, yes, signer=signer, capacity="representative", person=person, arrived=now())
    decide(sample, lifecycle.submit(application, person, now()))


def decide(sample: Sample, submission: Submission) -> None:
    """What the lead agency made of it, where it has decided."""
    application, supplier = submission.application, submission.application.entry
    state = sample["pool"]["state"]
    if state == APPROVED:
        pool.Review.create(application=application, edition=1, decision=APPROVED)
        registrations.publish(supplier, submission)
    elif state == RETURNED:
        pool.Review.create(
            application=application,
            edition=1,
            decision=RETURNED,
            reasons=sample["pool"]["reasons"],
            due=completions.usual_due(application),
        )
    Supplier.update(state=state).where(Supplier.id == supplier.id).execute()
