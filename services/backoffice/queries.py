"""What the agencies' people read: lists of what was submitted and of the pool, and counts against the programme's
slots.

An agency meets what it was assigned or sent, the lead agency everything an applicant submitted; of drafts anybody here
learns only how many. Evaluators' sheets are nobody's here: officers meet their points where a round is closed.
"""

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Expression, ModelSelect, fn

from models import pool_index
from models.application import Application, Call, Party
from models.case import Case
from models.company import OUTDATED, POOL_STATES, Company, Supplier
from models.pool import Term
from models.pool_index import Listing
from models.staff import Staff
from models.submission import Submission
from programme import calls, reception
from programme.application_types import POOL, PROJECT, ApplicationType
from programme.course import WITHDRAWN
from services.files.xlsx import Cell
from services.pool import published, supplier_states
from services.pool.search import Entry
from services.pool.supplier_states import SupplierState
from services.submissions import listings

UNASSIGNED = "none"
NOT_BEGUN = "not_begun"  # beside the states of the pool: to be renewed, and not begun
ANY = "any"


def visible_to(post: Staff) -> Expression:
    """The applications a post is let see: of a 수행기관 those assigned or sent to it, registrations only the lead's, and
    no evaluator's sheet."""
    if post.agency is None:
        return Application.purpose.in_(calls.kinds(lambda of: of.evaluation is None))
    return (Application.agency == post.agency) & Application.purpose.in_(calls.kinds(lambda of: of.read_by_agencies))


def find(post: Staff, token: str, *purposes: str) -> Submission | None:
    """The edition that counts of an application this post is let see, of one of these purposes; of any, where none is
    said."""
    rows = Submission.select(Submission, Application, Call).join(Application).join(Call)
    if purposes:
        rows = rows.where(Application.purpose.in_(purposes))
    return rows.where(Submission.standing, Application.token == token, visible_to(post)).first()


def edition(submission: Submission, number: int) -> Submission | None:
    """Another edition of the same application."""
    return Submission.get_or_none(Submission.application == submission.application, Submission.edition == number)


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; "" for no matter. agency: a slug, or UNASSIGNED. supplier: a state of services/pool's
    standing some supplier is in, or ANY. words: all must be found."""

    agency: str = ""
    track: str = ""
    service_type: str = ""
    supplier: str = ""
    words: str = ""


@dataclass(frozen=True)
class SubmissionRow:
    """An application as submitted, as lists show it. supplier_states: of its suppliers that are not in order in the
    pool."""

    submission: Submission
    supplier_states: Sequence[SupplierState] = ()

    @property
    def application(self) -> Application:
        return self.submission.application

    @property
    def listing(self) -> dict[str, Any]:
        return self.submission.listing or {"money": {}}

    @property
    def title(self) -> str:
        return self.listing.get("title", "")

    @property
    def adopters(self) -> str:
        return self.listing.get("adopters", "")

    @property
    def suppliers(self) -> str:
        return self.listing.get("suppliers", "")

    @property
    def numbers(self) -> str:
        """Business numbers of the companies."""
        return self.listing.get("numbers", "")

    @property
    def region(self) -> str:
        """The 시·도 of who leads."""
        return self.listing.get("region", "")

    @property
    def track(self) -> str:
        return self.application.announcement.tracks.get(self.submission.track, "")

    @property
    def service_type(self) -> str:
        return self.application.announcement.service_types.get(self.submission.service_type, "")

    @property
    def agency(self) -> str:
        slug = self.application.agency
        return calls.agency(slug, self.application.announcement).name if slug else ""

    def won(self, name: str) -> int | None:
        return self.listing["money"].get(name)


def applications(
    post: Staff, call: Call | None, purpose: str, wanted: Filter = Filter(), page: int = 0, each: int = 0
) -> list[SubmissionRow]:
    """What was submitted to a call (None: to any) and stands, the newest first: those on a page of so many each, or
    all."""
    rows = narrowed(post, call, purpose, wanted).order_by(Submission.arrived_at.desc(), Submission.id.desc())
    shown = list(rows.paginate(page, each) if each else rows)
    troubled = supplier_states.of_submissions(Submission.id.in_([row.id for row in shown]))
    return [SubmissionRow(row, troubled.get(row.id, ())) for row in shown]


def narrowed(post: Staff, call: Call | None, purpose: str, wanted: Filter) -> "ModelSelect[Submission]":
    """The editions that count, narrowed to what is wanted."""
    rows = standing_submissions(post, call, purpose)
    if wanted.agency == UNASSIGNED:
        rows = rows.where(Application.agency.is_null())
    elif wanted.agency:
        rows = rows.where(Application.agency == wanted.agency)
    for column, value in ((Submission.track, wanted.track), (Submission.service_type, wanted.service_type)):
        rows = rows.where(column == value) if value else rows
    if wanted.supplier:
        rows = rows.where(Submission.id.in_(troubled_by(wanted.supplier)))
    found = listings.holding(wanted.words)
    return rows if found is None else rows.where(found)


def troubled_by(state: str) -> list[int]:
    """The standing submissions some supplier of which is in this state, or in any that is not in order."""
    found = supplier_states.of_submissions(Submission.standing)
    return [key for key, each in found.items() if state == ANY or any(one.state == state for one in each)]


def standing_submissions(post: Staff, call: Call | None, purpose: str) -> "ModelSelect[Submission]":
    """The editions that count of the applications a post is let see, without what they sealed; none of a project
    withdrawn after closing."""
    rows = Submission.select(*Submission.unsealed(), Application, Call).join(Application).join(Call)
    rows = rows.where(Submission.standing, Application.id.not_in(withdrawn()))
    return rows.where(Application.purpose == purpose, visible_to(post), of_call(call))


def withdrawn() -> "ModelSelect[Case]":
    """The applications withdrawn after closing: their last edition stays, and counts no more."""
    return Case.select(Case.application).where(Case.state == WITHDRAWN)


def drafts(call: Call | None, purpose: str) -> int:
    """How many were begun and never submitted."""
    begun = Application.purpose == purpose, Application.receipt.is_null(), Application.discarded_at.is_null()
    return Application.select().where(*begun, of_call(call)).count()


def of_call(call: Call | None) -> Expression:
    return Application.call == call if call else Application.id.is_null(False)


APPLICATION: dict[str, Callable[[SubmissionRow], Cell]] = {  # columns of the exported list, headed in the site's words
    "{number}": lambda line: line.submission.receipt,
    "차수": lambda line: line.submission.edition,
    "번호": lambda line: line.application.number,
    "{act} 시각": lambda line: line.submission.arrived_at,
    "수행기관": lambda line: line.agency,
    "도입기업": lambda line: line.adopters,
    "공급기업": lambda line: line.suppliers,
    "사업자등록번호": lambda line: line.numbers,
}
PLAN: dict[str, Callable[[SubmissionRow], Cell]] = {  # and of a 과제신청 these too
    "과제명": lambda line: line.title,
    "공급기업 등록": lambda line: ", ".join(f"{one.name}: {one.called}" for one in line.supplier_states),
    "지원구분": lambda line: line.track,
    "지원유형": lambda line: line.service_type,
    "총사업비(원)": lambda line: line.won("total"),
    "정부지원금(원)": lambda line: line.won("grant"),
    "현금(원)": lambda line: line.won("cash"),
    "현물(원)": lambda line: line.won("in_kind"),
}


def application_table(of: ApplicationType, lines: list[SubmissionRow]) -> tuple[list[str], list[list[Cell]]]:
    """Heads and rows of the exported list."""
    columns, texts = APPLICATION | (PLAN if of.consortium else {}), reception.current(of.announcement)
    heads = [head.format(number=texts.number, act=texts.act) for head in columns]
    return heads, [[column(line) for column in columns.values()] for line in lines]


def pool_listings(call: Call | None, state: str = "", words: str = "", sort: str = "") -> "ModelSelect[Any]":
    """Listings of the pool's entries, drafts that published nothing left out. call: the current one for the pool;
    state: or NOT_BEGUN; sort: of services.pool.search.SORTS; by the name without its legal form, where none is said."""
    rows = pool_index.listings_with(words, Listing.supplier, texts=(pool_index.WORDS, pool_index.NUMBERS))
    rows = rows.where(operator.eq(Listing.numbered, True)).order_by(*published.in_order(sort))
    if state == NOT_BEGUN:
        return rows.where(Listing.supplier.in_(renewals_not_begun(call).select(Supplier.id)))
    return rows.where(Listing.state == state) if state else rows


def renewals_not_begun(call: Call | None) -> "ModelSelect[Supplier]":
    """Entries to be renewed whose company began no registration in a call, the current one for the pool."""
    begun = Party.select(Party.company).join(Application).where(Application.call == call)
    begun = begun.where(Application.purpose == POOL, Application.discarded_at.is_null())
    return Supplier.select().where(Supplier.state == OUTDATED, Supplier.company.not_in(begun))


def entries(
    call: Call | None, state: str = "", words: str = "", sort: str = "", page: int = 0, each: int = 0
) -> list[Entry]:
    """The entries of the pool with their companies: those on a page of so many each, or all. call: as for
    `pool_listings`."""
    listed = pool_listings(call, state, words, sort)
    if each:
        listed = listed.paginate(page, each)
    rows = Supplier.unsealed().select_extend(Company.id, Company.token).join(Company).switch(Supplier)
    rows = rows.join(Listing, on=Listing.supplier == Supplier.id)
    rows = rows.where(Supplier.id.in_(listed)).order_by(*published.in_order(sort))
    names = Term.names()
    return [Entry(row, names, call) for row in rows]


def count(value: object) -> Cell:
    """A head count the pool keeps as it was typed."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


ENTRY: dict[str, Callable[[Entry], Cell]] = {
    "회사명": lambda row: row.supplier.name,
    "사업자등록번호": lambda row: row.supplier.number,
    "상태": lambda row: POOL_STATES[row.supplier.state],
    "주력 분야": lambda row: row.main_field,
    "그 밖의 분야": lambda row: ", ".join(row.other_fields),
    "전문 업종": lambda row: ", ".join(row.industries),
    "지역": lambda row: row.region,
    "SW 인력(명)": lambda row: count(row.facts.get("people", {}).get("software")),
    "엔지니어링 인력(명)": lambda row: count(row.facts.get("people", {}).get("engineering")),
    "솔루션": lambda row: ", ".join(str(each.get("name", "")) for each in row.solutions),
    "승인일": lambda row: row.supplier.approved_at,
    "현행화일": lambda row: row.renewed_at,
}


def entry_table(rows: list[Entry]) -> tuple[list[str], list[list[Cell]]]:
    return list(ENTRY), [[column(row) for column in ENTRY.values()] for row in rows]


def counts(post: Staff, call: Call | None) -> Counter[tuple[tuple[str, str], str]]:
    """How many 과제신청 stand: {(slot, agency slug or UNASSIGNED): how many}; slot as in Announcement.slots."""
    slot_and_agency = Submission.track, Submission.service_type, Application.agency
    rows: Any = (
        standing_submissions(post, call, PROJECT)
        .select(*slot_and_agency, fn.COUNT(Submission.id))
        .group_by(*slot_and_agency)
    )
    counted = {((track, service), agency or UNASSIGNED): many for track, service, agency, many in rows.tuples()}
    return Counter(counted)


def names(applications: Iterable[int | None]) -> dict[int, str]:
    """Whose each of these applications is, as last submitted: the companies' names."""
    rows = Submission.select(*Submission.unsealed()).where(
        Submission.application.in_({key for key in applications if key})
    )
    lines = {row.application_id: SubmissionRow(row) for row in rows.order_by(Submission.id)}
    return {key: ", ".join(filter(None, (line.adopters, line.suppliers))) for key, line in lines.items()}
