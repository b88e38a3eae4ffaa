"""Letters about a case as Word files: what a template of doc_templates/evaluation/ says of plain facts.

Nothing here looks at a clock or a database.
"""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docgen
from programme import calls
from programme.announcement import Announcement
from programme.application_types import PROJECT
from programme.korean import by_marker, date_time, official_date
from services.documents import catalogue
from services.documents.project_context import TemplateContext

FOLDER = "evaluation"
DRAFT = "시연·초안: 결정할 수 있는 기관의 통지가 아닙니다."  # above a letter nobody may send
TITLES = {"ineligible": "[요건검토] 요건 검토 결과 통보서", "site_result": "[현장평가] 현장평가 결과 통보서"}


def context(letter: dict[str, Any], call: Announcement, at: datetime, number: int, draft: bool) -> TemplateContext:
    """All that the templates may name. letter: {receipt, edition, project, company, agency, phones, sender, clauses:
    [text], reason: korean.by_marker of its lines}; at: of the move; number: the move's; draft: whether it goes to
    nobody."""
    clauses = [{"no": str(number), "text": text} for number, text in enumerate(letter["clauses"], start=1)]
    facts: TemplateContext = {
        "letter": letter | {"clauses": clauses, "day": official_date(at), "draft": DRAFT if draft else ""},
        "call": {"title": call.title, "notice": call.notice},
        "reception": catalogue.site_context(call),
    }
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    mark = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    status = "시연·초안" if draft else "통지"
    stamp = {
        "number": letter["receipt"],
        "revision": str(number),
        "saved": date_time(at),
        "hash": mark,
        "status": status,
    }
    return facts | {"stamp": stamp}


def render(slug: str, facts: TemplateContext, call: Announcement) -> tuple[str, bytes]:
    """(name, content)."""
    content = docgen.render(template_of(slug, call), facts, cache=catalogue.compiled())
    company = {"company": {"name": facts["letter"]["company"]}, "role": ""}
    return catalogue.named(TITLES[slug], company), content


def template_of(slug: str, call: Announcement) -> Path:
    """The call's own, where it has one, else the one all calls share."""
    own, shared = (root / FOLDER / f"{slug}.docx" for root in (catalogue.TEMPLATES / call.slug, catalogue.TEMPLATES))
    return own if own.exists() else shared


def unknown_tags() -> list[tuple[str, str]]:
    """Tags of its templates that no letter answers, as (file, tag)."""
    names: tuple[str, ...] = ("receipt", "edition", "project", "company", "agency", "phones", "sender")
    names += ("result", "score", "passing", "follows", "counted")  # of an evaluation
    blank = dict.fromkeys(names, "") | {"clauses": [""], "reason": by_marker([""])}
    blank |= {"opinions": [{"no": "", "text": by_marker([""])}]}
    found = []
    for call in [of.announcement for types in calls.TYPES.values() if (of := types.get(PROJECT))]:
        facts = context(blank, call, datetime.fromtimestamp(0, UTC), 0, draft=True)
        for slug in TITLES:
            template = template_of(slug, call)
            name = str(template.relative_to(catalogue.TEMPLATES))
            found += [(name, fault) for fault in catalogue.unanswered_tags(template, facts)]
    return sorted(set(found))
