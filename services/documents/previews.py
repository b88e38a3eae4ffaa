"""Documents as HTML, from the templates and facts the Word files are made of: whole, or the part one step fills.

Pictures are shown from the address the caller gives each of them.
"""

from collections.abc import Callable
from typing import Any

import docgen
from forms.wizard import Party, Task
from models.picture import Picture
from services.documents import catalogue, generate
from services.drafts import picture_slots
from services.drafts.applications import ApplicationView

Address = Callable[[Picture], str]

# What documents say of a step under another name than its own, as services/documents/project_context.py works it out.
ELSEWHERE = {
    "schedule": "gantt",
    "supplier_team": "people",
    "adopter_team": "people",
    "costs": "budget",
    "history": "declared",
    "exclusions": "declared",
    "limits": "declared",
    "careers": "staff",
}


def whole(view: ApplicationView, slug: str, address: Address) -> str:
    """One document. Raises KeyError for a slug the application has not."""
    document = generate.available_documents(view)[slug]
    return drawn(view, document, generate.document_context(view), address)


def part(view: ApplicationView, task: Task, address: Address) -> str:
    """What the step fills on the first document that shows it; of a company's own step that company's alone."""
    context = generate.document_context(view)
    if task.party:
        context["companies"] = [catalogue.for_company(context, task.party)["company"]]
        context["keys"] = [task.party.key]
    slug, _ = section_of(view, task)
    return drawn(view, generate.available_documents(view)[slug], context, address, paths(task)) if slug else ""


def section_of(view: ApplicationView, task: Task) -> tuple[str, str]:
    """Where the step shows first: (slug of the document, id of the section); blanks where none does."""
    for slug, document in generate.available_documents(view).items():
        if is_about(document.party, task, view):
            for section, *_ in docgen.sections(document.template, catalogue.compiled(), around=paths(task)):
                return slug, section
    return "", ""


def is_about(about: Party | None, task: Task, view: ApplicationView) -> bool:
    """Whether a document about that company, or about all, is one to look for the step on."""
    return about is None or about == (task.party or view.party)


def paths(task: Task) -> list[str]:
    """What templates call what the step says."""
    names = [task.step.slug, *filter(None, [ELSEWHERE.get(task.step.slug)])]
    if task.party is None:
        return names
    shared = [name for name in names if name == "people"]  # of all companies in one table
    return shared + [f"{whose}.{name}" for whose in ("companies[]", "company") for name in names]


def drawn(
    view: ApplicationView,
    document: catalogue.DocumentFile,
    context: dict[str, Any],
    address: Address,
    around: list[str] | None = None,
) -> str:
    about = catalogue.for_company(context, document.party) if document.party else context
    rows = generate.pictures(view, document, picture_slots.shown(view))
    shown = {place: address(row) for place, row in rows.items()}
    return docgen.preview(document.template, about, around=around, pictures=shown, cache=catalogue.compiled())
