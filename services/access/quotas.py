"""Quotas: how much one person and one company may store and ask for, far above what honest work needs. Pages say them
beforehand; who passes one is told what to do, and what was typed is kept all the same (web/error_handlers.py)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import Case

from forms.base import Sent, StepForm
from models.application import Application, Call
from models.evidence import Conversion
from models.lookup import Lookup
from models.person import Person
from models.prepared import Parameter, Prepared
from programme.korean import day_of

BEGUN = 20  # applications of a purpose a person begins in a call
DAILY = 60 * 1024 * 1024  # bytes of answers a person saves in a day: a page every three seconds for eight hours
WAITING = 3  # PDFs a person may be waiting for
PDFS = 30  # … and ask for within a day, which is how long they are kept
LOOKUPS = {"business_status": 30, "address": 100}  # questions a person asks other bodies' services in a day
ROWS = 1000  # certificates of a company, or pictures of an application, those taken away and still kept among them
SLACK = (
    200_000  # characters a page may be over three times what its questions allow: too long is kept, and said beside it
)

TOO_MUCH, TOO_OFTEN = 413, 429
DAY = timedelta(days=1)


@dataclass
class QuotaExceeded(Exception):
    """A quota was passed. message: in Korean, what happened and what to do; code: of the answer."""

    message: str
    code: int = TOO_OFTEN


def check_applications(person: Person, call: Call, purpose: str) -> None:
    """Whether a person may begin another application; within its transaction. Raises QuotaExceeded."""
    if applications_begun(person, call, purpose) >= BEGUN:
        raise QuotaExceeded(
            f"한 사람이 한 공고에서 신청을 {BEGUN}건까지 시작할 수 있는데 이미 {BEGUN}건을 시작하셨습니다. "
            "새로 시작하지 말고 내 신청에 있는 것을 이어서 써 주세요."
        )


def applications_begun(person: Person, call: Call, purpose: str) -> int:
    mine = Application.call == call, Application.purpose == purpose, Application.created_by == person
    return Application.select().where(*mine).count()


def check_size(form: type[StepForm], sent: Sent) -> None:
    """Whether a page holds about as much as its questions allow. Raises QuotaExceeded."""
    characters, most = sum(len(value) for values in sent.values() for value in values), 3 * form.room() + SLACK
    if characters > most:
        raise QuotaExceeded(
            f"이 화면에는 모두 {most:,}자까지 저장할 수 있는데 {characters:,}자를 보내셨습니다. 저장하지 않았으니 글을 줄여 다시 "
            "저장해 주세요. 긴 자료는 증빙으로 올릴 수 있습니다.",
            TOO_MUCH,
        )


def spend(person: Person, sent: Sent, at: datetime) -> None:
    """Count what a person is about to save against its day's bytes, within that transaction. Raises QuotaExceeded."""
    size = sum(len(value.encode("utf-8", "surrogatepass")) for values in sent.values() for value in values)
    today = day_of(at)
    if not SPEND.run(person=person.id, today=today, size=size, most=DAILY).rowcount:
        raise QuotaExceeded(
            f"한 사람이 하루에 저장할 수 있는 글은 모두 {DAILY // 1024**2}MB인데 오늘 그만큼 저장하셨습니다. "
            "이번 내용은 따로 보관하니 내일 되살려 저장해 주세요. 마감이 급하면 같은 기업의 동료가 저장할 수 있습니다.",
            TOO_MUCH,  # not TOO_OFTEN: the page would try again by itself, as it does while the server is out of reach
        )


def spending() -> Any:
    today = Parameter("today", Person.saved_on)
    whole = Case(None, [(Person.saved_on == today, Person.saved_bytes)], 0) + Parameter("size")
    fits = (Person.id == Parameter("person")) & (whole <= Parameter("most"))
    return Person.update(saved_on=today, saved_bytes=whole).where(fits)


SPEND = Prepared(spending)


def check_pdf_requests(person: Person, at: datetime) -> None:
    """Whether a person may ask for another PDF, within its transaction. Raises QuotaExceeded."""
    mine = Conversion.select().where(Conversion.asked_by == person)
    if mine.where(Conversion.state.in_(("queued", "running"))).count() >= WAITING:
        raise QuotaExceeded(
            f"PDF는 한 사람이 {WAITING}개까지 함께 기다릴 수 있습니다. 먼저 요청하신 것이 다 만들어진 뒤 다시 눌러 주세요."
        )
    if mine.where(Conversion.asked_at > at - DAY).count() >= PDFS:
        raise QuotaExceeded(
            f"PDF는 한 사람이 하루에 {PDFS}개까지 만들 수 있습니다. 이미 만든 것을 내려받거나 내일 다시 눌러 주세요."
        )


def check_lookups(person: Person, kind: str, at: datetime) -> None:
    """Whether a person may ask a service another question, within its transaction. Raises QuotaExceeded."""
    mine = Lookup.person == person, Lookup.kind == kind, Lookup.asked_at > at - DAY
    if Lookup.select().where(*mine).count() >= LOOKUPS[kind]:
        raise QuotaExceeded(
            f"한 사람이 하루에 {LOOKUPS[kind]}번까지 조회할 수 있는데 오늘 그만큼 조회하셨습니다. 직접 적으시거나 내일 다시 "
            "조회해 주세요. 조회하지 않아도 제출할 수 있습니다."
        )
