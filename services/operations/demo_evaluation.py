"""The evaluation of the demo's closed call: twelve evaluators, and a round an agency, each as far as another: closed;
open, with assignments in every state; handed in and to be closed; proposed and not confirmed."""

from collections.abc import Sequence
from datetime import timedelta

from forms.evaluation import FIELDS, QUESTIONS, SECTORS
from forms.evaluation import gate as gate_form
from forms.site_visit import CRITERIA, STEP
from forms.wizard import Task
from models.application import Application, Call
from models.base import now, writing
from models.case import Case
from models.evaluation import CLEAR, OFFERED, Assignment, Evaluator, Round, RoundCase
from models.person import Person
from models.staff import Staff
from programme.course import VISIT
from services.access import accounts, evaluators
from services.consortium import invitations
from services.drafts import applications, revisions
from services.evaluation import closing, gate, planning, rounds
from services.evaluation.score_table import Table
from services.submissions import lifecycle

NAMES = "가나다라마바사아자차카타"  # nobody's: 가○○, 나○○ …
INSTITUTIONS = ("가상대학교", "가상산업연구원", "가상경영자문")
REGIONS: Sequence[list[str]] = ([], ["서울", "경기"], ["부산", "대전", "광주"])  # of every third; none for anywhere
MOST = 12
OPENED, ENDED = timedelta(days=2), timedelta(days=9)  # how long a round is open
TOTALS = (  # two sheets a case: alike, below the mark, far apart
    *((22, 20, 19, 21), (19, 18, 17, 18)),
    *((14, 15, 12, 13), (16, 14, 13, 15)),
    *((23, 22, 20, 21), (20, 14, 11, 9)),
)
SEEN = {
    "place": ["도입기업 사업장"],
    "met": ["도입기업 대표자, 공급기업 개발팀장"],
    "seen": ["접수 창구와 서버실을 둘러보고, 지금 엑셀로 하는 예약과 정산을 처음부터 끝까지 함께 해 보았습니다."],
}
OPINIONS = {
    "need": "예약이 겹쳐 다시 전화하는 일이 하루 여러 번 있어 새 서비스가 필요함을 현장에서 확인하였습니다.",
    "will": "대표자가 과제를 직접 이끌고 담당자 두 사람을 따로 두었으며, 자기 부담금도 마련해 두었습니다.",
    "system": "공급기업과 나눈 일이 뚜렷하고 매주 함께 점검합니다. 운영 단계의 담당자는 아직 정하지 않았습니다.",
    "success": "지금 고객이 그대로 쓰게 되어 시작이 쉽습니다. 목표로 적은 이용 건수는 다소 높아 보입니다.",
}
OVERALL = (
    "필요성과 추진 의지가 뚜렷합니다. 운영 담당자를 일찍 정하고 목표 이용 건수를 다시 살펴보기를 권합니다.",
    "현장의 불편이 크고 준비가 잘 되어 있습니다. 공급기업이 바뀐 뒤에도 쓸 수 있게 자료를 넘겨받는 방법을 정해 두어야 합니다.",
    "하려는 일은 분명하나 지금 인력으로 기한 안에 마칠 수 있는지 걱정됩니다. 범위를 줄여 먼저 열기를 권합니다.",
)


def email_of(number: int) -> str:
    """Of an institution each: who shares an applicant's domain may not evaluate."""
    return f"evaluator@panel-{number}.example.com"


def sign_in_addresses() -> list[tuple[str, str]]:
    return [
        (email_of(2), "평가위원, 평가하는 중인 과제가 있음"),
        (email_of(len(NAMES)), "평가위원, 서약하기 전"),
    ]


def seed(call: Call, operator: Person, colleague: Person) -> None:
    """operator, colleague: of the lead agency, who close a round together."""
    posts = [evaluator(number, operator) for number in range(1, len(NAMES) + 1)]
    profile(posts[:-1])  # the last has not said yet who he is
    invitations.invite_evaluator(operator, "invited@panel-0.example.com")
    told = zip(call.announcement.agencies, (finished, under_way, handed_in, proposed), (3, 5, 2, 4), strict=True)
    for agency, tell, many in told:
        post = Staff.get(Staff.agency == agency, Staff.ended_at.is_null())
        visits = Case.select(Case.id).where(Case.in_call(call), Case.state == VISIT, Case.agency == agency)
        cases = [case.id for case in visits.order_by(Case.id).limit(many)]
        wanted = rounds.Wanted("현장평가 1차", now(), now() + ENDED, 2, 2)
        of = rounds.make(post, post.person, call, wanted, cases)
        tell(of, post.person, operator, colleague)
    for of in Round.select().where(Round.call == call):  # they opened before today
        Round.update(opens_at=of.opens_at - OPENED).where(Round.id == of.id).execute()
    Call.update(site_opens_at=now() - OPENED).where(Call.id == call.id).execute()


def evaluator(number: int, by: Person) -> Evaluator:
    return evaluators.add(accounts.person_at(email_of(number), now()), by)


def profile(posts: Sequence[Evaluator]) -> None:
    """What each says of himself, and his pledge."""
    sectors, fields = list(SECTORS), list(FIELDS)
    for place, post in enumerate(posts):
        name = f"{NAMES[place]}○○(가상)"
        evaluators.save_profile(
            post,
            name=name,
            institution=INSTITUTIONS[place % len(INSTITUTIONS)],
            sector=sectors[place % len(sectors)],
            fields=[fields[place % len(fields)], fields[(place + 3) % len(fields)]],
            regions=REGIONS[place % len(REGIONS)],
            most=MOST,
        )
        gate.pledge(post, name)


# What became of each round


def finished(of: Round, officer: Person, operator: Person, colleague: Person) -> None:
    """Every sheet handed in, and closed by two officers."""
    handed_in(of, officer, operator, colleague)
    with writing():
        closing.close(Table.of(of, colleague), operator, colleague)


def handed_in(of: Round, officer: Person, operator: Person, colleague: Person) -> None:
    for place, row in enumerate(offered(of)):
        hand_in(row, TOTALS[place % len(TOTALS)])


def under_way(of: Round, officer: Person, operator: Person, colleague: Person) -> None:
    """Some handed in, one half filled, one declined, one in conflict, others not looked at."""
    rows = offered(of)
    for place, row in enumerate(rows[:2]):
        hand_in(row, TOTALS[place])
    begin(rows[3])
    fill(begin(rows[4]), TOTALS[4], CRITERIA[:2])
    gate.decline(gate.Part(rows[5]), "그 주에는 해외에 있어 방문할 수 없습니다.", rows[5].evaluator.holder, now())
    conflict(rows[6], "advised", "지난해 이 기업의 데이터 설계를 자문하였습니다.")


def proposed(of: Round, officer: Person, operator: Person, colleague: Person) -> None:
    """Nobody but officers knows of it yet."""
    planning.propose(of, officer)


def offered(of: Round) -> list[Assignment]:
    """Two evaluators a case who go where it is, those with the fewest first. As `planning.propose` would, at less
    cost."""
    posts = list(Evaluator.select().where(Evaluator.most > 0).order_by(Evaluator.id))
    loads, rows = rounds.loads(posts), []
    for case in Case.select().join(RoundCase).where(RoundCase.round == of).order_by(Case.id):
        there = [each for each in posts if not each.regions or case.region in each.regions]
        for post in sorted(there, key=lambda each: loads[each.id])[: of.need]:
            loads[post.id] += 1
            rows.append(Assignment.create(round=of, case=case, evaluator=post, state=OFFERED))
    return rows


# One sheet


def conflict(row: Assignment, question: str, about: str) -> None:
    """The questions about conflicts, one of them answered with yes, about the adopter."""
    part = gate.Part(row)
    said = {name: ["yes" if name == question else "no"] for name in QUESTIONS} | {"about": [about]}
    said |= {"whose": [part.companies[0].place]}
    form = gate_form({each.place: each.name for each in part.companies}).of(said)
    form.validate()
    gate.answer(part, form, row.evaluator.holder, now())


def begin(row: Assignment) -> Application:
    """The sheet of who answered all of them with no."""
    of, person = row.round, row.evaluator.holder
    sheet = applications.start_alone(person, of.call, of.sheets, (of.opens_at, of.closes_at))
    said = {"answers": {name: ["no"] for name in QUESTIONS}, "declared_at": now(), "moved_at": now()}
    Assignment.update(said | {"state": CLEAR, "application": sheet}).where(Assignment.id == row.id).execute()
    return sheet


def fill(sheet: Application, points: Sequence[int], criteria: Sequence[str] = CRITERIA) -> None:
    """The visit and the points of these criteria; the overall opinion where all are given."""
    view = applications.load_view(sheet)
    (part,) = view.journey.parties
    visited = (now() - timedelta(days=1)).date().isoformat()
    said = {"site_visit": SEEN | {"visited_on": [visited]}}
    for slug, given in zip(criteria, points, strict=False):
        said[STEP.format(slug)] = {"points": [str(given)], "opinion": [OPINIONS[slug]]}
    if len(criteria) == len(CRITERIA):
        said["overall"] = {"opinion": [OVERALL[sum(points) % len(OVERALL)]]}
    for slug, sent in said.items():
        task = Task(view.journey.steps[slug], part)
        revisions.write(sheet, task, sent, sheet.created_by, revisions.SAVED)


def hand_in(row: Assignment, points: Sequence[int]) -> None:
    sheet = begin(row)
    fill(sheet, points)
    assert sheet.created_by
    lifecycle.submit(Application.newest(sheet.id), sheet.created_by, now())
