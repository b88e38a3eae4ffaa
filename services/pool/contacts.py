"""Correcting how a supplier is reached, in the window and out of it (붙임2, 서약: 바뀌면 지체 없이 고친다).

What the pool says of it changes at once and the newest registration gets a revision; what was submitted stays. Officers
find it on the company's account, and those who apply together with the supplier are mailed.
"""

import hashlib
import json

from peewee import JOIN

from forms import wizards
from forms.base import Sent
from forms.wizard import Party as Part
from forms.wizard import Respondent, Task
from models.application import Application, Call, Party, Revision
from models.base import now, writing
from models.company import Company, Supplier
from models.person import Person
from models.submission import Event
from programme.application_types import POOL
from services.access.permissions import NotNow
from services.drafts import revisions
from services.pool import partners
from services.submissions import corrections

ACTION = "corrected contact"
SHOWN = 10


class Stale(Exception):
    """A colleague corrected it since the page was drawn."""


def correctable(supplier: Supplier | None) -> Supplier | None:
    """A company's entry, where its contact data can be corrected: it was submitted, approved or brought in."""
    return supplier if supplier and (supplier.number or supplier.approved_at) else None


def mark(supplier: Supplier) -> str:
    """What tells one state of the contact data from another."""
    return hashlib.sha256(json.dumps(corrections.current(supplier), sort_keys=True).encode()).hexdigest()[:16]


def correct(company: Company, sent: Sent, base: str, person: Person, labels: dict[str, str]) -> list[str]:
    """Write a correction; what it changed, by the fields' labels. base: the mark of what the page showed. Raises Stale,
    NotNow."""
    with writing():
        supplier = correctable(Supplier.get_or_none(Supplier.company == company))
        if supplier is None:
            raise NotNow("공급기업 풀에 등록을 제출한 기업만 고칠 수 있습니다. 등록 신청서에 적은 뒤 제출해 주세요.")
        if mark(supplier) != base:
            raise Stale
        before = corrections.current(supplier)
        changed = {name: values for name, values in sent.items() if name in before and values != before[name]}
        if not changed:
            return []
        steps = corrections.applied(supplier.profile, changed)
        Supplier.update(profile=steps, corrected_at=now()).where(Supplier.id == supplier.id).execute()
        registration = newest_registration(company)
        if registration:
            write(registration, changed, person)
        named = [labels[name] for name in changed]
        detail = {"company": company.id, "fields": named}
        event = Event.create(application=registration, person=person, action=ACTION, detail=detail)
        partners.notify(supplier, "이 기업의 담당자 연락처가 바뀌었습니다.", f"contact:{event.id}")
        return named


def write(registration: Application, changed: Sent, person: Person) -> None:
    """Let the registration's own answers say it too, each step as a revision."""
    party = Party.get(Party.application == registration, Party.lead)
    steps = wizards.steps(registration.type)
    for step, fields in corrections.FIELDS.items():
        given = {field: changed[name] for name, field in fields.items() if name in changed}
        if given and step in steps:
            task = Task(steps[step], Part(party.id, Respondent.SUPPLIER, lead=True))
            head = revisions.head(registration, task)
            stands = revisions.opened(task.step.form, head.sent) if head else {}
            revisions.write(registration, task, stands | given, person, revisions.CORRECTED)


def newest_registration(company: Company) -> Application | None:
    """The company's last registration of a call that is known."""
    theirs = Party.select(Party.application).where(Party.company == company)
    known = Application.purpose == POOL, Application.id.in_(theirs), Call.taking(Application)
    written = Application.id.in_(Revision.select(Revision.application))
    return Application.select().where(*known, written).order_by(Application.id.desc()).first()


def of(company: Company) -> list[Event]:
    """When it was corrected, by whom and what, newest first."""
    registrations = Party.select(Party.application).where(Party.company == company)
    here = Event.application.in_(registrations) | Event.application.is_null()  # a firm brought in may have none
    rows = Event.select(Event, Person).join(Person, JOIN.LEFT_OUTER).where(Event.action == ACTION, here)
    return [row for row in rows.order_by(Event.id.desc()) if row.detail["company"] == company.id][:SHOWN]


def newest() -> list[Supplier]:
    """The entries corrected last."""
    rows = Supplier.unsealed().where(~Supplier.corrected_at.is_null()).order_by(Supplier.corrected_at.desc())
    return list(rows.limit(SHOWN))
