"""The wizard engine: steps in stages, and the journey they make for one set of answers.

A wizard is a declaration and nothing more; where somebody stands in it is computed from the answers each time
and stored nowhere. It knows no HTTP and no database.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from forms.base import Sent, StepForm
from forms.by_call import for_call
from forms.parsed import LONG, MANY, ParsedAnswers, State, StepSummary, parse
from programme.announcement import Announcement
from programme.korean import today


class Respondent(StrEnum):
    """Who answers a step."""

    LEAD = "lead"  # the leading adopter, once
    CONSORTIUM = "consortium"  # once, written together
    ADOPTER = "adopter"  # each adopter for itself
    SUPPLIER = "supplier"  # each supplier for itself
    COMPANY = "company"  # each company for itself
    PERSON = "person"  # somebody who is no company, for himself


@dataclass(frozen=True)
class Party:
    """One company's part in a consortium, or that of a person alone. key: unique within the journey; role:
    Respondent.ADOPTER, SUPPLIER or PERSON; joined: not merely chosen by the lead."""

    key: int
    role: Respondent
    lead: bool = False
    name: str = ""
    joined: bool = True

    def answers(self, step: "Step") -> bool:
        """Whether this step is this company's to answer."""
        if step.by is self.role or (step.by is Respondent.COMPANY and self.role is not Respondent.PERSON):
            return True
        return (step.by is Respondent.CONSORTIUM and (self.lead or self.role is Respondent.SUPPLIER)) or (
            step.by is Respondent.LEAD and self.lead
        )


def always(journey: "Journey") -> bool:
    """The condition of a step that every application takes."""
    return True


@dataclass(frozen=True, eq=False)
class Step:
    """A form as a call asks it, and when and by whom. Declared once: two are the same only if they are one object."""

    slug: str
    form: type[StepForm]
    when: Callable[["Journey"], bool] = always
    by: Respondent = Respondent.CONSORTIUM

    @property
    def shared(self) -> bool:
        """Whether it is answered once for all companies."""
        return self.by in (Respondent.LEAD, Respondent.CONSORTIUM)

    @property
    def title(self) -> str:
        return self.form.title

    def for_call(self, call: Announcement) -> "Step":
        return replace(self, form=for_call(self.form, call))


@dataclass(frozen=True, eq=False)
class Stage:
    """Steps under one heading, declared once. gate: its steps come first and in order; all others may be filled in any
    order; about: what is done there, in a sentence."""

    title: str
    steps: tuple[Step, ...]
    gate: bool = False
    about: str = ""

    def for_call(self, call: Announcement) -> "Stage":
        return replace(self, steps=tuple(step.for_call(call) for step in self.steps))


@dataclass(frozen=True)
class Wizard:
    """earlier: steps asked no more, whose answers of before are still read."""

    slug: str
    title: str
    stages: tuple[Stage, ...]
    earlier: tuple[Step, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for stage in self.stages for step in stage.steps)

    def for_call(self, call: Announcement) -> "Wizard":
        """The wizard with what a call fixes put into its forms."""
        stages = tuple(stage.for_call(call) for stage in self.stages)
        return replace(self, stages=stages, earlier=tuple(step.for_call(call) for step in self.earlier))


@dataclass(frozen=True)
class Task:
    """A step to be answered by one company, or once for all (party None)."""

    step: Step
    party: Party | None = None

    @cached_property
    def key(self) -> tuple[str, int | None]:
        return self.step.slug, self.party.key if self.party else None


@dataclass
class Journey:
    """The steps one consortium must take, and how far it has come.

    answers: {(step slug, party key or None): what was sent}.
    """

    wizards: Sequence[Wizard]
    parties: Sequence[Party]
    answers: Mapping[tuple[str, int | None], Sent]
    _parsed: dict[Hashable, ParsedAnswers] = field(default_factory=dict, repr=False)
    _summaries: dict[tuple[str, int | None], StepSummary] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _day: date = field(default_factory=today, init=False, repr=False, compare=False)  # the summaries are of
    _own: dict[Party, list[Task]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def again(self) -> "Journey":
        """The same for another request: what was worked out comes along, first of all which tasks there are; the forms,
        which are large, do not."""
        for found_once in ("steps", "path"):
            getattr(self, found_once)
        self._parsed, other = {}, copy(self)
        other._parsed = {}
        return other

    def copy_results(self, other: "Journey", but: Task) -> None:
        """Take over what another journey worked out of the same answers: of all tasks but this one."""
        if other._day == self._day:
            same = {key: each for key, each in other._summaries.items() if not self.steps[key[0]].form.takes_over}
            self._summaries |= {key: summary for key, summary in same.items() if key != but.key}

    @property
    def stages(self) -> list[Stage]:
        return [stage for wizard in self.wizards for stage in wizard.stages]

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Every declared step by its slug, on the path or not, asked no more or not."""
        return {step.slug: step for wizard in self.wizards for step in (*wizard.steps, *wizard.earlier)}

    @cached_property
    def tasks(self) -> list[Task]:
        """What must be answered, top to bottom: the steps on the path, once or once a company."""
        return [task for tasks in self._by_stage.values() for task in tasks]

    @cached_property
    def _by_stage(self) -> dict[Stage, list[Task]]:
        return {
            stage: [task for step in stage.steps if step.when(self) for task in self.split(step)]
            for stage in self.stages
        }

    @cached_property
    def path(self) -> dict[tuple[str, int | None], Task]:
        """The tasks by their keys."""
        return {task.key: task for task in self.tasks}

    def tasks_of(self, stage: Stage) -> list[Task]:
        """What must be answered of a stage. Shared: never changed."""
        return self._by_stage[stage]

    def split(self, step: Step) -> list[Task]:
        if step.shared:
            return [Task(step)]
        return [Task(step, party) for party in self.parties if party.answers(step)]

    def task(self, slug: str, party: Party | None) -> Task | None:
        """The task of this step that this company answers; None when the step is unknown, unused or not its own."""
        shared = slug in self.steps and self.steps[slug].shared
        wanted = slug, None if shared or not party else party.key
        return self.path.get(wanted)

    def parsed(self, task: Task, judged: bool = True) -> ParsedAnswers:
        """The answers as last saved; blank when nothing was. judged: with what is wrong with them."""
        key = task.key, judged
        made = self._parsed.get(key)
        if made is None:
            sent = self.whole(task, self.answers.get(task.key, {}))
            cells = tuple((name, tuple(values)) for name, values in sent.items())
            texts = [text for values in sent.values() for text in values]
            usual = len(texts) <= MANY and sum(map(len, texts)) <= LONG
            made = self._parsed[key] = (parse if usual else parse.__wrapped__)(task.step.form, cells, today(), judged)
        return made

    def whole(self, task: Task, sent: Sent) -> Sent:
        """What was sent for a step with what the other steps say of it."""
        form = task.step.form
        return form.taken_over(self) | sent if form.takes_over else sent

    def read(self, task: Task, sent: Sent | None) -> StepForm:
        """The form of this step as it was sent; a new one, to be changed at will."""
        return task.step.form.of(self.whole(task, sent or {}))

    def form(self, task: Task) -> StepForm:
        """The form as last saved, validated. Shared: to be read, never changed."""
        return self.parsed(task).form

    def summary(self, task: Task) -> StepSummary:
        """What follows from the answers as last saved."""
        if task.key not in self._summaries:
            self._summaries[task.key] = self.parsed(task).summary
        return self._summaries[task.key]

    def state(self, task: Task) -> State:
        return self.summary(task).state if task.key in self.answers else State.EMPTY

    def values(self, slug: str, party: Party | None = None) -> Mapping[str, Any]:
        """A step's answers as values, wherever the path leads. Shared: to be read, never changed."""
        known = self._summaries.get((slug, party.key if party else None))
        return (known or self.summary(Task(self.steps[slug], party))).values

    def data(self, slug: str, party: Party | None = None) -> Mapping[str, Any]:
        """The same for a step on the path; all blank for one that is not."""
        return self.values(slug, party) if self.task(slug, party) else self.steps[slug].form.of(None).data

    def of(self, party: Party) -> list[Task]:
        """The tasks this company may answer. Shared: never changed."""
        if party not in self._own:
            self._own[party] = [
                task for task in self.tasks if task.party == party or (not task.party and party.answers(task.step))
            ]
        return self._own[party]

    def gate_of(self, party: Party) -> list[Task]:
        """What the company must answer before all else."""
        gating = [step for stage in self.stages if stage.gate for step in stage.steps]
        return [own for own in self.of(party) if own.step in gating]

    def blocked_by(self, task: Task, party: Party) -> Task | None:
        """The gate task the company must answer before this one; None when the way is free."""
        gate = self.gate_of(party)
        before = gate[: gate.index(task)] if task in gate else gate
        return next((earlier for earlier in before if self.state(earlier) is not State.DONE), None)

    @property
    def remaining(self) -> list[Task]:
        return [task for task in self.tasks if self.state(task) is not State.DONE]

    @property
    def unused(self) -> Iterable[tuple[Step, int | None]]:
        """Steps the path no longer asks for whose answers are kept: they never leave in a document or a submission."""
        return [(self.steps[slug], party) for slug, party in self.answers if (slug, party) not in self.path]

    def used_and_unused(self, slug: str, party: int | None) -> tuple[Sent, Sent]:
        """What was sent for a step: what may leave in a document or a submission, and what is kept unused."""
        whole = self.answers[slug, party]
        return self.steps[slug].form.used_and_unused(whole) if (slug, party) in self.path else ({}, whole)

    def printed(self, slug: str, party: Party | None = None) -> dict[str, Any]:
        """A step's answers as documents print them; blanks when off the path."""
        task = self.task(slug, party)
        return (self.form(task) if task else self.steps[slug].form.of(None)).printed
