"""The evaluator's side: nothing of a case is there for him before he said that no interest of his conflicts with it,
and nothing after one is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NoReturn

from peewee import JOIN

from forms.evaluation import GateForm
from models.application import Application, Call
from models.base import now, writing
from models.case import Case
from models.evaluation import (
    ACTIVE,
    CLEAR,
    DECLARED,
    DECLINED,
    OFFERED,
    READABLE,
    Assignment,
    Conflict,
    Evaluator,
    Pledge,
    Round,
)
from models.person import Person
from models.prepared import Parameter, Prepared
from models.submission import Submission
from programme import evaluation
from services.access import evaluators
from services.access.permissions import NotNow
from services.drafts import applications
from services.evaluation import assignments, conflicts
from services.submissions import snapshots

SEEN = (OFFERED, *READABLE)  # what its evaluator meets; everything else is not there for him
OVER = "이 회차의 평가가 끝나 처리하지 않았습니다."
ANSWERED = "이미 답하셨거나 배정이 끝난 과제라 처리하지 않았습니다. 내 평가에서 지금 상태를 확인해 주세요."
PLEDGE_FIRST = "먼저 청렴·비밀유지 서약을 하고 평가위원 정보를 적어 주세요. 그 뒤 배정된 과제를 열 수 있습니다."


@dataclass(frozen=True)
class Company:
    """What the gate page says of a company, and no more."""

    place: str
    role: str
    name: str
    number: str
    representative: str


@dataclass(frozen=True)
class Part:
    """An assignment as its evaluator meets it."""

    row: Assignment

    @property
    def case(self) -> Case:
        return self.row.case

    @property
    def round(self) -> Round:
        return self.row.round

    @cached_property
    def names(self) -> str:
        listing = self.edition.listing or {}
        return ", ".join(filter(None, (listing.get("adopters"), listing.get("suppliers"))))

    @property
    def edition(self) -> Submission:
        return self.case.submission

    @cached_property
    def companies(self) -> list[Company]:
        journey = snapshots.read(self.edition).journey
        numbers = conflicts.numbers_in(self.edition)
        said = [journey.values("company", part) for part in journey.parties]
        return [
            Company(str(place), str(part.role), part.name, numbers[place], str(of["representative"] or ""))
            for place, (part, of) in enumerate(zip(journey.parties, said, strict=True))
        ]

    @property
    def readable(self) -> bool:
        """Whether the plan may be read: by who is clear, until the round is closed."""
        return self.row.state in READABLE and self.round.closed_at is None


def rows(evaluator: Evaluator) -> Sequence[Assignment]:
    """What he meets, the newest round first."""
    found = Assignment.select(Assignment, Round, Case, Application, *Submission.unsealed()).join(Round)
    found = found.switch(Assignment).join(Case).join(Application).switch(Case).join(Submission)
    mine = found.where(Assignment.evaluator == evaluator, Assignment.state.in_(SEEN))
    held = list(mine.order_by(Round.id.desc(), Assignment.id))
    for row in held:
        row.evaluator = evaluator
    return held


def parts(evaluator: Evaluator) -> list[Part]:
    """What he meets, as every page of his does: what came to conflict since he answered is closed first."""
    found = rows(evaluator)
    closed = close_changed(found)
    return [Part(row) for row in found if row not in closed]


def find(evaluator: Evaluator, token: str) -> Part | None:
    """His assignment of this token; None for what is not his, not offered yet, or ended."""
    sheet = Application.alias()
    rows = Assignment.select(Assignment, sheet, Round, Call, Case, Submission, Application).join(Round).join(Call)
    rows = rows.switch(Assignment).join(Case).join(Submission).join(Application).switch(Assignment)
    rows = rows.join(sheet, JOIN.LEFT_OUTER, on=Assignment.application == sheet.id, attr="application")
    mine = Assignment.evaluator == evaluator, Assignment.token == token, Assignment.state.in_(SEEN)
    row = rows.where(*mine).first()
    if row is None:
        return None
    row.evaluator = evaluator
    row.case.application = row.case.submission.application
    row.case.application.call = row.round.call
    return None if is_closed(row) or not still_clear(row) else Part(row)


def sheet_opens(sheet: Application, evaluator: Evaluator | None) -> bool:
    """Whether a sheet is open to its evaluator now: while no conflict is known, and nobody took the case back."""
    if evaluator is None:
        return False
    row = OF_SHEET.first(sheet=sheet.id, evaluator=evaluator.id, person=evaluator.person_id)
    if row is None or not row.changed:
        return row is not None
    return still_clear(next(each for each in rows(evaluator) if each.id == row.id))


def of_sheet() -> Any:
    """Whose a sheet is, as he may read it, and whether he changed sides since he answered."""
    changed = conflicts.sides_changed(Parameter("person"), Round.call).alias("changed")
    rows = Assignment.select(Assignment, Round, changed).join(Round)
    mine = Assignment.application == Parameter("sheet"), Assignment.evaluator == Parameter("evaluator")
    return rows.where(*mine, Assignment.state.in_(READABLE))


OF_SHEET = Prepared(of_sheet)


def still_clear(row: Assignment) -> bool:
    """Whether nothing came up since the evaluator answered: he joined a firm of the call, or took an officer's post.
    What he may read is closed at once then, and not only when the round is."""
    return not close_changed([row])


def close_changed(rows: Sequence[Assignment]) -> list[Assignment]:
    """Those of an evaluator's that are closed as he may read them no more. What counted in a round that is closed did
    so rightly and stays; it is kept from him."""
    closed: list[Assignment] = []
    for call, mine in by_call(row for row in rows if row.state in READABLE).items():
        if conflicts.has_changed_sides(mine[0].evaluator, call):
            with writing():
                going_on = {of.id for of in Round.select(Round.id).where(Round.call == call, Round.closed_at.is_null())}
                over = [row for row in mine if row.round_id not in going_on]
                closed += [row for row, _ in conflicts.sure(over, call)]
                closed += conflicts.recheck([row for row in mine if row.round_id in going_on], call)
    return closed


def by_call(rows: Iterable[Assignment]) -> dict[int, list[Assignment]]:
    found: dict[int, list[Assignment]] = {}
    for row in rows:
        found.setdefault(row.round.call_id, []).append(row)
    return found


def with_evaluator() -> Any:
    """Assignments with all that conflicts are found by."""
    rows = Assignment.select(Assignment, Round, Case, *conflicts.EDITION, Evaluator, Person).join(Round)
    rows = rows.switch(Assignment).join(Case).join(Submission).switch(Assignment)
    return rows.join(Evaluator).join(Person)


def save_profile(evaluator: Evaluator, **said: object) -> None:
    """Keep what he says of himself, and look again at all he holds in open rounds: his institution's business number
    may be that of a company of a case."""
    with writing():
        evaluators.save_profile(evaluator, **said)
        held = with_evaluator().where(Assignment.evaluator == evaluator)
        for call, mine in by_call(held.where(Assignment.state.in_(ACTIVE), Round.closed_at.is_null())).items():
            conflicts.recheck(mine, call)


def is_closed(row: Assignment) -> bool:
    """Whether a row keeps its evaluator out; asked beside the state, which says the same."""
    numbers = [number for number in conflicts.numbers_in(row.case.submission) if number]
    return bool(Conflict.select().where(Conflict.closes(row.evaluator_id, row.case_id, numbers)).exists())


# The pledge


def pledge(evaluator: Evaluator, signer: str) -> None:
    with writing():
        Pledge.create(
            evaluator=evaluator,
            version=evaluation.PLEDGE_VERSION,
            text_hash=evaluation.pledge_hash(),
            signer=signer,
        )


def pledged(evaluator: Evaluator) -> Pledge | None:
    """The newest pledge of the text as it is now."""
    same = Pledge.evaluator == evaluator, Pledge.text_hash == evaluation.pledge_hash()
    return Pledge.select().where(*same).order_by(Pledge.id.desc()).first()


def is_ready(evaluator: Evaluator) -> bool:
    return evaluator.ready and pledged(evaluator) is not None


def ready_among(evaluators: Sequence[Evaluator]) -> set[int]:
    """Of which of them `is_ready` holds, by their ids."""
    rows = Pledge.select(Pledge.evaluator).where(Pledge.text_hash == evaluation.pledge_hash())
    gave = {row.evaluator_id for row in rows.where(Pledge.evaluator.in_([each.id for each in evaluators]))}
    return {each.id for each in evaluators if each.ready and each.id in gave}


# Answers


def answer(part: Part, form: GateForm, person: Person, at: datetime) -> bool:
    """Take the answers about conflicts: with none the sheet is opened; whether it is. Any yes, also one that comes too
    late for a sheet, and what the system finds by then, closes the case for good. Raises NotNow."""
    with writing():
        row = fresh(part, (OFFERED,), None if form.conflicted else at)
        said = {name: list(field.raw_data or []) for name, field in form._fields.items()}
        Assignment.update(answers=said, declared_at=now()).where(Assignment.id == row.id).execute()
        if form.conflicted:
            conflicts.close(row.evaluator, row.case, chosen(part, form), DECLARED, form.about.data or "", person)
            return False
        if conflicts.recheck([row], row.round.call_id):
            return False
        window = row.round.opens_at, row.round.closes_at
        sheet = applications.start_alone(person, row.round.call, row.round.sheets, window)
        opened = {"state": CLEAR, "application": sheet, "moved_at": now()}
        Assignment.update(opened).where(Assignment.id == row.id, Assignment.state == OFFERED).execute()
        return True


def chosen(part: Part, form: GateForm) -> list[str]:
    """The business numbers of the companies the answers are about; of all where none is said."""
    picked = set(form["whose"].data or []) if "whose" in form else set()
    return [each.number for each in part.companies if not picked or each.place in picked]


def decline(part: Part, reason: str, person: Person, at: datetime) -> None:
    """Give a case back before anything is handed in. Raises NotNow."""
    with writing():
        assignments.end(fresh(part, (OFFERED, CLEAR), at), DECLINED, reason, person)


def declare_late(part: Part, note: str, person: Person) -> None:
    """A conflict he learned of after he had read: the sheet is void, the case closed to him. Raises NotNow."""
    with writing():
        row = fresh(part, READABLE)
        conflicts.close(row.evaluator, row.case, conflicts.numbers_in(row.case.submission), DECLARED, note, person)


def refuse(part: Part, at: datetime) -> NoReturn:
    """Raises NotNow for what the state of an assignment does not allow."""
    late = part.row.state in (OFFERED, CLEAR) and part.round.over_at(at)
    raise NotNow(OVER if late else ANSWERED)


def fresh(part: Part, states: tuple[str, ...], at: datetime | None = None) -> Assignment:
    """The row, its round, case and evaluator as they stand now. Raises NotNow unless it is in one of these states, and
    at that moment in its time."""
    row: Assignment = with_evaluator().where(Assignment.id == part.row.id).get()
    row.round.call, row.case.application = part.round.call, part.case.application  # which are always the same
    if row.state not in states:
        raise NotNow(ANSWERED)
    if at and row.round.over_at(at):
        raise NotNow(OVER)
    return row
