"""Closing a round: two officers confirm the official scores, and every case goes on by them, once.

What counts is looked at again at that moment: conflicts, what was handed in, and what the round kept of the criteria.
The round is closed by compare-and-set; the scores, the moves of the cases with their letters and mails are one
transaction."""

from collections.abc import Sequence

from models.application import Application
from models.base import now, writing
from models.evaluation import ACTIVE, CLEAR, HANDED_IN, OFFERED, PROPOSED, Assignment, Round, RoundCase
from models.person import Person
from models.submission import Event
from programme import calls, course
from services.access import evaluators
from services.access.permissions import NotNow
from services.evaluation import assignments, conflicts, moves, planning, rounds
from services.evaluation.official import Official, passes
from services.evaluation.rounds import Line
from services.evaluation.score_table import Table, judged

ENDED = "회차가 마감되었습니다."
FOUND_NOW = (
    "낸 평가표에 이해관계가 새로 드러나 점수가 바뀌게 되어 처리하지 않았습니다. 이 제안을 거절한 다음 회차 화면에서 다시 제안하면, "
    "그 평가표를 무효로 하고 새 점수를 보여 드립니다."
)


def open_rounds() -> dict[str, str]:
    """Rounds that are not closed, {token: called}."""
    rows = rounds.with_call().where(Round.closed_at.is_null()).order_by(Round.id)
    return {row.token: called(row) for row in rows}


def called(of: Round) -> str:
    """A round as no other is called: agencies name theirs as they like, and number and call tell them apart."""
    return (
        f"{of.name} ({calls.agency(of.agency).short if of.agency else '전담기관'}, {of.call.slug} {of.number}번 회차)"
    )


def look_again(of: Round) -> int:
    """Close what is found to conflict by now, and keep it found; how many. Raises NotNow for a closed round, whose
    sheets counted rightly."""
    with writing():
        rounds.require_open(of)
        return len(conflicts.recheck(planning.assignments_in(of, *ACTIVE), of.call_id))


def refusal(of: Round, lines: Sequence[Line]) -> str:
    """Why a round cannot be closed now, naming what is missing; "" where it can. lines: all its cases; their opinions
    are read where nothing else is in the way."""
    if of.closed_at:
        return rounds.CLOSED
    if of.frozen != rounds.rules(of.call).frozen():
        return "회차를 만든 뒤 평가기준이 바뀌었습니다. 바뀐 기준으로는 이 회차를 마감할 수 없으니 운영하는 곳에 알려 주세요."
    lines = judged(lines)
    if held := [line for line in lines if line.case.held is not None]:
        return f"보류한 과제가 있어 마감할 수 없습니다: {named(held)}. 보류를 먼저 풀어 주세요."
    unfinished = [line for line in lines if any(each.state in (OFFERED, CLEAR) for each in line.held)]
    if unfinished and now() < of.closes_at:
        return f"평가 기간이 끝나지 않았고 내지 않은 평가표가 있습니다: {named(unfinished)}."
    if few := [line for line in lines if line.official is None or line.official.counted < of.quorum]:
        proposed = any(each.state == PROPOSED for line in few for each in line.held)
        more = "확정하지 않은 배정을 확정해 주세요." if proposed else "다른 평가위원을 배정해 주세요."
        if of.over_at(now()):  # past its end neither a sheet nor an assignment is taken
            more = f"평가 기간을 늘린 뒤 남은 평가표를 받거나 {more}"
        return f"평가표가 {of.quorum}장보다 적은 과제가 있어 마감할 수 없습니다: {named(few)}. {more}"
    rounds.read_opinions(lines)
    told = evaluators.naming((text for line in lines for text in line.opinions), Assignment.round == of)
    if telling := [line for line in lines if {*told} & {*line.opinions}]:
        # who joined the round after a sheet was handed in was not known then
        return (
            f"결과 통보에 실을 의견에 이 회차 평가위원의 이름이나 이메일이 들어 있는 과제가 있습니다: {named(telling)}. 평가위원이 "
            "의견에서 이름을 지우고 평가표를 다시 내게 해 주세요. 평가 기간이 끝났으면 먼저 늘려 주세요."
        )
    return ""


def check(table: Table) -> None:
    """Raises NotNow where a round cannot be closed as its table says."""
    if why := refusal(table.round, table.lines):
        raise NotNow(why)


def named(lines: Sequence[Line]) -> str:
    shown = [str(line.edition.receipt) for line in lines[:5]]
    return ", ".join(shown) + (f" 외 {len(lines) - 5}건" if len(lines) > 5 else "")


def close(table: Table, person: Person, confirmed_by: Person) -> None:
    """Close a round, in the transaction of its confirmation, in which its table was read and compared with the one both
    saw. person: who proposed. Raises NotNow, and nothing is done, as `check` does and where a sheet of that table is
    found void only now."""
    check(table)
    of = table.round
    with writing():
        held = planning.assignments_in(of, *ACTIVE)
        found = conflicts.recheck(held, of.call_id)
        if any(row.state == HANDED_IN for row in found):
            raise NotNow(FOUND_NOW)
        ended = {"closed_at": now(), "closed_by": person, "confirmed_by": confirmed_by}
        if not Round.update(ended).where(Round.id == of.id, Round.closed_at.is_null()).execute():
            raise NotNow(rounds.CLOSED)
        for row in held:
            if row.state != HANDED_IN and row not in found:
                assignments.take_back(row, ENDED, person)
        handed_in = Assignment.select(Assignment.application).where(
            Assignment.round == of, Assignment.state == HANDED_IN
        )
        still_open = Application.id.in_(handed_in), Application.own_closes_at > now()
        Application.update(own_closes_at=now()).where(*still_open).execute()
        for line in table.lines:
            assert line.official
            decide(line, line.official, person, confirmed_by)
        Event.create(person=confirmed_by, action="closed round", detail={"round": of.id, "cases": len(table.cases)})


def decide(line: Line, found: Official, person: Person, confirmed_by: Person) -> None:
    """Keep the score of a case, and lead it on."""
    result = course.RECOMMENDED if passes(found.score, line.round.frozen) else course.VISIT_FAILED
    kept = {"official": found.score, "counted": found.counted, "lowest": found.lowest, "highest": found.highest}
    RoundCase.update(kept | {"result": result}).where(RoundCase.id == line.row.id).execute()
    detail = {"round": line.round.id, "score": found.score, "counted": found.counted}
    said = {"opinions": line.opinions}
    moves.make(
        line.case,
        course.CLOSE_SITE,
        person,
        line.case.moves,
        confirmed_by=confirmed_by,
        to=result,
        detail=detail,
        said=said,
    )
