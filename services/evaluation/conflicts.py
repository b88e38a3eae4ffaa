"""Conflicts of interest: what the system finds by itself, and the rows that close a case to an evaluator for good.

Found out before anybody is proposed for anything: a business number, a domain of mail, or a person shared with a
company, taking part in the call, and having advised the firm are sure, and block; a name alone is common, and only
warns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from peewee import Expression, fn

from models.application import Application, Call, Party
from models.case import Case
from models.company import Membership
from models.consulting import ConsultingCase
from models.evaluation import ACTIVE, CONFLICTED, FOUND, VOID, Assignment, Conflict, Evaluator, Round
from models.person import Person
from models.search_key import EMAIL, REPRESENTATIVE, SearchKey
from models.secret import fingerprints
from models.staff import Staff
from models.submission import Submission
from programme.application_types import PROJECT
from programme.characters import name_key
from programme.numbers import digits
from services.drafts import search_keys
from services.evaluation import assignments

FREE_MAIL = {
    *("gmail.com", "googlemail.com", "naver.com", "hanmail.net", "daum.net", "kakao.com", "nate.com", "outlook.com"),
    *("outlook.kr", "hotmail.com", "live.com", "msn.com", "yahoo.com", "yahoo.co.kr", "icloud.com", "me.com"),
    *("proton.me", "protonmail.com", "korea.com", "hanmir.com", "paran.com", "lycos.co.kr", "dreamwiz.com"),
}
DECLARED_ROW, NUMBER, DOMAIN, MEMBER, APPLIES = "declared", "number", "domain", "member", "applies"
OFFICER, ADVISED, NAME, BEFORE = "officer", "advised", "name", "before"
WORDS = {
    DECLARED_ROW: "이해관계가 확인된 과제 또는 기업입니다.",
    NUMBER: "소속 기관의 사업자등록번호가 참여 기업과 같습니다.",
    DOMAIN: "메일 주소의 도메인이 참여 기업 담당자와 같습니다.",
    MEMBER: "참여 기업의 담당자이거나 담당자와 메일 주소가 같습니다.",
    APPLIES: "이번 공고의 과제신청에 참여하는 기업의 담당자입니다.",
    OFFICER: "이 과제를 맡은 기관의 담당자입니다.",
    ADVISED: "이 기업의 사전진단 컨설팅을 한 사람과 이름·소속이 같습니다.",
    NAME: "참여 기업의 대표자 또는 컨설팅한 사람과 이름이 같습니다. 같은 사람인지 확인해 주세요.",
    BEFORE: "앞선 회차나 이 회차에서 이미 맡았던 과제입니다.",
}
WARNS = {NAME}
EDITION = Submission.id, Submission.listing, Submission.companies  # what of an edition says whose it is


@dataclass(frozen=True)
class Match:
    """kind: of WORDS."""

    kind: str

    @property
    def sure(self) -> bool:
        return self.kind not in WARNS

    @property
    def words(self) -> str:
        return WORDS[self.kind]


@dataclass
class Sides:
    """What is known of the companies of a case, to be compared: nothing of it is shown."""

    case: Case
    numbers: set[str] = field(default_factory=set)
    people: set[int] = field(default_factory=set)  # who acts for them
    domains: set[str] = field(default_factory=set)
    hashes: set[str] = field(default_factory=set)  # of representatives and of addresses of mail
    experts: set[tuple[str, str]] = field(default_factory=set)  # (name, affiliation) of who advised them


def numbers_in(row: Submission) -> list[str]:
    """The business numbers of an edition's companies, ten digits each, in their order."""
    return [digits(each) for each in (row.listing or {}).get("numbers", "").split(",")]


def sides(cases: Sequence[Case]) -> dict[int, Sides]:
    """What is known of each case's companies, in a handful of queries. cases: read with the editions judged."""
    found = {case.id: Sides(case) for case in cases}
    of_company: dict[int, list[Sides]] = defaultdict(list)
    for case in cases:
        found[case.id].numbers = {number for number in numbers_in(case.submission) if number}
        for company in filter(None, case.submission.companies):
            of_company[company].append(found[case.id])
    members = Membership.select(Membership, Person).join(Person).where(Membership.company.in_(list(of_company)))
    for member in members:
        for side in of_company[member.company_id]:
            side.people.add(member.person_id)
            side.domains.add(domain(member.person.email))
    by_application = {case.application_id: found[case.id] for case in cases}
    keys = SearchKey.select(SearchKey.value, Party.application).join(Party)
    keys = keys.where(SearchKey.kind.in_((REPRESENTATIVE, EMAIL)), Party.application.in_(list(by_application)))
    read: Any = keys.tuples()
    for value, application in read:
        by_application[application].hashes.add(value)
    advised = ConsultingCase.select(ConsultingCase, Party.company.alias("company")).join(Application).join(Party)
    visits: Any = advised.where(Party.company.in_(list(of_company)), ConsultingCase.expert.is_null(False)).objects()
    for visit in visits:
        for side in of_company[visit.company]:
            side.experts.add((name_key(visit.expert or ""), name_key(visit.affiliation or "")))
    return found


def domain(email: str) -> str:
    host = email.rpartition("@")[2].lower()
    return "" if host in FREE_MAIL else host


def has_changed_sides(evaluator: Evaluator, call: int) -> bool:
    """Whether it is worth looking closer, asked at every page he reads."""
    return bool(
        Evaluator.select().where(Evaluator.id == evaluator.id, sides_changed(evaluator.person_id, call)).exists()
    )


def sides_changed(person: Any, call: Any) -> Expression:
    """Whether a person acts for a company of the call, or holds an officer's post, for a query to ask."""
    office = Staff.select(Staff.id).where(Staff.person == person, Staff.ended_at.is_null())
    return fn.EXISTS(acting(call).where(Membership.person == person)) | fn.EXISTS(office)


def acting(call: Any) -> Any:
    """Who acts for the companies that take part in a project of the call."""
    rows = Membership.select(Membership.person).join(Party, on=Party.company == Membership.company).join(Application)
    here = Application.call == call, Application.purpose == PROJECT, Application.discarded_at.is_null()
    return rows.where(*here, Party.left_at.is_null())


def applying(call: int, people: Iterable[int]) -> set[int]:
    """Which of these people act for a company that takes part in a project of the call."""
    return {row.person_id for row in acting(call).where(Membership.person.in_(list(people)))}


@dataclass
class Known:
    """What is known of one evaluator, to be compared."""

    evaluator: Evaluator
    applies: bool
    office: Staff | None
    cases: set[int] = field(default_factory=set)  # closed by a row
    numbers: set[str] = field(default_factory=set)
    had: set[int] = field(default_factory=set)  # cases he was given before, in whatever round

    def names(self) -> set[str]:
        return set(fingerprints(search_keys.spelling(REPRESENTATIVE, self.evaluator.name or "")))


def known(evaluators: Sequence[Evaluator], call: int) -> dict[int, Known]:
    people = {each.person_id: each for each in evaluators}
    taking_part = applying(call, people)
    offices = {
        row.person_id: row for row in Staff.select().where(Staff.person.in_(list(people)), Staff.ended_at.is_null())
    }
    found = {each.id: Known(each, each.person_id in taking_part, offices.get(each.person_id)) for each in evaluators}
    for row in Conflict.select().where(Conflict.evaluator.in_(list(found))):
        if row.case_id:
            found[row.evaluator_id].cases.add(row.case_id)
        if row.number:
            found[row.evaluator_id].numbers.add(row.number)
    given = Assignment.select(Assignment.evaluator, Assignment.case)
    for before in given.where(Assignment.evaluator.in_(list(found))):
        found[before.evaluator_id].had.add(before.case_id)
    return found


def matches(who: Known, side: Sides) -> list[Match]:
    """What stands between an evaluator and a case, the sure ones first; what was before is not among it."""
    evaluator, name = who.evaluator, name_key(who.evaluator.name or "")
    mail = set(fingerprints(search_keys.spelling(EMAIL, evaluator.holder.email)))
    advised = {affiliation for each, affiliation in side.experts if name and each == name}
    said = {
        DECLARED_ROW: side.case.id in who.cases or bool(who.numbers & side.numbers),
        NUMBER: digits(evaluator.number or "") in side.numbers,
        MEMBER: evaluator.person_id in side.people or bool(mail & side.hashes),
        DOMAIN: (domain(evaluator.holder.email) or "@") in side.domains,
        APPLIES: who.applies,
        OFFICER: bool(who.office and who.office.agency in (None, side.case.agency)),
        ADVISED: name_key(evaluator.institution or "-") in advised,
        NAME: bool(name) and bool(advised or who.names() & side.hashes),
    }
    return [Match(kind) for kind, holds in said.items() if holds]


def close(
    evaluator: Evaluator, case: Case, numbers: Iterable[str], source: str, note: str, person: Person | None
) -> None:
    """Close a case, and every other of the companies of these numbers, to an evaluator for good: rows are written, and
    what he holds of them ends at once. In the caller's transaction."""
    numbers = {number for number in numbers if number}
    told = {"evaluator": evaluator, "source": source, "note": note, "person": person}
    Conflict.create(case=case, **told)
    for number in sorted(numbers):
        Conflict.create(number=number, **told)
    held = Assignment.select(Assignment, Round, Call, Case, *EDITION, Application).join(Round)
    held = held.join(Call).switch(Assignment).join(Case).join(Submission).switch(Case).join(Application)
    for row in held.where(Assignment.evaluator == evaluator, Assignment.state.in_(ACTIVE)):
        if row.case_id == case.id or numbers & set(numbers_in(row.case.submission)):
            assignments.end(row, VOID if row.application_id else CONFLICTED, note)


def recheck(rows: Sequence[Assignment], call: int) -> list[Assignment]:
    """Look again at who holds what; what is found now is closed, and given back. In the caller's transaction."""
    found = [(row, first) for row, first in sure(rows, call) if first.kind != DECLARED_ROW]
    for row, first in found:
        close(row.evaluator, row.case, [], FOUND, first.words, None)
    return [row for row, _ in found]


def sure(rows: Sequence[Assignment], call: int) -> list[tuple[Assignment, Match]]:
    """Those of these assignments that something sure stands against now, each with the first such match."""
    evaluators = list({row.evaluator_id: row.evaluator for row in rows}.values())
    people, cases = known(evaluators, call), sides(list({row.case_id: row.case for row in rows}.values()))
    first = [
        next((each for each in matches(people[row.evaluator_id], cases[row.case_id]) if each.sure), None)
        for row in rows
    ]
    return [(row, found) for row, found in zip(rows, first, strict=True) if found]
