"""The demo's second call, after closing: forty projects submitted to it are cases in several states, so that the work
screen and the evaluation can be seen at work. Apart from services/operations/demo.py, for tests that only need the open
call."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from models.application import Application, Call
from models.base import now, writing
from models.case import Case, Check
from models.company import Membership
from models.mail import SENT, Outbox
from models.person import Person
from models.staff import Staff
from models.submission import Event, Submission
from programme import calls, course
from programme.korean import today
from programme.requirements import FITS
from services.access import accounts, staff
from services.evaluation import completion, ineligible, moves, opening
from services.operations import demo_copies, demo_evaluation, demo_pool
from services.operations.demo import CLOSES_AT, PACKAGE, SAMPLES, Seeding
from services.operations.demo_copies import Firm
from services.submissions import lifecycle

SUFFIX = "-2"  # of the slug: another round of the announcement the demo's call goes by
PLANS = {  # what is copied, and what the project is called here, not as in the open call
    "A1-S1": "간병인 예약과 정산을 한 번에 처리하는 서비스 구축",
    "A3-S5": "직무 강의 이수 현황을 기업에 보고하는 기능 고도화",
}
COLLEAGUE = "operator-2@example.com"
CLOSED_DAYS = 3  # how long ago it closed


def officer_of(agency: str) -> str:
    """Whom one can be at an agency."""
    return demo_pool.AGENT if agency == demo_pool.AGENCY else f"officer-{agency}@example.com"


def seed() -> None:
    """Make the call, what was submitted to it, its cases and the officers who look after them; nothing when done
    before."""
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
        close(call, submissions(call))
        for agency in call.announcement.agencies:
            if not Staff.select().join(Person).where(Staff.agency == agency).exists():
                staff.add(officer_of(agency), agency)
        staff.add(COLLEAGUE)
        opening.open_cases(call, operator(), now())
        for agency in call.announcement.agencies:
            tell(list(Case.select().where(Case.in_call(call), Case.agency == agency).order_by(Case.id)))
        demo_evaluation.seed(call, operator(), accounts.person_at(COLLEAGUE, now()))
        Outbox.update(state=SENT, sent_at=now()).where(Outbox.state != SENT).execute()  # this story is past


def operator() -> Person:
    return accounts.person_at(demo_pool.OPERATOR, now())


def submissions(call: Call) -> list[Submission]:
    """The sample plans as submitted, and copies of them by made-up firms."""
    firms, seeding, found = known_firms(), Seeding(call, today()), []
    for name, project in PLANS.items():
        plan = json.loads((SAMPLES / f"applications/{name}.json").read_text(encoding="utf-8")) | {"consents": "all"}
        plan["steps"]["overview"]["project"] = project
        for sample in (plan["adopter"], plan["supplier"]):
            bring(seeding, sample)
        first = seeding.application(plan)
        found.append((first, lifecycle.submit(first, seeding.people[plan["adopter"]], now())))
    handed_in = [submission for _, submission in found]
    for place, (first, _) in enumerate(found):
        handed_in += demo_copies.submitted(demo_copies.Original(first), firms[place :: len(found)])
    return handed_in


def known_firms() -> list[Firm]:
    """Made up, as all of the demo: who, what and where."""
    rows = json.loads((SAMPLES / "closed/firms.json").read_text(encoding="utf-8"))
    samples = sorted(SAMPLES.glob("companies/*.json"))
    names = [json.loads(path.read_text(encoding="utf-8"))["steps"]["company"]["representative"] for path in samples]
    return [
        Firm(number, row["name"], row["project"], row["region"], names[number % len(names)])
        for number, row in enumerate(rows, start=1)
    ]


def bring(seeding: Seeding, name: str) -> None:
    """Let a company of the open call take part in this one."""
    sample = json.loads((SAMPLES / f"companies/{name}.json").read_text(encoding="utf-8"))
    person = accounts.person_at(sample["steps"]["contact"]["email"], now())
    seeding.companies[name] = Membership.get(Membership.person == person).company
    seeding.people[name], seeding.samples[name] = person, sample


def close(call: Call, handed_in: list[Submission]) -> None:
    """Let it have closed some days ago, what was submitted having come before, and be each agency's in turn."""
    closed = datetime.combine(today() - timedelta(days=CLOSED_DAYS), CLOSES_AT)
    Call.update(closes_at=closed).where(Call.id == call.id).execute()
    agencies, rows = list(call.announcement.agencies), []
    for number, row in enumerate(handed_in):
        came = closed - timedelta(hours=1 + len(handed_in) - number)
        Submission.update(arrived_at=came, submitted_at=came).where(Submission.id == row.id).execute()
        agency = agencies[number % len(agencies)]
        Application.update(agency=agency).where(Application.id == row.application_id).execute()
        told = {"application": row.application, "person": operator(), "action": "assigned"}
        rows.append(told | {"detail": {"to": agency}, "at": now()})
    Event.insert_many(rows).execute()


# What became of each


def tell(cases: list[Case]) -> None:
    """Lead the cases of one agency on, each by its story."""
    agencies = cases[0].application.announcement.agencies
    told = STORIES[list(agencies).index(str(cases[0].agency))]
    for case, story in zip(cases, told, strict=True):
        story(case)


def officer(case: Case) -> Person:
    return accounts.person_at(officer_of(str(case.agency)), now())


def led(case: Case, name: str) -> None:
    """Make a move that owes nobody anything any more: a row of history, and where it leads."""
    move = course.BY_NAME[name]
    after = moves.target(move, case)
    moves.record(case, move, case.moves + 1, after, officer(case))
    Case.update(state=after, moves=case.moves + 1, since=now()).where(Case.id == case.id).execute()


def taken(case: Case) -> None:
    led(case, course.TAKE_UP)


def passed(case: Case) -> None:
    """Every line of the requirement check fits, so that it goes on to its visit."""
    taken(case)
    case = Case.get_by_id(case.id)
    parties, rows = list(case.application.parties), []
    same = {"case": case, "answer": FITS, "person": officer(case)}
    for each in case.application.announcement.requirements:
        concerned = [None] if each.whole else [party for party in parties if party.role in each.roles]
        rows += [same | {"item": each.id, "party": party} for party in concerned]
    Check.insert_many(rows).execute()
    led(case, course.PASS)


def asked(case: Case) -> None:
    taken(case)
    case = Case.get_by_id(case.id)
    known = completion.offered(case)
    wanted = [item for item in known if item[0] in ("need", "business_registration")][:2]
    words = dict.fromkeys(wanted, "발급일이 오래되었거나 근거가 모자랍니다. 다시 확인해 주세요.")
    completion.ask(case, officer(case), case.moves, known, words, completion.usual_due())


def overdue(case: Case) -> None:
    asked(case)
    late = today() - timedelta(days=1)
    Case.update(due_on=late).where(Case.id == case.id).execute()
    Application.update(asked_until=completion.end_of(late)).where(Application.id == case.application_id).execute()


def refused(case: Case) -> None:
    taken(case)
    colleague = accounts.person_at(COLLEAGUE, now())
    reason = "접수 마감일에 국세를 체납하고 있었습니다."
    ineligible.find(case, officer(case), colleague, case.moves + 1, ["tax"], reason)


def held(case: Case) -> None:
    taken(case)
    said = {"reason": "대표자가 바뀌는 중이라 등기를 기다립니다."}
    moves.make(case, course.HOLD, officer(case), case.moves + 1, said=said)


def withdrawing(case: Case) -> None:
    """Its lead asks to withdraw it."""
    (lead,) = case.application.company.memberships
    said = {"reason": "올해는 과제를 시작하기 어렵게 되었습니다."}
    moves.make(case, course.ASK_WITHDRAWAL, lead.person, case.moves, said=said)


def withdrawn(case: Case) -> None:
    withdrawing(case)
    moves.make(case, course.WITHDRAW, officer(case), case.moves + 1)


def left(case: Case) -> None:
    """Nobody took it up yet."""


Step = Callable[[Case], None]
STORIES: tuple[tuple[Step, ...], ...] = (  # an agency each, in their order: what becomes of its cases
    (asked, passed, passed, passed, passed, passed, passed, taken, withdrawing, left),
    (passed, passed, passed, passed, passed, passed, overdue, taken, taken, left),
    (overdue, passed, passed, passed, passed, passed, refused, taken, left, left),
    (refused, passed, passed, passed, passed, passed, held, withdrawn, asked, left),
)


def sign_in_addresses() -> list[tuple[str, str]]:
    """Whom one can be there: (address, what for)."""
    agencies = calls.announcement(PACKAGE).agencies
    officers = [(officer_of(slug), f"수행기관 담당자({each.short})") for slug, each in agencies.items()]
    firms = known_firms()
    shown = [(firm.email, f"{firm.name} 도입기업, 마감한 공고") for firm in (firms[0], firms[3])]
    return [(COLLEAGUE, "전담기관의 다른 담당자"), *officers, *shown, *demo_evaluation.sign_in_addresses()]
