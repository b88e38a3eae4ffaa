"""Papers as HTML, from the templates and facts the Word files are made of: whole, or the part one step fills.

Pictures are shown from the address the caller gives each of them.
"""

from collections.abc import Callable
from typing import Any

import docgen
from forms.wizard import Party, Task
from models.picture import Picture
from services.documents import catalogue, generate
from services.drafts import picture_slots
from services.drafts.applications import Standing

Address = Callable[[Picture], str]

# What papers say of a step under another name than its own, as services/documents/project_context.py works it out.
ELSEWHERE = {
    "schedule": "gantt",
    "labour": "budget",
    "costs": "budget",
    "history": "declared",
    "exclusions": "declared",
    "limits": "declared",
    "careers": "staff",
}


def whole(standing: Standing, slug: str, address: Address) -> str:
    """One paper. Raises KeyError for a slug the application has not."""
    paper = generate.listed(standing)[slug]
    return drawn(standing, paper, generate.context(standing), address)


def part(standing: Standing, task: Task, address: Address) -> str:
    """What the step fills on the first paper that shows it; of a company's own step that company's alone."""
    facts = generate.context(standing)
    if task.party:
        facts["companies"] = [catalogue.for_company(facts, task.party)["company"]]
        facts["keys"] = [task.party.key]
    slug, _ = place(standing, task)
    return drawn(standing, generate.listed(standing)[slug], facts, address, paths(task)) if slug else ""


def place(standing: Standing, task: Task) -> tuple[str, str]:
    """Where the step shows first: (slug of the paper, id of the section); blanks where none does."""
    for slug, paper in generate.listed(standing).items():
        if mine(paper.party, task, standing):
            for section, *_ in docgen.sections(paper.template, catalogue.compiled(), around=paths(task)):
                return slug, section
    return "", ""


def mine(about: Party | None, task: Task, standing: Standing) -> bool:
    """Whether a paper about that company, or about all, is one to look for the step on."""
    return about is None or about == (task.party or standing.party)


def paths(task: Task) -> list[str]:
    """What templates call what the step says."""
    names = [task.step.slug, *filter(None, [ELSEWHERE.get(task.step.slug)])]
    if task.party is None:
        return names
    return [f"{whose}.{name}" for whose in ("companies[]", "company") for name in names]


def drawn(
    standing: Standing, paper: catalogue.Paper, facts: dict[str, Any], address: Address, around: list[str] | None = None
) -> str:
    about = catalogue.for_company(facts, paper.party) if paper.party else facts
    rows = generate.pictures(standing, paper, picture_slots.shown(standing))
    shown = {place: address(row) for place, row in rows.items()}
    return docgen.preview(paper.template, about, around=around, pictures=shown, cache=catalogue.compiled())
