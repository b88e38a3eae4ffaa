"""The demo's second call, after closing: a few projects submitted to it are cases in several states, one with each agency,
so that the desk can be seen at work. Apart from services/operations/demo.py, for tests that only need the open call."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import config
from models.application import Application, Call, Party
from models.base import now, writing
from models.case import Case
from models.company import Membership
from models.evidence import Evidence
from models.mail import SENT, Outbox
from models.person import Person
from models.staff import Staff
from models.submission import Event, Submission
from programme import course
from programme.agencies import AGENCIES
from services.access import accounts, staff
from services.consortium import members
from services.drafts import applications, exports
from services.evaluation import completion, ineligible, moves, opening, requirements
from services.evaluation.requirements import Answer
from services.files import file_store
from services.operations import demo_pool
from services.operations.demo import CLOSES_AT, SAMPLES, Seeding
from services.submissions import lifecycle

SUFFIX = "-2"  # of the slug: another round of the announcement the demo's call goes by
PLAN = "applications/A1-S1.json"
PROJECT = "간병인 예약과 정산을 한 번에 처리하는 서비스 구축"
COLLEAGUE = "operator-2@example.com"
CLOSED_DAYS = 3  # how long ago it closed
PROJECTS = (  # made up, as all of the demo: who, what, and the digits of a business number
    ("주식회사 새벽상점(가상)", "무인 매장 수요 예측 발주 서비스", "101-81-10011"),
    ("주식회사 다정돌봄(가상)", "방문 돌봄 일정 자동 배정 서비스", "101-81-10026"),
    ("주식회사 바른세탁(가상)", "세탁물 위치 추적과 수거 동선 서비스", "101-81-10031"),
    ("주식회사 한결여행(가상)", "소규모 여행 상품 구성 추천 서비스", "101-81-10046"),
)


def officer_of(agency: str) -> str:
    """Whom one can be at an agency."""
    return demo_pool.AGENT if agency == demo_pool.AGENCY else f"officer-{agency}@example.com"


def seed() -> None:
    """Make the call, what was submitted to it, its cases and the officers who look after them; nothing when done before."""
    first = Call.select().order_by(Call.id).first()
    if first is None or Call.select().where(Call.slug == f"{first.slug}{SUFFIX}").exists():
        return
    with writing():
        call = Call.create(
            slug=f"{first.slug}{SUFFIX}",
            package=first.package,
            opens_at=now() - timedelta(days=32),
            closes_at=datetime.combine(today() + timedelta(days=1), CLOSES_AT),
        )
        handed_in = [*submissions(call)]
        close(call, handed_in)
        for agency in AGENCIES:
            if not Staff.select().join(Person).where(Staff.agency == agency).exists():
                staff.add(officer_of(agency), agency)
        staff.add(COLLEAGUE)
        opening.open_cases(call, operator(), now())
        for case, move in zip(Case.select().order_by(Case.id), STORIES, strict=False):
            for step in move:
                step(Case.get_by_id(case.id))
        Outbox.update(state=SENT, sent_at=now()).where(Outbox.state != SENT).execute()  # this story is past


def today() -> date:
    return now().astimezone(config.KST).date()


def operator() -> Person:
    return accounts.person_at(demo_pool.OPERATOR, now())


def submissions(call: Call) -> "list[Submission]":
    """The sample plan as submitted, and copies of it by made-up firms."""
    plan = json.loads((SAMPLES / PLAN).read_text(encoding="utf-8"))
    plan["steps"]["overview"]["project"] = PROJECT  # not as its adopter's plan in the open call is called
    seeding = Seeding(call, today())
    for name in (plan["adopter"], plan["supplier"]):
        sample = json.loads((SAMPLES / f"companies/{name}.json").read_text(encoding="utf-8"))
        person = accounts.person_at(sample["steps"]["contact"]["email"], now())
        seeding.companies[name] = Membership.get(Membership.person == person).company
        seeding.people[name], seeding.samples[name] = person, sample
    first = seeding.application(plan)
    data = exports.export(applications.load_view(first))
    made = [lifecycle.submit(first, seeding.people[plan["adopter"]], now())]
    for number, (firm, project, business) in enumerate(PROJECTS, start=1):
        made.append(copy(first, data, number, firm, project, business))
    return made


def copy(first: Application, data: dict[str, Any], number: int, firm: str, project: str, business: str) -> Submission:
    """The plan under another firm's name."""
    person = accounts.person_at(f"lead-{number}@example.com", now())
    mine = json.loads(json.dumps(data))
    mine["steps"]["overview"]["project"] = [project]
    company = mine["parties"][0]["steps"]["company"]
    company["name"], company["number"] = [firm], [business]
    application = exports.import_application(mine, person)
    content = (SAMPLES / "evidence.pdf").read_bytes()
    supplier = next(party for party in first.parties if party.role == "supplier")
    theirs = {"company": supplier.company, "evidence_revision": supplier.firm.evidence_revision}
    here = Party.application == application
    imported = Party.get(here, Party.role == "supplier").firm  # in whose place the demo's own supplier comes
    Membership.delete().where(Membership.company == imported).execute()
    Party.update(theirs).where(here, Party.role == "supplier").execute()
    for row in Evidence.of(Party.get(here, Party.lead).firm):
        file_store.create_file(row.storage).write_bytes(content)
        file_store.keep(row.storage)
    party = Party.get(here, Party.role == "supplier")
    who = Membership.get(Membership.company == supplier.company).person
    members.confirm(application, party, Application.get_by_id(application.id).revision, who, now())
    return lifecycle.submit(application, person, now())


def close(call: Call, handed_in: list[Submission]) -> None:
    """Let it have closed some days ago, what was submitted having come before, and be each agency's in turn."""
    closed = datetime.combine(today() - timedelta(days=CLOSED_DAYS), CLOSES_AT)
    Call.update(closes_at=closed).where(Call.id == call.id).execute()
    agencies = list(AGENCIES)
    for number, row in enumerate(handed_in):
        came = closed - timedelta(hours=3 * (len(handed_in) - number))
        Submission.update(arrived_at=came, submitted_at=came).where(Submission.id == row.id).execute()
        agency = agencies[number % len(agencies)]
        Application.update(agency=agency).where(Application.id == row.application_id).execute()
        Event.create(application=row.application, person=operator(), action="assigned", detail={"to": agency})


# What became of each


def officer(case: Case) -> Person:
    return accounts.person_at(officer_of(str(case.agency)), now())


def taken(case: Case) -> None:
    moves.make(case, course.TAKE_UP, officer(case), case.moves)


def asked(case: Case) -> None:
    known = completion.offered(case)
    wanted = [item for item in known if item[0] in ("need", "business_registration")][:2]
    words = dict.fromkeys(wanted, "발급일이 오래되었거나 근거가 모자랍니다. 다시 확인해 주세요.")
    completion.ask(case, officer(case), case.moves, words, completion.usual_due())


def overdue(case: Case) -> None:
    asked(case)
    late = today() - timedelta(days=1)
    Case.update(due_on=late).where(Case.id == case.id).execute()
    Application.update(asked_until=completion.end_of(late)).where(Application.id == case.application_id).execute()


def passed(case: Case) -> None:
    lines = requirements.lines(case)
    given = {line.key: Answer("fits") for line in lines}
    requirements.record(case, officer(case), requirements.mark(lines), given)
    moves.make(case, course.PASS, officer(case), case.moves)


def refused(case: Case) -> None:
    colleague = accounts.person_at(COLLEAGUE, now())
    reason = "접수 마감일에 국세를 체납하고 있었습니다."
    ineligible.find(case, officer(case), colleague, case.moves, ["tax"], reason)


Step = Callable[[Case], None]
STORIES: tuple[tuple[Step, ...], ...] = (
    (taken, asked),
    (taken, passed),
    (taken, overdue),
    (taken, refused),
    (),
)


def sign_in_addresses() -> list[tuple[str, str]]:
    """Whom one can be there: (address, what for)."""
    officers = [(officer_of(slug), f"수행기관 담당자({each.short})") for slug, each in AGENCIES.items()]
    lead = ("lead-1@example.com", f"{PROJECTS[0][0]} 도입기업, 마감한 공고")
    return [(COLLEAGUE, "전담기관의 다른 담당자"), *officers, lead]
