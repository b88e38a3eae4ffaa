"""A registration as its officer works through it: every step, kind of evidence and consent, each with what the rules
say of it, and which certificates prove which answers."""

from dataclasses import dataclass, field
from typing import Any

from forms import wizards
from forms.wizard import Task
from programme import calls
from programme.application_types import POOL, ApplicationType
from programme.rules import Finding
from services.submissions.snapshots import SubmittedApplication

STEP, EVIDENCE, CONSENT = "step", "evidence", "consent"


@dataclass(frozen=True)
class RegistrationItem:
    """slug: as decisions.items names it; task: of a step; rows: a kind's certificates as submitted, oldest first, or
    the choices of a consent; proofs: the certificates that prove a step's answers."""

    slug: str
    title: str
    sort: str
    task: Task | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    proofs: "list[RegistrationItem]" = field(default_factory=list)

    @property
    def there(self) -> bool:
        """Whether there is something to look at; a kind nothing was submitted of may only be asked for."""
        return self.sort == STEP or bool(self.rows)


def of(shown: SubmittedApplication, findings: list[Finding], titles: dict[str, str]) -> list[RegistrationItem]:
    """findings: what the rules say of it; titles: decisions.items of it. Steps as they are written, evidence as
    the announcement orders it, consents as they are printed."""
    (part,) = shown.journey.parties
    kind_of = shown.submission.application.type
    found = by_item(findings)
    choices = {row["kind"]: [row] for row in shown.consents(part)}
    certificates = [
        RegistrationItem(slug, titles[slug], EVIDENCE, rows=rows, findings=found.get(slug, []))
        for slug, rows in shown.evidence_by_kind(part).items()
    ]
    steps = [
        RegistrationItem(
            task.step.slug,
            task.step.title,
            STEP,
            task=task,
            findings=found.get(task.step.slug, []),
            proofs=[
                certificate
                for certificate in certificates
                if certificate.rows and proves(kind_of, certificate.slug) == task.step.slug
            ],
        )
        for task in shown.journey.tasks
    ]
    rest = [slug for slug in titles if slug not in {item.slug for item in (*steps, *certificates)}]
    consents = [
        RegistrationItem(slug, titles[slug], CONSENT, rows=choices.get(slug, []), findings=found.get(slug, []))
        for slug in rest
    ]
    return [*steps, *certificates, *consents]


def titles() -> dict[str, str]:
    """Every item of a registration in the newest call that takes any: {slug: title}; nothing where none does."""
    packages = calls.taking(POOL)
    if not packages:
        return {}
    of = calls.type_of(packages[-1], POOL)
    steps = {slug: step.title for slug, step in wizards.steps(of).items()}
    asked = {kind.slug: kind.title for kind in of.kinds("supplier")}
    return steps | asked | {text.slug: text.title for text in of.texts("supplier")}


def by_item(findings: list[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for each in findings:
        found.setdefault(place(each), []).append(each)
    return found


def place(found: Finding) -> str:
    """The item a finding is about."""
    return found.field if found.step in ("evidence", "consents") else found.step


def proves(of: ApplicationType, slug: str) -> str:
    """The step whose answers a kind of evidence proves; "" for one that proves none of its own."""
    return next((kind.proves for kind in of.evidence if kind.slug == slug), "")
