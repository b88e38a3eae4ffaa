"""What a registration's documents print: the one company's answers, consents and evidence as plain text.

The same shapes as services/documents/project_context.py gives; nothing here looks at a clock.
"""

from collections.abc import Mapping
from typing import Any

from forms.wizard import Journey, Party
from programme.application_types import ApplicationType
from services.documents.project_context import (
    ROLES,
    CertificateRows,
    TemplateContext,
    agreements,
    certificate_context,
    choices,
    keep_back,
    step_context,
)


def build(
    journey: Journey,
    consents: Mapping[int, Mapping[str, Mapping[str, Any]]],
    evidence: Mapping[int, Mapping[str, CertificateRows]],
    of: ApplicationType,
) -> TemplateContext:
    """consents and evidence: as project_context.build takes them."""
    companies = [
        company(of, journey, party, consents.get(party.key, {}), evidence.get(party.key, {}))
        for party in journey.parties
    ]
    return {
        "companies": companies,
        "lead": companies[0],
    }


def company(
    of: ApplicationType,
    journey: Journey,
    party: Party,
    given: Mapping[str, Any],
    certificates: Mapping[str, CertificateRows],
) -> TemplateContext:
    """The supplier: its steps by slug, its consents by document, what it submitted."""
    own = {slug: step_context(journey, step, party) for slug, step in journey.steps.items()}
    keep_back(own, of.withheld(party.role, choices(given)))
    listed = [kind for kind in of.evidence if kind.required or certificates.get(kind.slug)]
    return (
        own
        | {
            "no": "1",
            "role": ROLES[party.role],
            "part": ROLES[party.role],
            "declared": [
                {
                    "number": limit.number,
                    "words": limit.words,
                    "said": own[limit.step][limit.field],
                    "exception": own[limit.step][limit.lifted_by] if limit.lifted_by else "",
                }
                for limit in of.announcement.pool_limits
            ],
            "evidence": [
                certificate_context(kind, certificates.get(kind.slug, ())) | {"no": str(number)}
                for number, kind in enumerate(listed, start=1)
            ],
        }
        | agreements(of.texts(party.role), given)
    )
