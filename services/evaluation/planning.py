"""Filling a round: what the system proposes, what officers change by hand, and confirming it. Every way passes the same
checks: no conflict, no limit and no region is ever overridden. Cases an officer takes part in are left to other
officers."""

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import JOIN

from models.application import Application, Call
from models.base import now, writing
from models.case import Case
from models.evaluation import (
    ACTIVE,
    HANDED_IN,
    OFFERED,
    OFFICER,
    PROPOSED,
    Assignment,
    Evaluator,
    Pledge,
    Round,
)
from models.person import Person
from models.submission import Event, Submission
from programme import evaluation
from programme.course import HELD, STATES_NOW, VISIT
from services.access import evaluators
from services.access.permissions import NotNow
from services.evaluation import assigning, assignments, conflicts, moves, rounds
from services.evaluation.assigning import LIMIT, REGION, Candidate, Pair, Plan, Problem, Project
from services.evaluation.conflicts import BEFORE, Match

POST_ENDED = "ended evaluator"  # an Event: {evaluator: id, reason}
CHANGED = "그 사이에 배정이나 평가위원이 바뀌어 제안하지 않았습니다. 다시 눌러 주세요."


@dataclass(frozen=True)
class Field:
    """Everything a round is filled from by one officer. candidates: by id; lines: its cases; found: what stands between
    a case and an evaluator, warnings among it; problem: the same in numbers."""

    round: Round
    candidates: dict[int, Evaluator]
    loads: dict[int, int]
    lines: dict[int, rounds.Line]
    found: dict[Pair, list[Match]]
    problem: Problem

    def bars(self, case: int, candidate: int) -> str:
        """Why an evaluator cannot be given a case; "" where he can."""
        if sure := next((each for each in self.found.get((case, candidate), []) if each.sure), None):
            return sure.words
        evaluator = self.candidates[candidate]
        over = beyond(evaluator, self.lines[case].case, self.loads[candidate] + 1)
        return {
            "": "",
            REGION: "이 지역에 가지 않는 평가위원입니다.",
            LIMIT: f"맡을 수 있는 {evaluator.most}건을 채운 평가위원입니다.",
        }[over]

    def warning(self, case: int, candidate: int) -> str:
        return " ".join(each.words for each in self.found.get((case, candidate), []) if not each.sure)


def beyond(evaluator: Evaluator, case: Case, load: int) -> str:
    """Whether a case is outside an evaluator's regions, or so many cases are more than he takes: REGION, LIMIT, or
    ""."""
    if evaluator.regions and case.region not in evaluator.regions:
        return REGION
    return LIMIT if load > evaluator.most else ""


def available() -> list[Evaluator]:
    """Who can be given cases: holds a post, said who he is, and pledged."""
    rows = Evaluator.select(Evaluator, Person).join(Person).where(Evaluator.ended_at.is_null()).order_by(Evaluator.id)
    pledged = Pledge.select(Pledge.evaluator).where(Pledge.text_hash == evaluation.pledge_hash())
    return [row for row in rows.where(Evaluator.id.in_(pledged)) if row.ready]


def field_of(of: Round, shown: Sequence[rounds.Line]) -> Field:
    """shown: the cases of the round that an officer fills, or some of them."""
    candidates = {row.id: row for row in available()}
    lines = {line.case.id: line for line in shown}
    loads = rounds.loads([*candidates.values()])
    known = conflicts.known([*candidates.values()], of.call_id)
    sides = conflicts.sides([line.case for line in lines.values()])
    found = {}
    for case, side in sides.items():
        for candidate, who in known.items():
            said = conflicts.matches(who, side) + [Match(BEFORE)] * (case in who.had)
            if said:
                found[case, candidate] = said
    problem = Problem.of(
        [Candidate(key, row.most, loads[key], frozenset(row.regions)) for key, row in candidates.items()],
        [Project(key, wanted(line), line.case.region) for key, line in lines.items()],
        {pair for pair, said in found.items() if any(each.sure for each in said)},
        {(key, each.evaluator_id) for key, line in lines.items() for each in line.active},
    )
    return Field(of, candidates, loads, lines, found, problem)


def wanted(line: rounds.Line) -> int:
    """How many evaluators a case still wants; none once it stands still, went on, or is another agency's."""
    return line.missing if goes_on(line.case, line.round) else 0


def goes_on(case: Case, of: Round) -> bool:
    return of.agency in (None, case.agency) and case.state == VISIT and case.held is None


def standstill(line: rounds.Line) -> str:
    """What keeps a case of an open round from being evaluated, in a word; "" while it goes on."""
    if line.round.closed_at or goes_on(line.case, line.round):
        return ""
    return STATES_NOW[HELD if line.case.held is not None else line.case.state]


def reasons(field: Field) -> dict[int, str]:
    """What keeps each case from being filled, those that could be filled left out."""
    found = {one.key: assigning.why(field.problem, one) for one in field.problem.projects}
    return {key: assigning.REASONS[why] for key, why in found.items() if why}


def propose(of: Round, person: Person) -> Plan:
    """Fill the gaps of a round as well as can be; what is there stays. Nobody is told before it is confirmed. Raises
    NotNow."""
    for _ in range(2):  # worked out outside the transaction, for it takes a while; once more where something changed
        problem = field_of(of, rounds.lines(of, person)).problem
        plan = assigning.propose(problem)
        with writing():
            rounds.require_open(of)
            if field_of(of, rounds.lines(of, person)).problem != problem:
                continue
            rows = [{"round": of, "case": case, "evaluator": candidate} for case, candidate in plan.pairs]
            Assignment.insert_many(rows).execute()
            Event.create(person=person, action="proposed assignment", detail={"round": of.id, "pairs": len(plan.pairs)})
            return plan
    raise NotNow(CHANGED)


def add(of: Round, case: int, candidate: int, person: Person) -> Assignment:
    """Give an evaluator a case by hand. Raises NotNow."""
    with writing():
        rounds.require_open(of)
        require_no_part(case, person)
        field = field_of(of, rounds.lines(of, person))
        if case not in field.lines or candidate not in field.candidates:
            raise NotNow("이 회차에 없는 과제이거나 배정할 수 없는 평가위원입니다.")
        if wanted(field.lines[case]) == 0:
            raise NotNow("평가위원을 더 배정할 수 없는 과제입니다. 먼저 다른 배정을 거두어 주세요.")
        if why := field.bars(case, candidate):
            raise NotNow(why)
        row = Assignment.create(round=of, case=case, evaluator=candidate)
        Event.create(person=person, action="assigned by hand", detail={"assignment": row.id})
        return row


def take_back(of: Round, token: str, reason: str, person: Person) -> None:
    """Take an assignment back: a proposed one goes without a trace, of another the sheet stays and is not counted.
    Raises NotNow."""
    with writing():
        row = assignment_of(rounds.require_open(of), token)
        if row is None or row.state not in ACTIVE:
            raise NotNow("이미 끝난 배정이라 처리하지 않았습니다.")
        require_no_part(row.case_id, person)
        if row.state == HANDED_IN:
            raise NotNow("평가표를 낸 배정은 거둘 수 없습니다. 이해관계가 드러났으면 이해관계로 처리해 주세요.")
        if assignments.take_back(row, reason, person):
            assignments.tell_taken_back(row, reason)


def found_late(of: Round, token: str, note: str, person: Person) -> None:
    """An officer learned of a conflict: the case is closed to the evaluator, a sheet he has is void. Raises NotNow."""
    with writing():
        row = assignment_of(of, token)
        if row is None or row.state not in ACTIVE or row.evaluator.person is None:  # anonymised
            raise NotNow("이미 끝난 배정이라 처리하지 않았습니다.")
        require_no_part(row.case_id, person)
        conflicts.close(row.evaluator, row.case, conflicts.numbers_in(row.case.submission), OFFICER, note, person)


@dataclass(frozen=True)
class Confirmed:
    """How many assignments were offered; how many dropped, because the evaluator no longer goes there or takes fewer;
    and how many wait, because nothing is done to a case that is held."""

    offered: int
    far: int
    full: int
    held: int


def confirm(of: Round, person: Person) -> Confirmed:
    """Offer what was proposed and still holds, and mail each evaluator once. What does not is dropped, but for held
    cases, whose assignments wait. Raises NotNow."""
    with writing():
        of = rounds.require_open(of)
        if now() >= of.closes_at:
            raise NotNow(rounds.OVER)
        found = proposed(of, person)
        conflicted = conflicts.recheck(found, of.call_id)
        left = [row for row in found if row not in conflicted]
        if not left and not conflicted:
            raise NotNow("확정할 배정이 없습니다. 그 사이에 다른 담당자가 확정했을 수 있습니다.")
        rows = [row for row in left if goes_on(row.case, of)]
        dropped = no_longer(rows)
        rows = [row for row in rows if row.id not in dropped]
        Assignment.delete().where(Assignment.id.in_(list(dropped))).execute()
        ids = [row.id for row in rows]
        Assignment.update(state=OFFERED, moved_at=now()).where(Assignment.id.in_(ids)).execute()
        detail = {"round": of.id, "assignments": ids, "dropped": len(dropped)}
        Event.create(person=person, action="confirmed assignment", detail=detail)
        assignments.tell_offered(of, rows)
        reasons = [*dropped.values()]
        waiting = len(left) - len(dropped) - len(rows)
        return Confirmed(len(rows), reasons.count(REGION), reasons.count(LIMIT), waiting)


def proposed(of: Round, person: Person) -> list[Assignment]:
    """What an officer may confirm."""
    others = {row.id for row in Case.select(Case.id).where(Case.of_others(person))}
    return [row for row in assignments_in(of, PROPOSED) if row.case_id in others]


def no_longer(rows: Sequence[Assignment]) -> dict[int, str]:
    """Which of these cannot be given any more, and why: all where the evaluator no longer goes, then the last added as
    long as he has more than he takes."""
    loads, found = rounds.loads([row.evaluator for row in rows]), {}
    for row in sorted(rows, key=lambda row: (beyond(row.evaluator, row.case, 0) != REGION, -row.id)):
        if over := beyond(row.evaluator, row.case, loads[row.evaluator_id]):
            found[row.id] = over
            loads[row.evaluator_id] -= 1
    return found


def assignments_in(of: Round, *states: str) -> list[Assignment]:
    rows = Assignment.select(Assignment, Case, *conflicts.EDITION, Evaluator, Person).join(Case).join(Submission)
    rows = rows.switch(Assignment).join(Evaluator).join(Person)
    return list(rows.where(Assignment.round == of, Assignment.state.in_(states)).order_by(Assignment.id))


def assignment_of(of: Round, token: str) -> Assignment | None:
    """One of a round as it stands now, with whose it is and what it is about."""
    rows = Assignment.select(Assignment, Evaluator, Person, Case, Application, *conflicts.EDITION).join(Evaluator)
    rows = rows.join(Person, JOIN.LEFT_OUTER).switch(Assignment).join(Case).join(Application).switch(Case)
    row: Assignment | None = rows.join(Submission).where(Assignment.round == of, Assignment.token == token).first()
    if row:
        row.round = of
    return row


def require_no_part(case: int, person: Person) -> None:
    """Raises NotNow for an officer who takes part in the application himself."""
    if not Case.select().where(Case.id == case, Case.of_others(person)).exists():
        raise NotNow(moves.NOT_YOURS)


def end_post(evaluator: Evaluator, reason: str, person: Person) -> None:
    """End an evaluator's post: what he has not handed in is taken back, what he has stays and counts. Who made a round
    that misses somebody by it is told."""
    with writing():
        rows = Assignment.select(Assignment, Round, Call).join(Round).join(Call)
        rows = rows.where(Assignment.evaluator == evaluator, Round.closed_at.is_null())
        unfinished = list(rows.where(Assignment.state.in_([each for each in ACTIVE if each != HANDED_IN])))
        taken = [row for row in unfinished if assignments.take_back(row, reason, person)]
        assignments.tell_short(taken, f"평가위원 한 명이 그만두었습니다. {reason}", person)
        evaluators.end(evaluator, person)
        Event.create(person=person, action=POST_ENDED, detail={"evaluator": evaluator.id, "reason": reason})
