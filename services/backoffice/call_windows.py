"""Opening, closing and extending a call: what may be, said once for the command line and for officers' pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.application import Call
from models.base import now, writing
from models.submission import Event
from programme import calls
from programme.application_types import CONSULTING
from services.access.permissions import NotNow
from services.drafts import consents, evidence
from services.evaluation import opening
from services.submissions import registrations


@dataclass
class WrongWindow(NotNow):
    """A window that cannot be. english, korean: why, for the command line and for pages."""

    english: str
    korean: str

    def __str__(self) -> str:
        return self.korean


def check_opening(slug: str, package: str, opens: datetime, closes: datetime) -> None:
    """Raises WrongWindow."""
    if package not in calls.TYPES:
        known = ", ".join(calls.TYPES)
        raise WrongWindow(
            f"no announcement {package!r} in programme/calls; there are {known}",
            "이 사이트에 없는 공고입니다. 보여 드린 공고 가운데서 골라 주세요.",
        )
    if opens >= closes:
        raise WrongWindow(
            "a call opens before it closes", "여는 때가 닫는 때보다 앞서야 합니다. 두 시각을 다시 확인해 주세요."
        )
    if closes <= now():
        raise WrongWindow("that closing has passed already", "마감이 이미 지난 때입니다. 앞으로 올 때로 정해 주세요.")
    call = Call.get_or_none(Call.slug == slug)
    if call and call.closes_at < closes:
        raise WrongWindow(
            "that closes later than now set; two people must agree: `flask call extend`",
            "지금 정해진 마감보다 늦습니다. 마감을 늦추려면 ‘마감 늦추기’로 제안해 주세요.",
        )


def open_call(slug: str, package: str, opens: datetime, closes: datetime, **by: Any) -> Call:
    """Make a call, or move its window. by: person of the event, and whatever else its detail is to say. Raises
    WrongWindow."""
    with writing():
        check_opening(slug, package, opens, closes)
        window = {"opens_at": opens, "closes_at": closes}
        if not Call.update(**window).where(Call.slug == slug).execute():
            Call.create(slug=slug, package=package, **window)
        registrations.outdate(now())
        note("opened call", slug, by, opens=opens.isoformat(), closes=closes.isoformat())
    return Call.get(Call.slug == slug)


def check_closing(call: Call, at: datetime) -> None:
    """Raises WrongWindow."""
    if call.closes_at <= at:
        raise WrongWindow("it is closed already", "이미 마감된 공고입니다.")


def close_call(call: Call, at: datetime, **by: Any) -> None:
    """Close it this instant. Raises WrongWindow."""
    with writing():
        check_closing(Call.get_by_id(call.id), at)
        Call.update(closes_at=at).where(Call.id == call.id).execute()
        note("closed call", call.slug, by)


def check_extension(call: Call, closes: datetime, at: datetime) -> None:
    """Raises WrongWindow."""
    if closes <= max(call.closes_at, at):
        raise WrongWindow(
            "that is not later than the closing instant now",
            "지금 마감보다, 그리고 지금 시각보다 늦은 때로 정해 주세요.",
        )
    if opening.any_in(call):
        raise WrongWindow(
            "its cases are open: what was submitted is being judged",
            "과제를 열어 평가하고 있는 공고라 마감을 늦출 수 없습니다.",
        )


def extend_call(call: Call, closes: datetime, at: datetime, **by: Any) -> None:
    """Close it later. That two officers agree is the caller's to see to: staff.require_two. Raises WrongWindow."""
    with writing():
        check_extension(Call.get_by_id(call.id), closes, at)
        Call.update(closes_at=closes).where(Call.id == call.id).execute()
        evidence.catch_up(at)
        consents.catch_up(at)
        note("extended call", call.slug, by, closes=closes.isoformat())


def end_consulting(call: Call, closes: datetime, **by: Any) -> None:
    """Requests for consulting (붙임1) end then, within the call's window. Raises WrongWindow."""
    with writing():
        call = Call.get_by_id(call.id)
        if not call.takes(CONSULTING):
            raise WrongWindow(
                f"call {call.slug} takes no requests for consulting; --call names another",
                "사전진단 컨설팅 신청을 받지 않는 공고입니다.",
            )
        if not call.opens_at < closes <= call.closes_at:
            raise WrongWindow(
                "requests for consulting end within the call's window",
                "사전진단 컨설팅 신청은 접수 기간 안에 끝나야 합니다.",
            )
        Call.update(consulting_closes_at=closes).where(Call.id == call.id).execute()
        note("set end of consulting", call.slug, by, closes=closes.isoformat())


def end_audit(call: Call, until: datetime, at: datetime, **by: Any) -> None:
    """Who evaluated in a closed call is kept until then, for appeals and audits. Raises WrongWindow."""
    with writing():
        call = Call.get_by_id(call.id)
        if call.closes_at > at:
            raise WrongWindow(
                f"call {call.slug} is not closed yet; --call names another, `flask call show` lists them",
                "아직 마감되지 않은 공고입니다.",
            )
        if until <= at:
            raise WrongWindow("an audit does not end before today", "감사는 오늘보다 먼저 끝날 수 없습니다.")
        Call.update(audited_until=until).where(Call.id == call.id).execute()
        note("set end of audit", call.slug, by, until=until.isoformat())


def note(action: str, slug: str, by: dict[str, Any], **detail: Any) -> None:
    Event.create(person=by.pop("person", None), action=action, detail={"call": slug} | detail | by)
