"""A site after closing for tests of evaluation: cases in their visit, evaluators who pledged, rounds and sheets. Cases
are copies of one handed-in project, each of companies of its own, so that making one costs a few rows."""

from datetime import timedelta
from typing import Any

from forms.evaluation import QUESTIONS
from forms.evaluation import gate as form_of
from models.application import Application, Call, Party
from models.base import now, writing
from models.case import Case
from models.company import Company, Membership
from models.evaluation import OFFERED, PROPOSED, REPLACED, Assignment, Evaluator, Round
from models.staff import Staff
from models.submission import Submission
from programme.application_types import PROJECT
from programme.course import VISIT
from services.access import evaluators, staff
from services.drafts import applications, revisions
from services.evaluation import closing, gate, planning, rounds
from services.evaluation.score_table import Table
from services.submissions import lifecycle
from tests.applying import LEAD, application_of, fresh, person
from tests.judging import put
from tests.reviewing import AGENCY, LEAD_AGENCY

EVALUATORS = ("one@e1.example.com", "two@e2.example.com", "three@e3.example.com")
NAMES = ("갑을병정무", "기경신임계", "자축인묘진")
NUMBERS = [f"{number:010}" for number in range(2_200_000_001, 2_200_000_100)]
OPINION = "현장에서 확인한 사실에 따라 판단하였으며, 사업계획서에 적힌 내용과 같았습니다."
VISIT_ANSWERS = {
    "place": ["도입기업 사업장"],
    "met": ["대표자, 개발팀장"],
    "seen": ["접수 창구와 서버실을 둘러보고 지금 쓰는 엑셀 서식을 확인하였습니다."],
}
EACH = (20, 18, 17, 15)  # points of the four criteria, in their order


def close_call() -> None:
    over = now() - timedelta(seconds=1)
    with writing():
        Call.update(closes_at=over, consulting_closes_at=over).execute()


def handed_in() -> Submission:
    """The project all cases are copies of; the site's `staffed` has it handed in."""
    return Submission.get(Submission.application == application_of(LEAD))


def case(number: int, state: str = VISIT, region: str = "", agency: str = "women") -> Case:
    """The nth case: of two companies of its own, each with somebody who acts for it."""
    origin = handed_in()
    with writing():
        call = origin.application.call
        facts = {"purpose": PROJECT, "call": call, "agency": agency, "created_by": None}
        receipt = f"{call.slug}-R{9000 + number:05}"
        application = Application.create(number=f"{call.slug}-{9000 + number}", receipt=receipt, revision=1, **facts)
        companies = [firm(f"firm{number}{side}.example.com") for side in "ab"]
        for place, company in enumerate(companies):
            role = "supplier" if place else "adopter"
            known = {"application": application, "company": company, "role": role, "lead": not place}
            Party.create(position=place + 1, joined_at=now(), **known)
        listing = (origin.listing or {}) | {
            "adopters": f"도입{number}",
            "suppliers": f"공급{number}",
            "names": [f"도입{number}", f"공급{number}"],
            "numbers": ", ".join(numbers(number)),
            "title": f"{number}번째 과제",
        }
        edition = Submission.create(
            application=application,
            receipt=receipt,
            edition=1,
            revision=1,
            snapshot=origin.snapshot,
            listing=listing,
            track=origin.track,
            service_type=origin.service_type,
            companies=[company.id for company in companies],
            arrived_at=now(),
        )
        place = {"region": region, "agency": agency, "track": origin.track, "service_type": origin.service_type}
        return Case.create(application=application, submission=edition, state=state, moves=1, **place)


def numbers(number: int) -> list[str]:
    return [NUMBERS[2 * number], NUMBERS[2 * number + 1]]


def firm(host: str) -> Company:
    company = Company.create()
    Membership.create(company=company, person=person(f"ceo@{host}"))
    return company


def evaluator(email: str, **said: Any) -> Evaluator:
    """Somebody ready to be given cases."""
    post = evaluators.add(person(email), None)
    profile = {"name": email.partition("@")[0], "institution": f"{email}의 기관", "number": "", "sector": "academy"}
    evaluators.save_profile(post, **profile | {"fields": ["data"], "regions": [], "most": 12} | said)
    gate.pledge(post, "서약자")
    return Evaluator.get_by_id(post.id)


def officer(email: str = AGENCY) -> Staff:
    post = staff.post_of(person(email))
    assert post
    return post


def round_of(cases: list[Case], need: int = 2, by: str = AGENCY, days: int = 7) -> Round:
    wanted = rounds.Wanted("현장평가 1차", now(), now() + timedelta(days=days), need, need)
    return rounds.make(officer(by), person(by), Call.get(), wanted, [each.id for each in cases])


def assign(of: Round, case: Case, who: Evaluator, state: str = OFFERED) -> Assignment:
    """Give an evaluator a case, offered or merely proposed."""
    row = planning.add(of, case.id, who.id, person(LEAD_AGENCY))
    if state != PROPOSED:
        planning.confirm(of, person(LEAD_AGENCY))
    return Assignment.get_by_id(row.id)


def has_had(who: Evaluator, one: Case) -> Assignment:
    """Let an evaluator have had a case, which is as far as it was."""
    state = one.state
    of = round_of([put(one, VISIT)], by=LEAD_AGENCY)
    row = Assignment.create(round=of, case=one, evaluator=who, state=REPLACED)
    put(one, state)
    return row


def said(yes: tuple[str, ...] = (), **more: str) -> dict[str, str]:
    """The answers of the gate page as a browser sends them."""
    return {name: "yes" if name in yes else "no" for name in QUESTIONS} | more


def clear(row: Assignment) -> Application:
    """Let the evaluator say that nothing conflicts; his sheet."""
    part = gate.Part(Assignment.get_by_id(row.id))
    form = form_of({each.place: each.name for each in part.companies}).of({k: [v] for k, v in said().items()})
    assert form.validate(), form.faults
    assert gate.answer(part, form, row.evaluator.person, now())
    sheet = Assignment.get_by_id(row.id).application
    assert sheet
    return sheet


def answers(points: tuple[int, ...] = EACH) -> dict[str, dict[str, list[str]]]:
    """A whole sheet, by its steps."""
    slugs = ("need", "will", "system", "success")
    steps = {
        f"points_{slug}": {"points": [str(n)], "opinion": [OPINION]} for slug, n in zip(slugs, points, strict=True)
    }
    today = f"{now().date():%Y-%m-%d}"
    return {"site_visit": VISIT_ANSWERS | {"visited_on": [today]}, **steps, "overall": {"opinion": [OPINION * 3]}}


def fill(sheet: Application, points: tuple[int, ...] = EACH) -> None:
    """Answer every step, unless it says so already."""
    who = Party.present(sheet)[0].person
    for slug, sent in answers(points).items():
        view = applications.load_view(fresh(sheet), who)
        task = view.journey.task(slug, view.party)
        assert task
        revisions.save(fresh(sheet), task, sent, base=view.base(task), person=who, arrived=now())


def hand_in(sheet: Application, points: tuple[int, ...] = EACH) -> Submission:
    fill(sheet, points)
    who = Party.present(sheet)[0].person
    assert who
    return lifecycle.submit(fresh(sheet), who, now())


def closable(of: Round) -> Table:
    """What a round is closed by, as things stand. Raises NotNow where it cannot be closed."""
    table = Table.of(rounds.named(of.token), person(LEAD_AGENCY))
    closing.check(table)
    return table


def close(of: Round) -> None:
    """Close a round, as an agency proposed and the lead agency confirmed."""
    with writing():
        closing.close(Table.of(rounds.named(of.token), person(LEAD_AGENCY)), person(AGENCY), person(LEAD_AGENCY))


def some_evaluators(many: int = 2) -> list[Evaluator]:
    return [evaluator(email, name=name) for email, name in zip(EVALUATORS[:many], NAMES, strict=False)]


def again(row: Assignment, points: tuple[int, ...]) -> None:
    """Hand a sheet in anew, with other points."""
    sheet = Assignment.get_by_id(row.id).application
    hand_in(sheet, points)
