"""Requests for completion (보완 요청) as the supplier meets them: what was asked, how far it is answered, and answering in
words.

An item counts as mended once what would be submitted says otherwise than the edition it was asked about, and as
answered once the supplier says in words why it stands (docs/adr/0038). Either is enough to submit again.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from forms import wizards
from models.application import Application
from models.base import writing
from models.case import CaseMove
from models.company import RETURNED, Supplier
from models.person import Person
from models.pool import Reply, Review
from models.submission import Submission
from programme import calls
from programme.application_types import ApplicationType
from programme.korean import day_of, today
from services.access.permissions import NotNow
from services.drafts import exports
from services.drafts.applications import ApplicationView
from services.submissions import pool_answers

MENDED, WORDS, OPEN = "mended", "words", "open"
OVER = (
    "그 사이에 기관이 보완 요청을 거두었거나 다시 보냈거나, 같은 회사의 담당자가 답을 저장했습니다. 적으신 내용은 저장하지 않고 "
    "보관했습니다. 이 화면을 다시 열어 확인한 뒤 되살려 주세요."
)


@dataclass(frozen=True)
class Item:
    """One thing asked for. slug: a step, a kind of evidence or of consent; words: what was answered; mended: whether
    what it names says otherwise now."""

    slug: str
    title: str
    reason: str
    words: str
    mended: bool

    @property
    def state(self) -> str:
        return MENDED if self.mended else WORDS if self.words else OPEN


def returned(application: Application, entry: Supplier | None = None) -> Review | None:
    """The decision a registration was sent back with; None once it was submitted again, or the request taken back.
    entry: its pool entry, where the caller has it."""
    if (entry or application.entry).state != RETURNED:
        return None
    theirs = Review.application == application, Review.decision == RETURNED
    return Review.select().where(*theirs).order_by(Review.id.desc()).first()


def reasons(view: ApplicationView, party: int | None = None) -> dict[str, str]:
    """What must be mended, by step, kind of evidence or consent; after the window, in a party's part and in what is
    shared."""
    if view.application.asked is not None:
        asked = CaseMove.asked(view.application)
        return {item["slug"]: item["words"] for item in asked if item["party"] in (None, party)}
    return dict(view.returned.reasons) if view.returned else {}


def usual_due(application: Application) -> date:
    """Until when completion is asked for, if the officer names no day: a term of ours, in Korea."""
    return today() + timedelta(days=application.announcement.completion_days)


def overdue(due: date | None, at: datetime) -> bool:
    """Whether the day until which completion is asked for is over, in Korea."""
    return due is not None and day_of(at) > due


def progress(view: ApplicationView) -> list[Item]:
    """How far what was asked of a registration is answered, as it would be submitted now; nothing while nothing is
    asked."""
    if (review := view.returned) is None:
        return []
    asked_about = Submission.get(Submission.application == view.application, Submission.edition == review.edition)
    return items(review, view.application.type, asked_about.snapshot, exports.export(view))


def items(review: Review, of: ApplicationType, before: dict[str, Any], after: dict[str, Any]) -> list[Item]:
    """What a request asked for, in its order. before, after: the snapshot it was about, and the one that answers it."""
    changed, words = pool_answers.changed_items(of, before, after), Reply.words(review)
    return [
        Item(slug, title_of(of, slug), reason, words.get(slug, ""), slug in changed)
        for slug, reason in review.reasons.items()
    ]


def title_of(of: ApplicationType, slug: str) -> str:
    """What pages call a step, a kind of evidence or a consent."""
    steps = wizards.steps(of)
    return steps[slug].title if slug in steps else calls.title(of, slug)


def still_open(found: list[Item]) -> list[Item]:
    return [item for item in found if item.state == OPEN]


def mark(review: Review) -> str:
    """What a page of answers was drawn from: the request, and the newest answer."""
    last = Reply.select(Reply.at).where(Reply.review == review).order_by(Reply.at.desc()).first()
    return f"{review.id}-{last.at.timestamp() if last else 0}"


def reply(application: Application, seen: str, words: dict[str, str], person: Person, at: datetime) -> None:
    """Keep what the supplier says to items, "" for nothing, until it submits. seen: the `mark` its page showed; at:
    now. Raises NotNow when another request, or none, stands, or a colleague answered meanwhile."""
    with writing():
        review = returned(Application.newest(application.id))
        if review is None or mark(review) != seen:
            raise NotNow(OVER)
        before = Reply.words(review)
        said = {item: text for item, text in words.items() if item in review.reasons and text != before.get(item, "")}
        if said:  # an edition with nothing else new can be submitted
            Reply.delete().where(Reply.review == review, Reply.item.in_([*said])).execute()
            common = {"review": review, "person": person, "at": at}
            if rows := [common | {"item": item, "text": text} for item, text in said.items() if text]:
                Reply.insert_many(rows).execute()
            Application.advance(Application.id == application.id)
