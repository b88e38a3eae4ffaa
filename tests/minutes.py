"""How long each step takes whoever has what to write at hand, measured on the demo's finished answers.

`python -m tests.minutes` writes forms/minutes.py anew; a test holds that it is up to date.
"""

import math
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forms.base import StepForm
from forms.fields import LongText, Rows, Text
from forms.wizard import Step
from models import schema
from models.base import bind
from programme.application_types import CONSULTING, POOL, PROJECT
from programme.characters import empty
from tests.answers import GOOD, registered, sent
from tests.call import WIZARDS
from tests.test_consulting import SAID

FILE = Path(__file__).parent.parent / "forms" / "minutes.py"
WORDS, CHARACTERS = 200, 150  # read and typed a minute, by people who do neither for a living
CHOICE = 8 / 60  # minutes for a short answer: finding it, and typing or choosing
HEAD = '''"""About how many minutes each step takes whoever has what to write at hand, by the name of its form: reading the page,
and giving the demo's answers. Written by `python -m tests.minutes`, which says how it is counted."""

MINUTES = {
'''


def measured() -> dict[str, int]:
    """Minutes by the name of the form that declares the questions."""
    found: dict[str, int] = {}
    answers = {PROJECT: GOOD, POOL: registered(), CONSULTING: {slug: sent(values) for slug, values in SAID.items()}}
    for kind in (PROJECT, POOL, CONSULTING):
        for step in (step for wizard in WIZARDS[kind] for step in wizard.steps):
            name, form = declared(step), step.form.of(answers[kind].get(step.slug))
            found[name] = max(found.get(name, 1), minutes(form))
    return found


def declared(step: Step) -> str:
    """The name of the form as it stands in forms/, whichever call it is for."""
    return next(form.__name__ for form in step.form.__mro__ if "title" in vars(form))


def minutes(form: StepForm) -> int:
    words = sum(len(text.split()) for text in shown(form))
    typed = [field for field in form.leaves() if field.raw_data and not empty(field.raw_data[0])]
    characters = sum(len(field.raw_data[0]) for field in typed if isinstance(field, LongText | Text))
    return max(1, math.ceil(words / WORDS + characters / CHARACTERS + CHOICE * len(typed)))


def shown(form: StepForm) -> Iterator[str]:
    yield form.title
    yield form.intro
    for field in form:
        yield from words_of(field)
        for cell in field.row() if isinstance(field, Rows) else ():
            yield from words_of(cell)


def words_of(field: Any) -> list[str]:
    offered = getattr(field, "offered", None) or {}
    return [field.label.text, field.hint, *(offered.values() if len(offered) < 10 else ())]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        bind(f"sqlite:///{folder}/minutes.sqlite3")
        schema.up()
        lines = [f'    "{name}": {number},\n' for name, number in sorted(measured().items())]
    FILE.write_text(HEAD + "".join(lines) + "}\n", encoding="utf-8")
