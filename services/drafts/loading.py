"""Loading an application: what follows from one of its revisions is worked out once a process (docs/adr/0024)."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from forms import wizards
from forms.base import Sent
from forms.wizard import Journey, Respondent, Task
from forms.wizard import Party as Part
from models.application import Application, Party, Revision
from models.base import db
from models.person import Person
from models.together import find_for
from programme.application_types import ApplicationType
from programme.characters import visible
from programme.korean import today
from services.drafts import companies, earlier_answers, revisions
from services.drafts.application_view import ApplicationView, Key
from services.drafts.memo import Memo, size_of
from services.drafts.rows import Head, Member

UNNAMED = {role: f"이름을 아직 적지 않은 {what}" for role, what in (("adopter", "도입기업"), ("supplier", "공급기업"))}
UNNAMED |= {"person": "작성자"}
ROOM = 32 * 1024 * 1024  # bytes of loaded applications a process keeps: some 150 finished ones
EMPTY = 60_000  # bytes one takes of it with no answers, measured

LASTING = {"given", "said"}  # what was worked out and no page saved changes: what fills steps, what rules said of what

Answers = dict[Key, Sent]


@dataclass
class Loaded:
    """An application's answers and companies at one revision, and what follows from them. Shared: never changed."""

    type: ApplicationType
    members: tuple[Member, ...]
    heads: dict[Key, Head]
    answers: Answers
    called: tuple[str, ...] = ()  # the names no answer gives, which no revision covers
    journey: Journey | None = None
    worked: dict[tuple[Hashable, ...], Any] = field(default_factory=dict)

    @property
    def unnamed(self) -> list[Member]:
        """Those whose name others give: neither the lead nor named by their own answers."""
        return [member for member in self.members if not member.lead and not own_name(self.answers, member)]

    @property
    def size(self) -> int:
        """About how many bytes it takes, worked out whole."""
        return EMPTY + sum(map(size_of, self.answers.values()))

    def with_names(self, called: tuple[str, ...]) -> "Loaded":
        """The same with these names given by others, ready to be shared."""
        if self.journey is None or called != self.called:
            names = dict(zip([member.id for member in self.unnamed], called, strict=True))
            parts = [
                part_of(member, own_name(self.answers, member) or names.get(member.id, "")) for member in self.members
            ]
            journey = Journey(wizards.of(self.type), parts, earlier_answers.carried_over(self.answers, parts))
            return Loaded(self.type, self.members, self.heads, self.answers, called, journey)
        return self


memo: Memo[Loaded] = Memo(ROOM)


def load_view(
    application: Application, person: Person | None = None, position: int = 0, at: int | None = None
) -> ApplicationView:
    """Read an application, as it is now or at revision `at`. position: which of the person's parts to act for, where
    there are several."""
    acting = {row.company_id for row in Party.companies_of(person)} if person else set()
    stamp = None if at is not None or db.in_transaction() else Application.stamp(application.id)
    loaded, present = load(application, stamp, at)
    return view_of(application, acted_for(loaded.members, acting, person), position, loaded, present)


def load_newest(application: Application) -> ApplicationView:
    """The same of a row read just now, and of nobody's part in it."""
    stamp = None if db.in_transaction() else (application.revision, application.changed_at)
    return view_of(application, set(), 0, *load(application, stamp))


def find_view(token: str, person: Person, position: int, step: str = "") -> ApplicationView | None:
    """The application of this token as it is now; None for none. step: the slug of the one the request is about."""
    application, acting = find_for(token, person, step)
    if application is None or not (application.call.known or Party.of(application, person).exists()):
        return None
    loaded, present = load(application, (application.revision, application.changed_at))
    return view_of(application, acted_for(loaded.members, acting, person), position, loaded, present)


def acted_for(members: Iterable[Member], companies: set[int], person: Person | None) -> set[int]:
    """The ids of the parts this person acts for: those of these companies, and the person's own."""
    return {row.id for row in members if row.company_id in companies or (person and row.person_id == person.id)}


def view_of(
    application: Application, acted: set[int], position: int, loaded: Loaded, present: list[Party] | None = None
) -> ApplicationView:
    assert loaded.journey
    parts = dict(zip(loaded.members, loaded.journey.parties, strict=True))
    mine = tuple(parts[member] for member in loaded.members if member.id in acted)
    wanted = [part for member, part in parts.items() if member.position == position and part in mine]
    part, journey = next(iter([*wanted, *mine]), None), loaded.journey.again()
    return ApplicationView(application, journey, part, mine, loaded.heads, loaded.worked, loaded.members, present)


def load(
    application: Application, stamp: tuple[int, datetime] | None, at: int | None = None
) -> tuple[Loaded, list[Party] | None]:
    """With the rows of its companies, where they were read for it. stamp: what tells the newest revision from all
    others; None reads the database, and keeps nothing: inside a transaction rows may say already what is not yet, or
    never will be, a revision."""
    whole, present = whole_stamp(stamp) if stamp else None, None
    loaded = memo.get(application.id, whole) if whole else None
    if loaded is None:
        loaded, present = read(application, at)
    ready = loaded.with_names(given_names(application, loaded.unnamed))
    if whole and ready is not loaded:
        remember(application, whole, ready)
    return ready, present


def remember(application: Application, stamp: Hashable, loaded: Loaded, size: int = 0) -> None:
    memo.put(application.id, stamp, loaded, size or loaded.size)


def whole_stamp(stamp: tuple[int, datetime]) -> tuple[int, datetime, date, Any]:
    """With what else decides how answers read: the day, and which database they are in."""
    return *stamp, today(), db.obj


def advanced(view: ApplicationView, task: Task, row: Revision, position: int) -> ApplicationView | None:
    """The same as of a row just saved and committed; None where something else was changed as well."""
    members, old, new = view.members, view.application, row.application
    if not old.revision + 1 == row.number == new.revision or db.in_transaction():
        return None
    new.call, new.activity = old.call, old.activity
    answers = {**view.journey.answers, task.key: revisions.opened(task.step.form, row.sent)}
    loaded = Loaded(old.type, members, {**view.heads, task.key: Head.of(row)}, answers)
    ready = loaded.with_names(given_names(new, loaded.unnamed))
    assert ready.journey
    ready.journey.copy_results(view.journey, task)
    ready.worked.update({about: made for about, made in list(view.worked.items()) if about[0] in LASTING})
    before = memo.size(new.id)
    size = before and before + size_of(answers[task.key]) - size_of(view.journey.answers.get(task.key, {}))
    remember(new, whole_stamp((new.revision, new.changed_at)), ready, size)
    return view_of(new, {part.key for part in view.parties}, position, ready)


def read(application: Application, at: int | None = None) -> tuple[Loaded, list[Party]]:
    """Ask the database; with the rows of its companies."""
    present = Party.present(application)
    return loaded_of(application.type, Revision.heads(application, at), present), present


def loaded_of(of: ApplicationType, rows: list[Revision], parties: list[Party]) -> Loaded:
    """rows: the newest revision of each step and company; parties: the companies in the consortium, in its order."""
    forms = wizards.forms(of)
    joined = {None, *(party.id for party in parties if party.joined_at)}
    chosen = {party.id for party in parties if not party.joined_at}
    # What a company that left said is nobody's business, until it is back by its own hand.
    rows = [
        row
        for row in rows
        if row.step in forms and (row.party_id in joined or (row.party_id in chosen and row.saved_by_id is None))
    ]
    return Loaded(
        of,
        tuple(
            Member(row.id, row.company_id, row.person_id, row.role, row.lead, row.position, row.joined_at is not None)
            for row in parties
        ),
        {(row.step, row.party_id): Head.of(row) for row in rows},
        {(row.step, row.party_id): revisions.opened(forms[row.step], row.sent) for row in rows},
    )


def part_of(member: Member, name: str) -> Part:
    return Part(member.id, Respondent(member.role), member.lead, visible(name) or UNNAMED[member.role], member.joined)


def own_name(answers: Answers, member: Member) -> str:
    """What the company calls itself in its own answers."""
    return answers.get(("company", member.id), {}).get("name", [""])[0].strip()


def given_names(application: Application, members: Iterable[Member]) -> tuple[str, ...]:
    """What others call these companies, each "" where nobody does."""
    unnamed = [member.company_id for member in members if member.company_id]
    named = companies.given_names([application.id], unnamed)
    return tuple(named.get((application.id, company), "") for company in unnamed)
