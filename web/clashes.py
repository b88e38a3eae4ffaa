"""A field, or a cell of a table, two people changed at once: what its page shows, and what was chosen there."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.base import Sent, StepForm
from forms.wizard import Task
from models.application import Revision
from programme.korean import date_time
from services.drafts import people, revisions
from web.current import g

MINE, THEIRS, BOTH = "mine", "theirs", "both"
CHOICE, OTHER = "choose-", "theirs-"  # how the names begin under which a page sends the choice, and the other's value
# To mark the words that differ, two texts may have so many pairs of words, and pairs of equal ones times the words of
# the shorter: what finding them costs, which takes a second at most.
PAIRS, SEARCHES = 2_000_000, 10_000_000

Marked = list[tuple[str, bool]]  # pieces of a text, and whether the other text has them not


def contexts(task: Task, stale: revisions.Stale) -> list[dict[str, Any]]:
    """The clashes as their page shows them."""
    said = f"{who(stale.head)} {date_time(stale.head.saved_at)}에 저장한 값"
    return [context(task.step.form, stale.merged, clash, said) for clash in stale.clashes]


def context(form: type[StepForm], merged: Sent, clash: revisions.Clash, said: str) -> dict[str, Any]:
    other = {name: values for name, values in merged.items() if name != clash.field} | clash.theirs
    mine, theirs = (field_named(form.of(answers), clash.field) for answers in (merged, other))
    return {
        "name": clash.field,
        "label": label(form, mine, clash.field),
        "mine": mine,
        "theirs": theirs,
        "marked": marked(mine.shown, theirs.shown) if mine.kind in ("text", "long") else None,
        "sent": clash.theirs.get(clash.field, [""]),
        "said": said,
    }


def who(head: Revision) -> str:
    """Who saved the other value."""
    if head.saved_by_id == g.person.id:
        return "다른 창에서"
    (named,) = people.of_view(g.view, [head.saved_by_id]).values() or [people.GONE]
    return f"{named} 님이"


def field_named(form: Any, name: str) -> Any:
    """A field by the name it is sent under, a table's cell by the cell's."""
    table, *place = name.split("-", 2)
    if not place:
        return form[table]
    cells = (cell for entry in form[table].entries for cell in entry.form if cell.name == name)
    blank = form[table].row(prefix=f"{table}-{place[0]}")
    return next(cells, blank[place[1]])


def label(form: type[StepForm], field: Any, name: str) -> str:
    table, *place = name.split("-", 2)
    if not place:
        return field.label.text
    return f"{form()[table].label.text} {int(place[0]) + 1}번째 줄 – {field.label.text}"


def marked(mine: str, theirs: str) -> tuple[Marked, Marked]:
    """Both texts in pieces, the words that differ apart."""
    one, other = (re.findall(r"\s*\S+\s*", text) for text in (mine, theirs))
    bare = [[word.strip() for word in words] for words in (one, other)]
    counts = Counter(bare[0]), Counter(bare[1])
    equal = sum(times * counts[1][word] for word, times in counts[0].items())
    if len(one) * len(other) > PAIRS or equal * min(len(one), len(other)) > SEARCHES:
        return [(mine, False)], [(theirs, False)]
    matcher = SequenceMatcher(None, bare[0], bare[1], autojunk=False)
    pieces: tuple[Marked, Marked] = ([], [])
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        for side, words in zip(pieces, (one[start:end], other[other_start:other_end]), strict=True):
            if words:
                side.append(("".join(words), kind != "equal"))
    return pieces


def resolve(form: type[StepForm], sent: Sent, posted: MultiDict[str, str]) -> Sent:
    """What was sent, with the other's value wherever that was chosen, or both one after the other."""
    resolved = dict(sent)
    others = {name.removeprefix(OTHER): values for name, values in posted.lists() if name.startswith(OTHER)}
    for name, theirs in form.pick(MultiDict(others)).items():
        if (choice := posted.get(CHOICE + name)) not in (THEIRS, BOTH):
            continue
        texts = [text for text in (*sent.get(name, []), *theirs) if text.strip()]
        resolved[name] = theirs if choice == THEIRS else ["\n\n".join(texts)]
    return resolved
