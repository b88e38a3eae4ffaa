"""What a signed-in person does with suppliers of the pool: keep some in mind, ask how to reach one, apply with one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from forms.wizard import State
from models.application import Application, Call, Party
from models.base import now, writing
from models.company import SUSPENDED, Supplier
from models.person import Person
from models.pool import Shortlisted
from models.prepared import Parameter, Prepared
from models.staff import AccessLog
from programme.application_types import PROJECT
from programme.consents.items import REACHED
from services.access import staff
from services.access.permissions import NotNow
from services.drafts.applications import load_view

CONTACT, WHY = "담당자 연락처", "공급기업 연락"
DRAFTS = 2  # looked at to find out whether somebody is past the gate of one
LOOKS = 30  # contacts one person may ask for in a day: enough to choose by, too few to collect


def shortlisted(person: Person | None) -> list[str]:
    """Tokens of the suppliers somebody keeps in mind, newest first."""
    if person is None:
        return []
    return [token for (token,) in SHORTLISTED.rows(person=person.id)]


SHORTLISTED = Prepared(
    lambda: (
        Shortlisted.select(Supplier.token)
        .join(Supplier)
        .where(Shortlisted.person == Parameter("person"))
        .order_by(Shortlisted.at.desc(), Shortlisted.id.desc())
        .tuples()
    )
)


def suspended(person: Person) -> list[Supplier]:
    """The suppliers somebody keeps in mind that no search shows while they are suspended, newest first."""
    kept = Shortlisted.select(Shortlisted.supplier).where(Shortlisted.person == person)
    rows = Supplier.unsealed().where(Supplier.id.in_(kept), Supplier.state == SUSPENDED)
    return list(rows.order_by(Supplier.id.desc()))


def ended(person: Person) -> list[Supplier]:
    """Those somebody keeps in mind that left the pool by their own wish, the last first."""
    kept = Shortlisted.select(Shortlisted.supplier).where(Shortlisted.person == person)
    gone = ~Supplier.ended_at.is_null() & Supplier.approved_at.is_null()
    return list(Supplier.unsealed().where(Supplier.id.in_(kept), gone).order_by(Supplier.ended_at.desc()))


def add_to_shortlist(person: Person, supplier: Supplier) -> None:
    with writing():
        Shortlisted.insert(person=person, supplier=supplier).on_conflict_ignore().execute()


def remove_from_shortlist(person: Person, supplier: Supplier) -> None:
    with writing():
        Shortlisted.delete().where(Shortlisted.person == person, Shortlisted.supplier == supplier).execute()


def takes_part(person: Person | None) -> bool:
    """Whether somebody acts for a company in an application of whatever purpose that was submitted once, or in a
    project with all answered that comes before everything else: an empty draft is one press. Of several drafts those
    are looked at in which most was saved."""
    if person is None:
        return False
    joined = Party.select(Party.application).where(
        Party.company.in_(Party.companies_of(person)), Party.left_at.is_null(), ~Party.joined_at.is_null()
    )
    rows = Application.select(Application, Call).join(Call).where(Application.id.in_(joined))
    rows = rows.where(Application.discarded_at.is_null())
    if rows.where(Application.receipt.is_null(False)).exists():
        return True
    drafts = rows.where(Application.purpose == PROJECT, Application.revision > 0).order_by(Application.revision.desc())
    return any(row.call.takes(row.purpose) and past_the_gate(row, person) for row in drafts.limit(DRAFTS))


def past_the_gate(application: Application, person: Person) -> bool:
    view = load_view(application, person)
    gate = view.journey.gate_of(view.party) if view.party else []
    return bool(gate) and all(view.journey.state(task) is State.DONE for task in gate)


def contact(supplier: Supplier, person: Person) -> list[tuple[str, str]]:
    """Whom to call at a supplier, as (what, value), as far as its consent names it, and a note that this person asked.
    Raises NotNow."""
    if not takes_part(person):
        raise NotNow(
            "연락처는 신청에 참여하는 기업의 담당자에게만 보여 드립니다. ‘내 신청’에서 과제신청을 시작하거나 참여해 자격 확인을 마친 뒤 다시 눌러 주세요."
        )
    with writing():
        today = (AccessLog.person == person) & (AccessLog.why == WHY) & (AccessLog.at > now() - timedelta(days=1))
        if AccessLog.select().where(today).count() >= LOOKS:
            raise NotNow(f"연락처는 하루에 {LOOKS}번까지 볼 수 있습니다. 내일 다시 눌러 주세요.")
        staff.log_access(person, CONTACT, WHY, company=supplier.company)
    lines = []
    for question, label in REACHED.labels.items():
        step, _, name = question.partition(".")
        if value := next(iter(supplier.profile.get(step, {}).get(name, [])), "").strip():
            lines.append((label, value))
    return lines


@dataclass(frozen=True)
class Lead:
    """An open application somebody leads. inside: the ids of the companies in it."""

    application: Application
    inside: frozenset[int | None]


def led_by(person: Person | None, arrived: datetime) -> list[Lead]:
    """The open applications this person leads, newest first."""
    if person is None:
        return []
    rows = [row for row in LED.rows(person=person.id) if row.open_at(arrived)]
    inside: dict[int, set[int | None]] = {row.id: set() for row in rows}
    for application, company in INSIDE.run(person=person.id) if rows else ():
        inside.get(application, set()).add(company)
    return [Lead(row, frozenset(inside[row.id])) for row in rows]


def led(person: Any) -> Any:
    return Party.select(Party.application).where(Party.company.in_(Party.companies_of(person)), Party.lead)


LED = Prepared(
    lambda: Application.of(Parameter("person")).where(  # type: ignore[arg-type]
        Application.id.in_(led(Parameter("person")))
    )
)
INSIDE = Prepared(
    lambda: Party.select(Party.application, Party.company).where(
        Party.application.in_(led(Parameter("person"))), Party.left_at.is_null()
    )
)
