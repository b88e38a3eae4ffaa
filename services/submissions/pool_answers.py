"""What a registration in the pool says: its answers as forms, as public facts, and set against another's."""

from collections.abc import Iterator
from typing import Any

from forms import wizards
from forms.base import Sent
from forms.fields import Rows
from programme.application_types import ApplicationType
from programme.consents.items import PUBLISHED

Steps = dict[str, Sent]


def public_facts(of: ApplicationType, steps: Steps) -> dict[str, Any]:
    """What anybody may read, as the consent names it: {main_field, other_fields, industries, region, by slug, summary,
    website, people, solutions, records}."""
    expertise, staff = form(of, "expertise", steps), form(of, "staff", steps)
    return {
        "main_field": expertise.main_field.data,
        "other_fields": [slug for slug in expertise.other_fields.data or [] if slug != expertise.main_field.data],
        "industries": expertise.industries.data or [],
        "region": expertise.region.data,
        "summary": expertise.summary.data or "",
        "website": form(of, "company", steps).website.data or "",
        "people": {name: str(staff[name].data or 0) for name in ("software", "engineering")},
        "solutions": rows(of, "solutions", "solutions", steps),
        "records": rows(of, "track_record", "records", steps),
    }


def rows(of: ApplicationType, slug: str, table: str, steps: Steps) -> list[dict[str, str]]:
    """A table's published columns."""
    columns = [name.removeprefix(f"{table}-") for name in PUBLISHED.fields(slug) if name.startswith(f"{table}-")]
    return [{column: row[column] for column in columns} for row in form(of, slug, steps)[table].printed]


def changed(of: ApplicationType, before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """What differs between two snapshots: (step title, field label, before, after), in print and in the wizard's
    order."""
    return differences(of, steps_of(before), steps_of(after))


def differences(of: ApplicationType, before: Steps, after: Steps) -> list[tuple[str, str, str, str]]:
    steps = wizards.steps(of)
    return [(steps[slug].title, field, was, becomes) for slug, field, was, becomes in differing(of, before, after)]


def differing(of: ApplicationType, before: Steps, after: Steps) -> Iterator[tuple[str, str, str, str]]:
    """(slug of the step, field label, before, after) of each answer that differs in print."""
    for slug in wizards.steps(of):
        old, new = (form(of, slug, steps) for steps in (before, after))
        for name, field in new._fields.items():
            was, becomes = field_text(old[name]), field_text(field)
            if was != becomes:
                yield slug, field.label.text, was, becomes


COLUMNS = {  # what tells a company's certificates apart, and its consents, in a snapshot; the kind in front
    "evidence": ("kind", "sha256", "issuer", "number", "issued", "expires"),
    "consents": ("kind", "version", "choice", "signer", "capacity"),
}


def rows_of(company: dict[str, Any], what: str) -> list[tuple[str, ...]]:
    """The certificates or the consents of one of a snapshot's companies, by those columns. what: of COLUMNS."""
    return [tuple(str(row[name]) for name in COLUMNS[what]) for row in company[what]]


def certificates(snapshot: dict[str, Any]) -> list[tuple[str, ...]]:
    """Those of the company of a registration's snapshot, in its order."""
    return rows_of(snapshot["parties"][0], "evidence")


def differing_kinds(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The kinds of evidence and the consents in which a company differs between two snapshots."""
    return {kind for what in COLUMNS for kind, *_ in {*rows_of(before, what)} ^ {*rows_of(after, what)}}


def changed_items(of: ApplicationType, before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The steps, kinds of evidence and consents in which two snapshots differ."""
    steps = {slug for slug, *_ in differing(of, steps_of(before), steps_of(after))}
    return steps | differing_kinds(before["parties"][0], after["parties"][0])


def field_text(field: Any) -> str:
    """A field's answer in one text; a table's rows a line each."""
    if isinstance(field, Rows):
        columns = {column.short_name: column.label.text for column in field.row()}
        rows = [[f"{columns[name]} {row[name]}" for name in columns if row[name]] for row in field.printed]
        return "\n".join(" · ".join(cells) for cells in rows)
    return "\n".join(field.printed) if isinstance(field.printed, list) else field.printed


def steps_of(snapshot: dict[str, Any]) -> Steps:
    """The company's answers in a registration's snapshot."""
    steps: Steps = snapshot["parties"][0]["steps"]
    return steps


def form(of: ApplicationType, slug: str, steps: Steps) -> Any:
    return wizards.steps(of)[slug].form.of(steps.get(slug))
