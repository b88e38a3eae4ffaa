"""What the sheet of a request for consulting prints: its answers, and the one company's with its consent, as plain
text.

The same shapes as services/documents/project_context.py gives; nothing here looks at a clock.
"""

from collections.abc import Mapping
from typing import Any

from forms.wizard import Journey
from programme.application_types import ApplicationType
from services.documents.project_context import ROLES, CertificateRows, TemplateContext, agreements, step_context


def build(
    journey: Journey,
    consents: Mapping[int, Mapping[str, Mapping[str, Any]]],
    evidence: Mapping[int, Mapping[str, CertificateRows]],
    of: ApplicationType,
) -> TemplateContext:
    """consents: as project_context.build takes them; evidence: none is asked for."""
    companies = [
        {slug: step_context(journey, step, party) for slug, step in journey.steps.items() if not step.shared}
        | {"no": str(number), "role": ROLES[party.role]}
        | agreements(of.texts(party.role), consents.get(party.key, {}))
        for number, party in enumerate(journey.parties, start=1)
    ]
    return {slug: step_context(journey, step) for slug, step in journey.steps.items() if step.shared} | {
        "companies": companies,
        "lead": companies[0],
    }
