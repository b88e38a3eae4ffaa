"""What a round is closed by: the score of each case, from how many sheets, how far they lie apart, and which sheets are
void, why, and by whom. One officer proposes this table, and another confirms it as it was proposed or not at all."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from peewee import JOIN

from models.case import Case
from models.company import SUSPENDED
from models.evaluation import HANDED_IN, OFFICER, VOID, Assignment, Conflict, Round
from models.person import Person
from models.submission import Submission
from programme.course import VISIT
from programme.evaluation import printed_score
from services.evaluation import conflicts, official, rounds
from services.evaluation.rounds import Line
from services.pool import supplier_states

TAKES_PART = "참여하시는 과제가 이 회차에 있어 마감을 제안하거나 확인하실 수 없습니다. 다른 담당자에게 부탁해 주세요."


@dataclass(frozen=True)
class Void:
    """A sheet that does not count any more. total: its points, None where it had not been handed in; found: the
    conflict."""

    row: Assignment
    total: int | None
    found: Conflict | None

    @property
    def officer(self) -> Person | None:
        """Who made it void, where an officer did."""
        return self.found.person if self.found and self.found.source == OFFICER else None


@dataclass(frozen=True)
class ScoredCase:
    line: Line
    void: list[Void]

    @property
    def score(self) -> str:
        return printed_score(self.line.official.score) if self.line.official else ""

    @property
    def passes(self) -> bool:
        return bool(self.line.official and official.passes(self.line.official.score, self.line.round.frozen))

    @property
    def far_apart(self) -> bool:
        return bool(self.line.official and official.far_apart(self.line.official, self.line.round.frozen))


@dataclass(frozen=True)
class Table:
    """As `proposals.Basis`. others: the cases its reader takes no part in, by their ids."""

    round: Round
    cases: list[ScoredCase]
    others: set[int]

    template = "staff/score_table.html"

    @classmethod
    def of(cls, of: Round, looking: Person, whole: Sequence[Line] | None = None) -> "Table":
        """looking: who reads it; whole: every case of the round, where they were read before."""
        lines = judged(rounds.lines(of) if whole is None else whole)
        rounds.read_opinions(lines)
        causes = causes_of([row.evaluator_id for line in lines for row in line.held if row.state == VOID])
        rows = Case.select(Case.id).where(Case.id.in_([line.case.id for line in lines]), Case.of_others(looking))
        return cls(of, [ScoredCase(line, void_of(line, causes)) for line in lines], {row.id for row in rows})

    @property
    def passing(self) -> str:
        """The least score that is recommended."""
        return printed_score(self.round.frozen["passing"])

    @property
    def lines(self) -> list[Line]:
        return [each.line for each in self.cases]

    @property
    def checksum(self) -> str:
        return checksum(self.lines)

    @property
    def bars(self) -> str:
        """Nobody decides about a case he takes part in."""
        return TAKES_PART if len(self.shown) < len(self.cases) else ""

    @property
    def shown(self) -> list[ScoredCase]:
        """What its reader sees: not the cases he takes part in."""
        return [each for each in self.cases if each.line.case.id in self.others]

    def warnings(self) -> list[str]:
        """The suppliers of its cases that are suspended by now, a line each."""
        receipts = {line.edition.id: line.edition.receipt for line in self.lines}
        found = supplier_states.of_submissions(Submission.id.in_(list(receipts)))
        return [
            f"{receipts[key]}: 공급기업 {one.name} {one.called}"
            for key, each in found.items()
            for one in each
            if one.state == SUSPENDED
        ]


def judged(lines: Sequence[Line]) -> list[Line]:
    """The cases that are still in their visit, of the agency the round is of; others went their own way meanwhile."""
    return [line for line in lines if line.case.state == VISIT and line.round.agency in (None, line.case.agency)]


def checksum(lines: Sequence[Line]) -> str:
    """What is agreed on, in short: each case with its score, the sheets it is of, each by the edition that stands,
    which holds the opinions as well, and which are void."""
    said = [
        [line.case.id, line.official and astuple(line.official)]
        + [sheet.edition for row, sheet in zip(line.held, line.sheets, strict=True) if row.state == HANDED_IN]
        + [f"void {row.id}" for row in line.held if row.state == VOID]
        for line in judged(lines)
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def causes_of(evaluators: Sequence[int]) -> list[Conflict]:
    """Every conflict of these evaluators, the first in front: with its person."""
    rows = Conflict.select(Conflict, Person).join(Person, JOIN.LEFT_OUTER, on=Conflict.person)
    return list(rows.where(Conflict.evaluator.in_(evaluators)).order_by(Conflict.id)) if evaluators else []


def void_of(line: Line, causes: Sequence[Conflict]) -> list[Void]:
    """The void sheets of a case. The first conflict that closes the case to an evaluator is what made his sheet
    void."""
    numbers, found = set(filter(None, conflicts.numbers_in(line.edition))), []
    for row, sheet in zip(line.held, line.sheets, strict=True):
        if row.state != VOID:
            continue
        closes = (
            each
            for each in causes
            if each.evaluator_id == row.evaluator_id and (each.case_id == row.case_id or each.number in numbers)
        )
        found.append(Void(row, sheet.total if sheet.points else None, next(closes, None)))
    return found
