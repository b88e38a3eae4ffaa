"""What a score sheet of a 현장평가 prints: its answers, and which case it is about, as plain text.

Nothing here looks at a clock or a database.
"""

from collections.abc import Mapping
from typing import Any

from forms.site_visit import CRITERIA, STEP
from forms.wizard import Journey
from programme.application_types import ApplicationType
from services.documents.project_context import CertificateRows, TemplateContext, step_context

ABOUT = ("receipt", "project", "adopters", "suppliers", "slot", "region", "round", "evaluator", "institution")
NOWHERE: Mapping[str, str] = dict.fromkeys(ABOUT, "")  # of a sheet nobody was assigned to


def build(
    journey: Journey,
    consents: Mapping[int, Mapping[str, Mapping[str, Any]]],
    evidence: Mapping[int, Mapping[str, CertificateRows]],
    of: ApplicationType,
) -> TemplateContext:
    """consents, evidence: none is asked for."""
    assert of.evaluation
    (part,) = journey.parties
    said = {slug: step_context(journey, step, part) for slug, step in journey.steps.items()}
    rows = [
        {
            "title": of.evaluation.named(slug).title,
            "most": f"{of.evaluation.named(slug).most}점",
            "points": said[STEP.format(slug)]["points"],
            "opinion": said[STEP.format(slug)]["opinion"],
        }
        for slug in CRITERIA
    ]
    whose = {"no": "1", "role": "평가표", "company": {"name": ""}}
    return said | {"criteria": rows, "most": f"{of.evaluation.most}점", "companies": [whose], "case": dict(NOWHERE)}


def tell(context: TemplateContext, about: Mapping[str, str] | None) -> None:
    """Put in what a sheet is about, if it is one; its file is named after the project's number."""
    if about:
        context["case"] = dict(about)
        context["companies"][0]["company"]["name"] = about["receipt"]
