"""The record of accounts: sign-ins, failed ones too, and what staff were allowed to do from when until when.

개인정보의 안전성 확보조치 기준 wants the giving, changing and taking of rights kept for three years (제5조), and who came in,
when and from where, for one, or two where many people's data is handled (제8조). Nothing here is ever changed.
"""

from datetime import date, datetime, time, timedelta

from peewee import ModelSelect

import config
from models.account_event import AccountEvent
from models.base import writing
from models.person import Person

SIGNED_IN, WRONG_CODE, PROVED, WRONG_NUMBER = "signed in", "wrong code", "proved", "wrong number"
GRANTED, CHANGED, RESET, ENDED = "granted", "changed", "reset", "ended"
SIGN_INS = {
    SIGNED_IN: "로그인",
    WRONG_CODE: "로그인 실패 (틀린 메일 번호)",
    PROVED: "담당자 확인",
    WRONG_NUMBER: "담당자 확인 실패 (틀린 인증 앱 번호)",
}
RIGHTS = {GRANTED: "권한 부여", CHANGED: "권한 변경", RESET: "인증 앱 다시 등록", ENDED: "권한 말소"}
KINDS = SIGN_INS | RIGHTS
RETENTION, RIGHTS_RETENTION = timedelta(days=2 * 365), timedelta(days=3 * 365 + 1)


def note(kind: str, person: Person | None, address: str = "", **more: object) -> None:
    """Record what happened to an account, in the transaction in which it does. more: by=, agency=, at=."""
    with writing():
        AccountEvent.create(kind=kind, person=person, address=address, **more)


def events(person: int = 0, kinds: str = "", since: date | None = None) -> "ModelSelect[AccountEvent]":
    """The record, newest first. person: id of whose; kinds: one of KINDS, or "sign-ins" or "rights"; since: a day in
    Korea."""
    rows = AccountEvent.select().order_by(AccountEvent.id.desc())
    if person:
        rows = rows.where(AccountEvent.person == person)
    if kinds:
        rows = rows.where(AccountEvent.kind.in_(list({"sign-ins": SIGN_INS, "rights": RIGHTS}.get(kinds, [kinds]))))
    if since:
        rows = rows.where(AccountEvent.at >= datetime.combine(since, time(0, tzinfo=config.KST)))
    return rows


def people(rows: list[AccountEvent]) -> dict[int, str]:
    """The addresses of whoever these rows are of, or were done by, {id: address}: asked once for all."""
    ids = {number for row in rows for number in (row.person_id, row.by_id) if number}
    return {person.id: person.email for person in Person.select().where(Person.id.in_(ids))}


def sweep(at: datetime) -> int:
    """Drop what the law no longer wants kept; how many."""
    old = (AccountEvent.kind.in_(list(SIGN_INS)) & (AccountEvent.at < at - RETENTION)) | (
        AccountEvent.at < at - RIGHTS_RETENTION
    )
    with writing():
        return AccountEvent.delete().where(old).execute()
