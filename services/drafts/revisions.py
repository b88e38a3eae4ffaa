"""Answers: saving them as revisions that nothing overwrites, reading them back, and their history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from forms.base import Sent, StepForm
from forms.table_rows import completed, keyed, keys
from forms.wizard import Task
from models import saving, secret
from models.application import Application, Revision
from models.base import now, writing
from models.person import Person
from services.access import quotas
from services.drafts import confirmations, search_keys
from services.drafts.merge import Clash, merge, same

SAVED, AUTOSAVED, FILLED, RESTORED = "saved", "autosaved", "filled", "restored"
CORRECTED = "corrected"  # of contact data, at any time; what was submitted stands (services/pool/contacts.py)
EARLIER_PLAN = "plan"  # the source of what a plan was started from
TOGETHER = timedelta(minutes=30)  # autosaves this near each other by one person are one change
RETENTION = timedelta(days=1)  # how long a superseded autosave may still be the base of an open page


class Closed(Exception):
    """The call's window is not open at the instant the request arrived."""


@dataclass
class Stale(Exception):
    """Somebody else changed the same fields first. merged holds the rest, and the sender's value of each clash."""

    merged: Sent
    clashes: list[Clash]
    head: Revision


def sealed(form: type[StepForm], sent: Sent) -> Sent:
    """What may be written down: the values of personal fields encrypted."""
    hidden = form.personal(sent)
    return {
        name: [secret.seal(value) for value in values] if name in hidden else values for name, values in sent.items()
    }


def opened(form: type[StepForm], kept: Sent) -> Sent:
    """The reverse of `sealed`."""
    hidden = form.personal(kept)
    return {
        name: [secret.unseal(value) for value in values] if name in hidden else values for name, values in kept.items()
    }


def head(application: Application, task: Task) -> Revision | None:
    return Revision.of(application, *task.key).first()


def save(
    application: Application,
    task: Task,
    sent: Sent,
    *,
    base: int,
    person: Person,
    arrived: datetime,
    kind: str = SAVED,
    blanks: bool = False,
) -> Revision | None:
    """Keep what was sent for a step, right or wrong, as its newest revision; None when there was nothing to keep.

    base: number of the revision the page was drawn from, 0 for a blank page. blanks: blank rows are kept where they
    stand, though they say nothing.
    Raises Closed, quotas.QuotaExceeded, and Stale when a field was changed by both sides.
    """
    quotas.check_size(task.step.form, sent)
    with writing():
        application, latest = saving.newest(application.id, *task.key)
        if not application.open_at(arrived, *task.key):
            raise Closed
        stored = opened(task.step.form, latest.sent) if latest else {}
        apart = False  # whether the open page will go on saying something else than what is stored
        if (latest.number if latest else 0) != base:
            typed = sent
            before = base_content(application, task, base)
            sent, clashes = merge(None if before is None else keyed(before), keyed(stored), keyed(typed))
            if clashes:
                assert latest
                raise Stale(sent, clashes, latest)
            apart = kind == AUTOSAVED and not same(typed, sent)
            apart = apart and not matching_revision(application, task, typed, base)
            if apart:  # its words are the base its next save is merged from; what is stored is written after them
                page = write(application, task, typed, person, AUTOSAVED)
                saving.supersede(page)
        loose = latest is None or (latest.kind == AUTOSAVED and latest.number > application.frozen)
        came = latest.source if latest and unseen(latest, application) else None
        loose = loose or came is not None  # to save what was filled in from last time is to say that it holds
        unchanged = stored == sent if blanks else same(stored, sent)
        if unchanged and not apart and not (loose and kind != AUTOSAVED):
            return latest
        quotas.spend(person, sent, now())
        source = (kind == AUTOSAVED and came) or ""
        row = write(application, task, sent, person, kind, latest, source, None if apart else stored)
        if kind in confirmations.REOPENING:
            confirmations.notify_reopened(application, task, person)
        return row


def write(
    application: Application,
    task: Task,
    sent: Sent,
    person: Person | None,
    kind: str,
    latest: Revision | None = None,
    source: str = "",
    before: Sent | None = None,
) -> Revision:
    """Add a revision; an autosave of the same sitting that no document refers to is marked as superseded by it. source:
    the purpose of what it is filled from; of an autosave, of what it was typed into and nobody has confirmed; before:
    what the revision written last says, where the caller knows."""
    number = Application.next(application)
    if latest and continues(latest, application, person):
        saving.supersede(latest)
    slug, party = task.key
    search_keys.write(party, slug, sent, before)
    return saving.add(**columns(application, number, task, sent), kind=kind, source=source, saved_by=person)


def write_all(
    said: Mapping[Application, Sequence[tuple[Task, Sent]]], person: Person | None, kind: str, source: str = ""
) -> None:
    """Add a revision of each of several steps, of one application or of several; the same as `write`, in as few queries
    as one step takes."""
    written = {application: steps for application, steps in said.items() if steps}
    if not written:
        return
    saving.advance({application: len(steps) for application, steps in written.items()})
    search_keys.write_all((*task.key, sent) for steps in written.values() for task, sent in steps)
    rows = [
        columns(application, number, task, sent) | {"kind": kind, "source": source, "saved_by": person}
        for application, steps in written.items()
        for number, (task, sent) in enumerate(steps, application.revision - len(steps) + 1)
    ]
    Revision.insert_many(rows).execute()


def columns(application: Application, number: int, task: Task, sent: Sent) -> dict[str, Any]:
    """What a new revision says, and of what."""
    slug, party = task.key
    sent = sealed(task.step.form, sent)
    return {"application": application, "number": number, "step": slug, "party": party, "sent": sent}


def unseen(latest: Revision, application: Application) -> bool:
    """Whether nobody has said that what was filled in from last time holds: as it came, or autosaved since."""
    if latest.kind == FILLED:
        return application.type.registers or latest.source == EARLIER_PLAN
    return latest.kind == AUTOSAVED and latest.source != ""


def continues(latest: Revision, application: Application, person: Person | None) -> bool:
    """Whether the next save goes on with this autosave: same person, same sitting, and no document refers to it."""
    loose = latest.kind == AUTOSAVED and latest.number > application.frozen
    ours = latest.saved_by_id == (person and person.id)
    return bool(loose and ours and now() - latest.saved_at < TOGETHER)


def matching_revision(application: Application, task: Task, sent: Sent, base: int) -> int:
    """The newest revision, from `base` on, that says just this: where an open page with these words stands; 0 for none.

    Others may have saved since, and the newest may hold their words merged in.
    """
    rows = Revision.of(application, *task.key).where(Revision.number >= base)
    return next((row.number for row in rows if same(opened(task.step.form, row.sent), sent)), 0)


def content(application: Application, task: Task, number: int) -> Sent:
    """A step's answers at one of its revisions; none for 0 or a revision already swept."""
    row = Revision.of(application, *task.key).where(Revision.number == number).first()
    return opened(task.step.form, row.sent) if row else {}


def base_content(application: Application, task: Task, number: int) -> Sent | None:
    """What an open page was drawn from; None for what is not known any more."""
    known = number == 0 or Revision.of(application, *task.key).where(Revision.number == number).exists()
    return content(application, task, number) if known else None


def filled_up(application: Application, task: Task, sent: Sent, base: int) -> Sent:
    """A page that came in part: fields that did not come stay as its base has them. A whole page, which says so at its
    end, has every field but boxes left blank and tables emptied."""
    came = {name.split("-")[0] for name in sent}
    return {
        name: values for name, values in content(application, task, base).items() if name.split("-")[0] not in came
    } | sent


def with_other_rows(
    application: Application, task: Task, sent: Sent, base: int, shown: Mapping[str, Sequence[str]]
) -> Sent:
    """A page that shows a part of some tables: their other rows are as its base has them. shown: {table: the keys of
    the rows it was drawn with}."""
    kept = content(application, task, base)
    for table, own in shown.items():
        sent = completed(sent, kept, table, own)
    return sent


def with_personal(application: Application, task: Task, sent: Sent, base: int) -> Sent:
    """A page that came without its personal answers: those are as its base has them, in tables in the same rows,
    wherever they were moved."""
    kept, found = content(application, task, base), {}
    for name in task.step.form.personal(kept):
        table, *cell = name.split("-")
        if not cell:
            found[name] = kept[name]
            continue
        key = keys(kept, table)[int(cell[0])]
        found |= {f"{table}-{place}-{cell[1]}": kept[name] for place, own in keys(sent, table).items() if own == key}
    return found | sent


def history(application: Application, task: Task) -> list[Revision]:
    """A step's revisions, newest first, without the autosaves later ones made needless."""
    return list(Revision.of(application, *task.key).where(~Revision.superseded))


def put_back(application: Application, task: Task, number: int, person: Person, arrived: datetime) -> Revision | None:
    """Make an earlier revision the newest again, by adding it anew; None when there is no such revision."""
    with writing():
        latest = head(application, task)
        if latest is None or not Revision.of(application, *task.key).where(Revision.number == number).exists():
            return None
        sent = content(application, task, number)
        return save(application, task, sent, base=latest.number, person=person, arrived=arrived, kind=RESTORED)


def says_as_of(application: Application, number: int) -> bool:
    """Whether an application says what it said at this revision, corrected contact data of a registration left
    aside."""
    known = application.call.takes(application.purpose)
    if application.revision == number or not known or not application.type.registers:
        return application.revision == number
    later = Revision.application == application, Revision.number > number, Revision.kind == CORRECTED
    return Revision.select().where(*later).count() == application.revision - number


def freeze(application: Application) -> None:
    """A document refers to the newest revision: no autosave may supersede it any more."""
    Application.update(frozen=application.revision).where(
        Application.id == application.id, Application.frozen < application.revision
    ).execute()


def sweep(at: datetime) -> int:
    """Drop superseded autosaves no open page can be based on; how many."""
    with writing():
        return Revision.delete().where(Revision.superseded, Revision.saved_at < at - RETENTION).execute()
