"""The requirement check (요건검토): a line a clause and company, prefilled from the rules and the evidence, answered by the
agency's officers. Rows are only added; the newest counts.

Exception ① lifts (6)–(9) only where it was resolved before the first site round of the call opens (공고 3., 예외 사유).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NoReturn

from peewee import JOIN

from forms.wizard import Party as Part
from models.application import Party
from models.base import writing
from models.case import REQUIREMENT, Case, Check
from models.person import Person
from programme import course, rules
from programme.application_types import SITE
from programme.korean import date_time, day_of
from programme.requirements import COMPANIES, FAILS, FITS, RESOLVED, SECTIONS, WORDS, Requirement
from services.access.permissions import NotNow
from services.drafts import people
from services.evaluation import moves
from services.submissions import snapshot_findings, snapshots

NOTE = 500  # characters

Key = tuple[str, int | None]  # of a line: the requirement's id, and whose it is


@dataclass(frozen=True)
class Line:
    """One thing to be checked. part: the company it is about; party: its id; said: what the rules and the evidence say;
    suggested: the answer they make likely, "" where an officer must look; row: what was answered last."""

    requirement: Requirement
    part: Part | None
    party: int | None
    said: tuple[str, ...]
    suggested: str
    row: Check | None
    answers: dict[str, str]

    @property
    def key(self) -> Key:
        return self.requirement.id, self.party

    @property
    def name(self) -> str:
        """What its inputs are called on the page."""
        return f"{self.requirement.id}-{self.party or 0}"

    @property
    def answer(self) -> str:
        return self.row.answer if self.row else ""


@dataclass(frozen=True)
class Answer:
    """What an officer says of a line. resolved_on: of exception ①."""

    answer: str
    note: str = ""
    resolved_on: date | None = None

    def repeats(self, row: Check) -> bool:
        """Whether a row says the same."""
        return (row.answer, row.note, row.resolved_on) == (self.answer, self.note, self.resolved_on)


def newest(case: Case) -> dict[Key, Check]:
    """The row that counts of every line, with since when it says so: another note says nothing else."""
    found: dict[Key, Check] = {}
    rows = Check.select(Check, Person).join(Person, JOIN.LEFT_OUTER)
    for row in rows.where(Check.case == case, Check.kind == REQUIREMENT).order_by(Check.id):
        before = found.get((row.item, row.party_id))
        same = before and (before.answer, before.resolved_on) == (row.answer, row.resolved_on)
        row.since = before.since if before and same else row.at
        found[row.item, row.party_id] = row
    return found


def lines(case: Case) -> list[Line]:
    """All that is to be checked of a case, in the order of the announcement. Reads the whole snapshot: what comes of it
    names no person."""
    submission, call = case.edition, case.application.announcement
    shown, checked = snapshots.read(submission), newest(case)
    parties = {row.company_id: row.id for row in Party.select().where(Party.application == case.application_id)}
    found = snapshot_findings.of(submission)
    made = []
    for requirement in call.requirements:
        concerned = [part for part in shown.journey.parties if part.role in requirement.roles]
        for part in [None] if requirement.whole else concerned:
            party = parties.get(submission.companies[part.key]) if part else None
            said, suggested = prefilled(requirement, part, shown, found)
            answers = answers_to(requirement, call.exceptions)
            made.append(Line(requirement, part, party, said, suggested, checked.get((requirement.id, party)), answers))
    return made


def mark(drawn: list[Line]) -> int:
    """What tells a page of these lines from one drawn later: the newest row on it, by id; 0 for none."""
    return max((line.row.id for line in drawn if line.row), default=0)


def answers_to(requirement: Requirement, exceptions: Mapping[str, str]) -> dict[str, str]:
    """What may be answered to a line, {code: words}."""
    plain = dict(zip((FITS, FAILS), WORDS[requirement.section], strict=True))
    lifted = {code: f"예외 {words.partition(' ')[0]}" for code, words in exceptions.items()}
    return plain | (lifted if requirement.excepted else {})


def prefilled(
    requirement: Requirement, part: Part | None, shown: Any, found: list[rules.Finding]
) -> tuple[tuple[str, ...], str]:
    """What speaks to a line, and the answer that makes likely; "" where an officer must look."""
    clause, key = requirement.ground.clause, part.key if part else None
    about = [
        each.what
        for each in found
        if clause
        and each.ground.clause
        and each.ground.clause.id == clause.id
        and (key is None or each.party in (key, None))
    ]
    if requirement.section == COMPANIES:
        return (), ""
    claimed: set[str] = set()
    for case in requirement.asked:
        data = shown.journey.data(case.step, part)
        if data.get(case.field) == "yes":
            claimed.add(str(data.get(case.lifted_by) or "") if case.lifted_by else "")
            about.append(f"신청서: 이 기업은 {case.words}입니다.")
    if part and requirement.evidence:
        here = {row["kind"] for row in shown.evidence(part)}
        about += [f"올리지 않음: {shown.called(kind)}" for kind in requirement.evidence if kind not in here]
    likely = claimed.pop() if len(claimed) == 1 else "" if about else FITS
    return tuple(dict.fromkeys(about)), likely


def writable(case: Case, roles: set[str]) -> bool:
    """Whether somebody in these roles may answer the lines of a case now."""
    return case.state_now == course.CHECKING and course.AGENCY in roles


def record(case: Case, person: Person, base: int, given: Mapping[Key, Answer]) -> int:
    """Add a row for every line said otherwise than its newest row; how many. base: the `mark` of the page. Raises
    NotNow for a case that is not being checked any more, or by whom it is not, and for a line answered otherwise since:
    a page says every line, also those its officer never touched."""
    with writing():
        case = Case.newest(case.id)
        if case.state_now != course.CHECKING:
            moves.overtaken(case)
        if course.AGENCY not in moves.acting(case, person):
            raise NotNow(moves.NOT_YOURS)
        before = newest(case)
        new = {key: said for key, said in given.items() if key not in before or not said.repeats(before[key])}
        if since := [before[key] for key in new if key in before and before[key].id > base]:
            answered_since(case, since)
        about = {"case": case, "person": person}
        rows = [about | {"item": item, "party": party} | asdict(said) for (item, party), said in new.items()]
        if rows:
            Check.insert_many(rows).execute()
    return len(new)


def answered_since(case: Case, rows: list[Check]) -> NoReturn:
    """Raises NotNow: somebody answered these lines after the page was drawn."""
    last = max(rows, key=lambda row: row.id)
    who = people.colleague(last.person)
    items = {row.item for row in rows}
    names = [name_of(each) for each in case.application.announcement.requirements if each.id in items]
    raise NotNow(
        f"이 화면을 연 뒤에 다른 답이 저장된 항목이 있습니다: {first_of(names, ', ')}. 마지막 답은 {who} 쪽에서 {date_time(last.at)}에 "
        "저장했습니다. 보내신 답은 저장하지 않았으니 화면을 다시 열어 확인한 뒤 되살려 주세요."
    )


def first_of(texts: list[str], between: str) -> str:
    """The first three of these, and how many more there are."""
    more = f" 외 {len(texts) - 3}가지" if len(texts) > 3 else ""
    return f"{between.join(texts[:3])}{more}"


def name_of(requirement: Requirement) -> str:
    """What a requirement is called where it stands alone."""
    words = SECTIONS[requirement.section], requirement.number, requirement.title
    return " ".join(filter(None, words))


def too_late(row: Check, opens: datetime | None) -> bool:
    """Whether exception ① does not count: resolved on the day the first site round opens, or later. opens: that
    instant, None before it is known. A day says no hour, so that only an earlier one is surely before, or what an
    officer recorded before that instant."""
    if row.resolved_on is None or opens is None:
        return row.resolved_on is None
    return row.since >= opens and row.resolved_on >= day_of(opens)


def blockers(found: list[Line], opens: datetime | None) -> list[str]:
    """Why the requirements are not met, a line each; none where they are."""
    told = []
    for line in found:
        name = name_of(line.requirement)
        whose = f"{line.part.name}: {name}" if line.part else name
        if not line.answer:
            told.append(f"{whose} – 아직 확인하지 않음")
        elif line.answer == FAILS:
            told.append(f"{whose} – {line.answers[FAILS]}")
        elif line.answer == RESOLVED and line.row and too_late(line.row, opens):
            told.append(f"{whose} – 예외 ①은 첫 현장평가가 열리기 전에 해소한 것만 인정됩니다")
    return told


def require_passed(case: Case) -> None:
    """Raises NotNow while anything stands in the way of passing the requirements."""
    if told := blockers(lines(case), case.application.call.site_opens_at):
        raise NotNow(f"요건 확인이 끝나지 않아 처리하지 않았습니다. {first_of(told, '; ')}.")


def next_state(case: Case) -> str:
    """Where a case goes whose requirements are met: a call without site visits has nothing more done here."""
    return course.VISIT if case.application.call.takes(SITE) else course.ELIGIBLE


moves.NEEDS[course.PASS] = require_passed
moves.AFTER[course.PASS] = next_state
