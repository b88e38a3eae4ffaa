"""Bringing a list's firms into the pool, by the worker, some rows a transaction: each an entry that needs renewing, its
person, and a mail that invites to renew. As with mail, the table is the truth and the queue only wakes the worker."""

from datetime import datetime, timedelta
from typing import Any

from blinker import Signal

import config
from forms.pool_import import STEPS
from models.application import Call
from models.base import db, now, writing
from models.company import OUTDATED, Company, Membership, Supplier
from models.person import Person
from models.proposal import PoolImport
from models.secret import fingerprints
from models.submission import Event
from programme.application_types import POOL
from programme.korean import date_time
from services.access import accounts
from services.access.permissions import NotNow
from services.drafts import applications
from services.mail import outbox

BATCH = 50  # rows a transaction: others write in between
RETENTION = timedelta(days=30)
import_asked = Signal("Sent after the commit in which an officer began an import; tasks.py wakes the worker.")


def find(token: str) -> PoolImport | None:
    return PoolImport.get_or_none(PoolImport.token == token)


def newest(most: int = 10) -> list[PoolImport]:
    """The last lists sent in, without what they hold."""
    known = [each for each in PoolImport._meta.sorted_fields if each not in (PoolImport.rows, PoolImport.faults)]
    return list(PoolImport.select(*known).order_by(PoolImport.id.desc()).limit(most))


def begin(row: PoolImport, person: Person) -> None:
    """Let the worker bring in the rows without fault. Raises NotNow when somebody began it before."""
    with writing():
        if (
            not PoolImport.update(asked_at=now())
            .where(PoolImport.id == row.id, PoolImport.asked_at.is_null())
            .execute()
        ):
            raise NotNow("이 목록은 이미 가져오기를 시작했습니다. 목록 화면에서 어디까지 되었는지 확인해 주세요.")
        Event.create(person=person, action="began import", detail={"list": row.id, "rows": len(row.rows)})
        db.after_commit(import_asked.send)


def pump() -> int:
    """Bring in whatever was begun; how many rows were looked at."""
    looked = 0
    due = PoolImport.asked_at.is_null(False), PoolImport.ended_at.is_null()
    while row := PoolImport.select(PoolImport.id).where(*due).order_by(PoolImport.id).first():
        looked += bring_in_some(row.id)
    return looked


def bring_in_some(number: int) -> int:
    """The next rows of a list, in one transaction; how many. Workers that come at once take turns."""
    with writing():
        row = PoolImport.get_by_id(number)
        if row.ended_at:
            return 0
        part = row.rows[row.done : row.done + BATCH]
        passed = sum(not bring_in(firm) for firm in part)
        values: dict[str, Any] = {"done": row.done + len(part), "passed": row.passed + passed}
        if values["done"] >= len(row.rows):
            values |= {"ended_at": now(), "rows": [], "done": len(row.rows)}
        PoolImport.update(**values).where(PoolImport.id == number).execute()
        return len(part)


def bring_in(firm: dict[str, Any]) -> bool:
    """One firm, unless its number or its person came into the pool meanwhile; whether it did."""
    acting = (
        Membership.select().join(Person).switch(Membership).join(Supplier, on=Supplier.company == Membership.company)
    )
    taken = acting.where(Person.email_hash.in_(fingerprints(firm["email"]))).exists()
    if taken or Supplier.select().where(Supplier.number == firm["number"]).exists():
        return False
    person, company = accounts.person_at(firm["email"]), Company.create()
    Membership.create(person=person, company=company)
    profile = {
        step: {field: [firm[column]] for field, column in fields.items() if column in firm}
        for step, fields in STEPS.items()
    }
    values = {"name": firm["name"], "number": firm["number"], "state": OUTDATED, "profile": profile}
    words = Supplier.searchable(firm["name"], {}, {})
    supplier = Supplier.create(company=company, words=words, imported_at=now(), **values)
    invite(supplier, person)
    return True


def invite(supplier: Supplier, person: Person) -> None:
    call = applications.current_call(POOL)
    outbox.enqueue(
        "imported",
        to=person.email,
        key=f"imported:{supplier.id}:{person.id}",
        call=call.announcement if call else None,
        company=supplier.name,
        number=supplier.number,
        when=when(call, now()),
        link=f"{config.current().public_url}/sign-in?next=/registrations/",
    )


def when(call: Call | None, at: datetime) -> str:
    """When renewing is possible, as the mail says it."""
    if call is None or call.closes_at <= at:
        return "다음 공고의 접수가 시작되면 메일로 알려 드립니다"
    opens, closes = date_time(call.opens_at), date_time(call.closes_at)
    return f"{opens} ~ {closes}" if call.opens_at > at else f"지금부터 {closes}까지"


def sweep(at: datetime) -> int:
    """Forget lists after a while."""
    with writing():
        return PoolImport.delete().where(PoolImport.at < at - RETENTION).execute()
