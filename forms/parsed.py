"""A step's answers read once: what they are, what is wrong with them, and how they are drawn."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from markupsafe import Markup

from forms.base import StepForm

Cells = tuple[tuple[str, tuple[str, ...]], ...]
# More cells, or characters, than an honest page has: such a form takes megabytes, and is not kept in memory.
MANY, LONG = 400, 40_000


class State(StrEnum):
    EMPTY = "empty"
    WRONG = "wrong"
    DONE = "done"


@dataclass(frozen=True)
class StepSummary:
    """What follows from a step's answers, without the form, which takes ten times the room. values: the answers as
    values (int, date, list of rows …), wrong ones None; characters: how many its long answers have."""

    state: State
    values: Mapping[str, Any]
    characters: int
    blank: bool


class ParsedAnswers:
    """A step's answers read once, and what follows from them. Shared by all who meet the same answers: never changed.

    drawn: its questions and answers as pages show them, by whatever else they show; no more than MOST of characters.
    """

    MOST = 30_000

    def __init__(self, form: StepForm) -> None:
        self.form = form
        self.drawn: dict[Hashable, Markup] = {}

    def draw(self, about: Hashable, work: Callable[[], Markup]) -> Markup:
        """Its questions or answers, drawn by whoever asks first. about: all they depend on besides the form."""
        if not self.form.lasting():
            return work()
        if (kept := self.drawn.get(about)) is not None:
            return kept
        made = work()
        if sum(map(len, self.drawn.values())) + len(made) <= self.MOST:
            self.drawn[about] = made
        return made

    @property
    def warnings(self) -> list[tuple[Any, str]]:
        return self.lasting_warnings if self.form.lasting() else self.form.warnings

    @cached_property
    def lasting_warnings(self) -> list[tuple[Any, str]]:
        return self.form.warnings

    @cached_property
    def summary(self) -> StepSummary:
        form, blank = self.form, self.form.blank
        values = {field.name: None if field.errors and field.kind != "rows" else field.data for field in form}
        state = (State.EMPTY if blank else State.WRONG) if form.faults else State.DONE
        return StepSummary(state, values, form.characters, blank)


@lru_cache(maxsize=512)
def parse(form: type[StepForm], cells: Cells, _on: date, judged: bool = True) -> ParsedAnswers:
    """The same answers read the same on one day: most steps of a journey were read a request ago (docs/adr/0006)."""
    made = form.of({name: list(values) for name, values in cells})
    if judged:
        made.validate()
    return ParsedAnswers(made)
