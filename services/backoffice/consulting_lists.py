"""The list of requests for consulting as an agency works through it: by state, region, topic and day wished for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from models.application import Application, Call
from models.consulting import CASE_STATES, ConsultingCase
from models.staff import Staff
from models.submission import Submission
from programme import reception
from programme.announcement import Announcement
from programme.application_types import CONSULTING
from services.backoffice import queries
from services.backoffice.queries import SubmissionRow
from services.files.xlsx import Cell

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


def cases(post: Staff, call: Call | None, wanted: Wanted, page: int = 0, each: int = 0) -> list[CaseRow]:
    """Those on a page of so many each, or all, in the order wanted."""
    newest = Submission.arrived_at.desc(), Submission.id.desc()
    last = fn.COALESCE(ConsultingCase.wished_on, "9999")
    orders = {"wish": (last, *newest), "waited": (ConsultingCase.moved_at, *newest)}
    listed = narrowed(post, call, wanted).order_by(*orders.get(wanted.sort, newest))
    rows = list(listed.paginate(page, each) if each else listed)
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


def table(rows: list[CaseRow], call: Announcement, topics: Mapping[str, str]) -> tuple[list[str], list[list[Cell]]]:
    """Heads and rows of the exported list. topics: what the wizard calls them. Experts' names stay out of it."""
    said = reception.current(call)
    columns: dict[str, Callable[[SubmissionRow, ConsultingCase], Cell]] = {
        said.number: lambda row, case: row.submission.receipt,
        "기업": lambda row, case: row.adopters,
        "사업자등록번호": lambda row, case: row.numbers,
        "상태": lambda row, case: CASE_STATES[case.state],
        "상태가 바뀐 때": lambda row, case: case.moved_at,
        "방문 희망일": lambda row, case: case.wished_on.isoformat() if case.wished_on else "",
        "정한 방문일": lambda row, case: case.visit_on.isoformat() if case.visit_on else "",
        "지역": lambda row, case: case.region,
        "받고 싶은 것": lambda row, case: ", ".join(topics.get(topic, topic) for topic in case.topics.split()),
        "수행기관": lambda row, case: row.agency,
        said.act: lambda row, case: row.submission.arrived_at,
    }
    return list(columns), [[told(each.row, each.case) for told in columns.values()] for each in rows if each.case]
