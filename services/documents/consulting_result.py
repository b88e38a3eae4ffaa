"""The result sheet of a consulting visit as a Word file, from what officers answered and what the case says.

Nothing here looks at a clock or a database.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import docgen
from forms import consulting_result
from forms.base import Sent
from forms.wizard import Journey, Party, Respondent
from programme import calls
from programme.announcement import Announcement
from programme.application_types import CONSULTING
from programme.korean import date_time
from services.documents import catalogue
from services.documents.project_context import TemplateContext, step_context

OFFICER = Party(1, Respondent.PERSON, lead=True)
TEMPLATE = "consulting_result/result.docx"


@dataclass(frozen=True)
class About:
    """What the case says of it, as text."""

    company: str
    receipt: str
    agency: str
    expert: str
    affiliation: str
    visit: str
    topics: str
    day: str


def journey(call: Announcement, sheet: Mapping[str, Sent] | None) -> Journey:
    """Its steps and how far they are answered, by whichever officer. sheet: {step slug: what was sent}."""
    answers: dict[tuple[str, int | None], Sent] = {(slug, OFFICER.key): sent for slug, sent in (sheet or {}).items()}
    return Journey((consulting_result.of(call),), (OFFICER,), answers)


def context(answered: Journey, call: Announcement, about: About, saved: datetime, version: int, status: str):
    """All that the template may name."""
    facts: TemplateContext = {
        "case": asdict(about),
        "call": {"title": call.title, "notice": call.notice},
        "reception": catalogue.site_context(call),
        **{slug: step_context(answered, step, OFFICER) for slug, step in answered.steps.items()},
    }
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    mark = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    stamp = {
        "number": about.receipt,
        "revision": str(version),
        "saved": date_time(saved),
        "hash": mark,
        "status": status,
    }
    return facts | {"stamp": stamp}


def render(facts: TemplateContext, call: Announcement) -> tuple[str, bytes]:
    """(name, content)."""
    content = docgen.render(template_of(call), facts, cache=catalogue.compiled())
    company = {"company": {"name": facts["case"]["company"]}, "role": ""}
    return catalogue.named("[사전진단 컨설팅] 결과서", company), content


def template_of(call: Announcement) -> Path:
    """The call's own, where it has one, else the one all calls share."""
    own, shared = catalogue.TEMPLATES / call.slug / TEMPLATE, catalogue.TEMPLATES / TEMPLATE
    return own if own.exists() else shared


def unknown_tags() -> list[tuple[str, str]]:
    """Tags of its templates that no sheet answers, as (file, tag)."""
    found = []
    for call in [of.announcement for types in calls.TYPES.values() if (of := types.get(CONSULTING))]:
        blank = About(*[""] * len(About.__dataclass_fields__))
        facts = context(journey(call, None), call, blank, datetime.fromtimestamp(0, UTC), 0, "")
        template = template_of(call)
        found += [
            (str(template.relative_to(catalogue.TEMPLATES)), fault)
            for fault in catalogue.unanswered_tags(template, facts)
        ]
    return sorted(set(found))
