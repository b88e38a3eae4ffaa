"""The list of requests for consulting as an agency works through it: by state, region, topic and day wished for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from models.application import Application, Call
from models.consulting import ConsultingCase
from models.staff import Staff
from models.submission import Submission
from programme.application_types import CONSULTING
from services.backoffice import queries
from services.backoffice.queries import SubmissionRow

SORTS = {"": "새로 들어온 순", "wish": "방문 희망일순", "waited": "오래 멈춘 순"}


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; "" for no matter. state: of CASE_STATES; topic: of the wizard's; sort: of SORTS."""

    state: str = ""
    agency: str = ""
    region: str = ""
    topic: str = ""
    words: str = ""
    sort: str = ""


@dataclass(frozen=True)
class CaseRow:
    row: SubmissionRow
    case: ConsultingCase | None

    @property
    def wished_on(self) -> date | None:
        return self.case.wished_on if self.case else None


def narrowed(post: Staff, call: Call | None, wanted: Wanted) -> Any:
    """The requests that stand and this post may see."""
    rows = queries.narrowed(post, call, CONSULTING, queries.Filter(agency=wanted.agency, words=wanted.words))
    rows = rows.switch(Application).join(
        ConsultingCase, JOIN.LEFT_OUTER, on=ConsultingCase.application == Application.id
    )
    for column, value in ((ConsultingCase.state, wanted.state), (ConsultingCase.region, wanted.region)):
        rows = rows.where(column == value) if value else rows
    return rows.where(ConsultingCase.topics.contains(wanted.topic)) if wanted.topic else rows


def cases(post: Staff, call: Call | None, wanted: Wanted, page: int, each: int) -> list[CaseRow]:
    """Those on a page of so many each, in the order wanted."""
    newest = Submission.arrived_at.desc(), Submission.id.desc()
    last = fn.COALESCE(ConsultingCase.wished_on, "9999")
    orders = {"wish": (last, *newest), "waited": (ConsultingCase.moved_at, *newest)}
    rows = list(narrowed(post, call, wanted).order_by(*orders.get(wanted.sort, newest)).paginate(page, each))
    known = (
        {
            case.application_id: case
            for case in ConsultingCase.select().where(
                ConsultingCase.application.in_([row.application_id for row in rows])
            )
        }
        if rows
        else {}
    )
    return [CaseRow(SubmissionRow(row), known.get(row.application_id)) for row in rows]


def regions(post: Staff, call: Call | None) -> list[str]:
    """The regions there are requests from."""
    mine = queries.standing_submissions(post, call, CONSULTING).select(Submission.application)
    rows = ConsultingCase.select(ConsultingCase.region).distinct().where(ConsultingCase.application.in_(mine))
    return sorted(row.region for row in rows if row.region)
