"""An application as one person meets it, and what pages ask of it besides its answers, each read when first asked
for."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self, TypeVar

from forms.parsed import State
from forms.wizard import Journey, Task
from forms.wizard import Party as Part
from models.application import Application, Party
from models.company import Supplier
from models.evidence import Consent, Evidence
from models.pool import Review
from models.submission import Submission
from programme.characters import visible
from services.drafts import confirmations, pool_entries, revisions, step_writers
from services.drafts.rows import Head, Member

Key = tuple[str, int | None]  # of a task
Worked = TypeVar("Worked")


@dataclass(frozen=True)
class ApplicationView:
    """An application as one person meets it: its journey at one revision, and the person's part in it."""

    application: Application
    journey: Journey
    party: Part | None
    parties: tuple[Part, ...]  # all parts the person acts for
    heads: dict[Key, Head]  # the newest revision of each step and company
    worked: dict[tuple[Hashable, ...], Any] = field(default_factory=dict, repr=False)
    members: tuple[Member, ...] = ()
    present: list[Party] | None = field(default=None, repr=False)  # its companies' rows, where loading it read them

    @property
    def title(self) -> str:
        """What pages call the application: its project's name or, before that and without one, what it is."""
        of = self.application.type
        if not of.consortium:
            return of.title
        return visible(self.journey.data("overview")["project"] or f"{of.title} {self.application.number}")

    def once(self, about: tuple[Hashable, ...], work: Callable[[], Worked]) -> Worked:
        """What this makes of the answers, worked out by whoever asks first. about: names it and all it depends on
        besides; what comes of it is shared, and never changed."""
        if about not in self.worked:
            self.worked[about] = work()
        return self.worked[about]

    def anew(self) -> Self:
        """The same, where some of what it holds besides answers was changed."""
        return replace(self, present=None)

    def head(self, task: Task) -> Head | None:
        return self.heads.get(task.key)

    def base(self, task: Task) -> int:
        """The number of the revision a step's page is drawn from; 0 for a blank page."""
        head = self.head(task)
        return head.number if head else 0

    def company_of(self, part: Part) -> int | None:
        """The id of the company whose part this is."""
        return next(member.company_id for member in self.members if member.id == part.key)

    @cached_property
    def entries(self) -> list[Supplier]:
        """The pool entry of the company this person acts for and, of a registration, another that holds its number."""
        part = self.party or self.journey.parties[0]
        number = self.journey.data("company", part)["number"] if self.application.type.registers else None
        return pool_entries.of(self.application, self.company_of(part), number)

    @property
    def entry(self) -> Supplier | None:
        company = self.company_of(self.party or self.journey.parties[0])
        return next((row for row in self.entries if row.company_id == company), None)

    @property
    def returned(self) -> Review | None:
        """The decision a registration was sent back with; None once it was submitted again, or the request taken
        back."""
        return self.entry.request if self.application.type.registers and self.entry else None

    @cached_property
    def rows(self) -> list[Party]:
        """The companies of the consortium, in its order."""
        return Party.present(self.application) if self.present is None else self.present

    def other_at(self, position: int) -> Party | None:
        """The company at this place of the consortium, unless it leads."""
        return next((row for row in self.rows if row.position == position and not row.lead), None)

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        """What each company brings, newest first, by its part's key."""
        return Evidence.attached_by_party(self.rows, self.application.type)

    @cached_property
    def consents(self) -> dict[int, dict[str, Consent]]:
        """What each company agreed to, by its part's key."""
        return Consent.of_all(self.rows)

    @cached_property
    def confirmations(self) -> dict[int, confirmations.ConfirmationStatus]:
        """What each company confirmed, by its part's key."""
        return confirmations.statuses(self.application, self.journey)

    @cached_property
    def standing(self) -> Submission | None:
        """What was submitted and counts."""
        return Submission.standing_for(self.application)

    @cached_property
    def unconfirmed(self) -> list[Task]:
        """Steps that say what came from last time, as it came or autosaved since, and nobody has said that it holds: of
        a renewal what was published last, of a plan what an earlier one said."""
        # Of an autosave there is a source only while nobody confirmed what it was typed into.
        if not (filled := [head for head in self.heads.values() if head.kind == revisions.FILLED or head.source]):
            return []
        renewed = {"", self.application.purpose} if self.application.type.registers else set()  # "": not noted then
        old = [head for head in filled if head.source in renewed | {revisions.EARLIER_PLAN}]
        return [task for task in self.journey.tasks if self.head(task) in old]

    @property
    def remaining(self) -> list[Task]:
        """The tasks still to be done, top to bottom. Shared: never changed."""
        tasks, state, unseen = self.journey.tasks, self.journey.state, self.unconfirmed
        return self.once(("owed",), lambda: [one for one in tasks if one in unseen or state(one) is not State.DONE])

    def next_task(self, after: Task | None = None) -> Task | None:
        """The person's next task still to be done, looking from `after` onward and then from the top."""
        mine, owed = step_writers.tasks_of(self.application, self.journey, self.party), self.remaining
        start = mine.index(after) + 1 if after in mine else 0
        return next((task for task in mine[start:] + mine[:start] if task in owed), None)
