"""An application found not to meet the requirements: by which clauses and why, and the letter about it (공고 3., 6.
요건검토).

An officer proposes it, another of the lead agency confirms (services/backoffice/acts.py); the letter is made and kept
in the move's transaction."""

from collections.abc import Sequence

from models.case import Case, CaseMove
from models.person import Person
from programme import course
from programme.announcement import Announcement
from programme.korean import by_marker
from services.evaluation import letters, moves

SLUG = "ineligible"


def clauses(call: Announcement) -> dict[str, str]:
    """What it may rest on: the clauses the requirement check quotes, {id: quoted}."""
    return {each.ground.clause.id: each.ground.clause.quoted for each in call.requirements if each.ground.clause}


def short(call: Announcement) -> dict[str, str]:
    """The same as an officer ticks them, by the line of the check."""
    return {
        each.ground.clause.id: f"{each.number} {each.title}".strip() for each in call.requirements if each.ground.clause
    }


def find(
    case: Case, person: Person, confirmed_by: Person | None, seen: int, named: Sequence[str], reason: str
) -> CaseMove:
    """named: the clauses, by id; seen: the counter of moves when it was proposed. Raises NotNow."""
    quoted = clauses(case.application.announcement)
    said = {"clauses": [quoted[each] for each in named if each in quoted], "reason": reason}
    detail = {"clauses": list(named)}
    at = moves.counter_since(case, seen)
    return moves.make(case, course.FIND_INELIGIBLE, person, at, confirmed_by=confirmed_by, detail=detail, said=said)


def letter(case: Case, row: CaseMove) -> None:
    said = row.said or {}
    reason = by_marker(str(said.get("reason", "")).splitlines())
    letters.keep(case, row, SLUG, clauses=said.get("clauses", []), reason=reason)


moves.DOCUMENTS[SLUG] = letter
