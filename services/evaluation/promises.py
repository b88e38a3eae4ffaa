"""What must hold between score sheets and the rows kept beside them (docs/promises.md P2): read back by `flask
invariants`."""

from collections.abc import Iterator

from models.evaluation import CLEAR, HANDED_IN, VOID, Assignment, Round, RoundCase, Score
from models.submission import Submission
from services.evaluation import rounds
from services.submissions import scores, snapshots


def broken() -> Iterator[str]:
    yield from sheets()
    yield from results()


def sheets() -> Iterator[str]:
    """Every edition of a sheet has the points its snapshot says, and only what was handed in has any."""
    judged = Assignment.select(Assignment.application).where(Assignment.application.is_null(False))
    for edition in Submission.select().where(Submission.application.in_(judged)).order_by(Submission.id).iterator():
        kept = {row.criterion: row.points for row in Score.select().where(Score.submission == edition)}
        said = scores.points(snapshots.journey(edition.application.type, edition.snapshot))
        if kept != said:
            yield f"E1 {edition.receipt} 제{edition.edition}차: points {kept} are kept, {said} were handed in"
    standing = Submission.select(Submission.application).where(Submission.standing)
    for row in Assignment.select().where(Assignment.state == HANDED_IN, Assignment.application.not_in(standing)):
        yield f"E1 assignment {row.id}: handed in without a standing sheet"
    for row in Assignment.select().where(
        Assignment.state.in_((CLEAR, HANDED_IN, VOID)), Assignment.application.is_null()
    ):
        yield f"E1 assignment {row.id}: {row.state} without a sheet"


def results() -> Iterator[str]:
    """The score of every case of a closed round follows from its sheets, unless one was found void after closing."""
    for of in Round.select().where(Round.closed_at.is_null(False)):
        for line in rounds.lines(of):
            touched = any(row.state == VOID and row.moved_at > of.closed_at for row in line.held)
            found = line.official.score if line.official else None
            if line.row.result and not touched and found != line.row.official:
                yield f"E2 {line.edition.receipt}: {line.row.official} was printed, its sheets say {found}"
    early = RoundCase.select().join(Round).where(Round.closed_at.is_null(), RoundCase.result != "")
    for row in early:
        yield f"E2 case {row.case_id}: a result in a round that is not closed"
