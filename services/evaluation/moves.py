"""Making a move of a case, as programme/course.py declares it: one transaction with everything it owes (ADR 46).

A move is a compare-and-set on the state and the counter the page showed; a row of history; its documents; its mails.
Who was overtaken is told by whom and when, and nothing is done. Nothing else changes a case's state."""

import json
from collections.abc import Callable
from typing import Any, NoReturn

from peewee import JOIN

from models.application import Application, Party
from models.base import now, writing
from models.case import Case, CaseMove
from models.person import Person
from models.staff import Staff
from programme import course
from programme.course import Move
from programme.korean import date_time
from services.access import staff
from services.access.permissions import NotNow
from services.drafts import people
from services.evaluation import assignments

Maker = Callable[[Case, CaseMove], None]
# By kind: what queues the mails of a move, in its transaction (services/evaluation/letters.py).
MAILS: dict[str, Maker] = {}
DOCUMENTS: dict[str, Maker] = {}  # by slug: what makes and keeps a document of one
NEEDS: dict[str, Callable[[Case], None]] = {}  # by move: what raises NotNow while it must not be made yet
AFTER: dict[str, Callable[[Case], str]] = {}  # by move: where it leads, where the call of a case decides
EFFECTS: dict[str, Callable[[str], dict[str, Any]]] = {  # what a move writes into the case besides, of its reason
    course.HOLD: lambda reason: {"held": reason},
    course.RELEASE: lambda reason: {"held": None},
    course.ASK_WITHDRAWAL: lambda reason: {"withdrawal": reason},
    course.KEEP: lambda reason: {"withdrawal": None},
}
WITHDRAWING = {course.WITHDRAW: True, course.KEEP: True, course.ASK_WITHDRAWAL: False}  # whether it must be asked for
TOGGLES = {course.ASK_WITHDRAWAL, course.KEEP}  # the lead's word alone, as often as he likes
LEAVES = {  # by move: what evaluators are told who had the case in a round it leaves
    course.WITHDRAW: "신청 기업이 과제신청을 철회했습니다.",
    course.REASSIGN: "이 과제를 맡은 수행기관이 바뀌었습니다.",
}

NOT_YOURS = "이 과제를 처리할 수 있는 담당자가 아니어서 처리하지 않았습니다."
TWO_NEEDED = "제안한 사람이 아닌 다른 담당자가 확인해야 하는 일이라 처리하지 않았습니다."
MEANWHILE = (
    "그 사이에 과제 처리가 진행되어 보내신 것은 처리하지 않았습니다. 화면을 다시 열어 지금 상태를 확인해 주세요."
)
HELD_NOW = "보류한 과제라 처리하지 않았습니다. 보류를 푼 뒤 다시 해 주세요."


def acting(case: Case, person: Person | None) -> set[str]:
    """What somebody is to a case now, as the table names it. Who takes part in its application is no officer of it."""
    if person is None:
        return set()
    parts = list(Party.of(case.application, person))
    if parts:
        return {course.LEAD} if any(part.lead for part in parts) else set()
    return of_officer(case, staff.post_of(person))


def of_officer(case: Case, post: Staff | None) -> set[str]:
    """The same of the holder of a post, who takes no part in its application."""
    if post is None:
        return set()
    if post.agency is None:
        return {course.LEAD_AGENCY}
    return {course.AGENCY} if post.agency == case.agency else set()


def open_to(case: Case, roles: set[str]) -> list[Move]:
    """The moves somebody in these roles may make, or propose, now; those with a button, in the table's order."""
    found = [move for move in course.MOVES if move.button and case.state_now in move.before and roles & set(move.who)]
    return [move for move in found if (move.name != course.WITHDRAW or case.withdrawal is not None)]


def check(case: Case, move: Move, seen: int | None = None) -> None:
    """Raises NotNow unless the case, as it stands now, is as it was seen, and in a state the move is made in."""
    if seen is not None and case.moves != seen:
        overtaken(case)
    if case.state_now not in move.before:
        refuse(case)
    if not is_asked(case, move):
        asked = case.withdrawal is not None
        raise NotNow("철회를 이미 요청했습니다." if asked else "신청 기업이 철회를 요청하지 않아 처리하지 않았습니다.")


def is_asked(case: Case, move: Move) -> bool:
    """Whether its lead asks to withdraw it, or does not, as a move about that wants it."""
    asked = case.withdrawal is not None
    return WITHDRAWING.get(move.name, asked) == asked


def refuse(case: Case, seen: int = 0) -> NoReturn:
    """Raises NotNow for what is not done in the state a case is in: somebody was faster, or it is held. seen: as of
    `make`."""
    if seen and case.moves != seen:
        overtaken(case)
    if case.held is not None:
        raise NotNow(HELD_NOW)
    raise NotNow(f"‘{course.STATES[case.state]}’ 상태에서는 할 수 없는 일이라 처리하지 않았습니다.")


def make(
    case: Case,
    name: str,
    person: Person,
    seen: int,
    *,
    confirmed_by: Person | None = None,
    to: str = "",
    detail: dict[str, Any] | None = None,
    said: dict[str, Any] | None = None,
    **columns: Any,
) -> CaseMove:
    """Lead a case on. seen: the counter of moves the page showed; confirmed_by: whose confirmation makes it, where the
    table asks for one; to: where it leads, where what is found decides; detail, said: of the row of history; columns:
    of the case, changed with it. Raises NotNow, and then nothing is done."""
    move = course.BY_NAME[name]
    with writing():
        case = Case.newest(case.id)
        who = acting(case, person)
        if who == {course.LEAD} and (case.moves != seen or case.state_now not in move.before):
            raise NotNow(MEANWHILE)  # who did what meanwhile is the agencies' business until it is told
        check(case, move, seen)
        if not who & set(move.who):
            raise NotNow(NOT_YOURS)
        check_confirmed(case, move, person, confirmed_by)
        if move.name in NEEDS:
            NEEDS[move.name](case)
        after = target(move, case, to)
        changes: dict[str, Any] = {"state": after, "moves": seen + 1}
        if after != case.state:
            changes |= {"since": now(), "due_on": None}
        if move.name in EFFECTS:
            changes |= EFFECTS[move.name]((said or {}).get("reason", ""))
        as_seen = Case.id == case.id, Case.moves == seen, Case.state == case.state
        if not Case.update(changes | columns).where(*as_seen).execute():
            overtaken(Case.get_by_id(case.id))
        if case.state == course.COMPLETION != after:
            Application.update(asked=None, asked_until=None).where(Application.id == case.application_id).execute()
        row = record(case, move, seen + 1, after, person, confirmed_by, detail, said)
        make_what_follows(Case.newest(case.id), row, move)
    return row


def check_confirmed(case: Case, move: Move, person: Person, confirmed_by: Person | None) -> None:
    """Raises NotNow for one alone where two must agree, and for a second who may not."""
    if move.confirmed:
        if confirmed_by is None or confirmed_by == person:
            raise NotNow(TWO_NEEDED)
        if move.confirmed not in acting(case, confirmed_by):
            raise NotNow(NOT_YOURS)


def target(move: Move, case: Case, to: str = "") -> str:
    """Where it leads a case. to: as of `make`. Raises ValueError for a place the table does not name."""
    places = move.leads_to(case.state)
    if move.name in AFTER:
        to = AFTER[move.name](case)
    if to not in places and (to or len(places) > 1):
        raise ValueError(f"{move.name} leads to {places}, not to {to!r}")
    return to or places[0]


def record(
    case: Case,
    move: Move,
    number: int,
    after: str,
    person: Person | None,
    confirmed_by: Person | None = None,
    detail: dict[str, Any] | None = None,
    said: dict[str, Any] | None = None,
) -> CaseMove:
    """The row of history, in the move's transaction."""
    before = course.NOWHERE if move.name == course.OPEN else case.state
    return CaseMove.create(
        case=case,
        number=number,
        name=move.name,
        before=before,
        after=after,
        person=person,
        confirmed_by=confirmed_by,
        detail=json.loads(json.dumps(detail or {})),
        said=said or None,
    )


def make_what_follows(case: Case, row: CaseMove, move: Move) -> None:
    """What follows from a move, in its transaction: evaluators lose the case, documents, and mails, last, for documents
    may go with them."""
    if move.name in LEAVES:
        assignments.leave(case, LEAVES[move.name], row.person)
    for slug in move.documents:
        DOCUMENTS[slug](case, row)
    for kind in move.mails:
        MAILS[kind](case, row)


def overtaken(case: Case) -> NoReturn:
    """Raises NotNow: somebody moved it meanwhile."""
    last = history(case)[0]
    who = people.name_of(last.person)
    raise NotNow(
        f"그 사이에 {who} 쪽에서 {date_time(last.at)}에 ‘{course.BY_NAME[last.name].noun}’ 처리를 했습니다(지금 상태: "
        f"{course.STATES[case.state]}). 보내신 것은 처리하지 않았으니 화면을 다시 열어 확인한 뒤 이어서 해 주세요."
    )


def counter_since(case: Case, seen: int) -> int:
    """The counter for a move that was proposed at `seen`: past what its lead asked of withdrawal or took back since,
    which changes nothing of what was judged, and with which he could keep any decision from being confirmed."""
    since = list(CaseMove.select(CaseMove.name).where(CaseMove.case == case, CaseMove.number > seen))
    return seen + len(since) if {row.name for row in since} <= TOGGLES else seen


def history(case: Case) -> list[CaseMove]:
    """Every move, the newest first, each with who made it."""
    other = Person.alias()
    rows = CaseMove.select(CaseMove, Person, other).join(Person, JOIN.LEFT_OUTER, on=CaseMove.person)
    rows = rows.switch(CaseMove).join(other, JOIN.LEFT_OUTER, on=CaseMove.confirmed_by == other.id, attr="confirmed_by")
    return list(rows.where(CaseMove.case == case).order_by(CaseMove.number.desc()))


def replayed(rows: list[CaseMove]) -> Case:
    """A case, kept nowhere, as a history leaves it, its rows by number. Raises ValueError where one does not follow
    from the ones before, or from the table."""
    case = Case(state=course.NOWHERE)
    for row in rows:
        move = course.BY_NAME.get(row.name)
        if move is None or row.number != case.moves + 1 or row.before != case.state:
            raise ValueError(f"move {row.number} {row.name} does not follow {case.state or 'nothing'}")
        before = course.ACTIVE if move.name == course.HOLD else move.before  # completion could be held once
        if case.state_now not in before or row.after not in move.leads_to(case.state) or not is_asked(case, move):
            raise ValueError(f"move {row.number} {row.name} leads nowhere from {case.state_now}")
        case.state, case.moves = row.after, row.number
        if row.name in EFFECTS:
            case.__data__.update(EFFECTS[row.name](""))
    return case
