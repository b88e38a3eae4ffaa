"""What was submitted, read back from its snapshot as it was then. Staff see these and never a draft.

A snapshot is opened with personal fields (phones, addresses of mail, birth dates) taken out, so that no page can show
what it was never given; `contacts` is the one way to phones and addresses. So is what a company keeps to itself by its
optional consents as they stand now: one taken back after submitting counts at once. Certificates stay as they were
submitted.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from forms import wizards
from forms.base import Sent, StepForm
from forms.fields import Email, Phone
from forms.wizard import Journey, Respondent
from forms.wizard import Party as Part
from models.application import Party
from models.company import Company
from models.evidence import Consent, Evidence
from models.secret import fingerprint
from models.submission import Submission
from programme import calls
from programme.application_types import ApplicationType
from programme.characters import empty, visible
from services.drafts import earlier_answers, evidence
from services.drafts.applications import UNNAMED

HIDDEN = "가림"
KEPT_BACK = "선택 동의를 하지 않아 보이지 않음"
MARK = re.compile(f"{HIDDEN}#[0-9a-f]{{8}}")


@dataclass(frozen=True)
class SubmittedApplication:
    """One edition of an application as staff read it. shown: the snapshot without personal values; choices: of each
    company the newest, of `ledger`."""

    submission: Submission
    shown: dict[str, Any]
    choices: list[dict[str, Consent]]

    @cached_property
    def journey(self) -> Journey:
        return journey(self.submission.application.type, self.shown)

    @property
    def title(self) -> str:
        return title(self.submission)

    def called(self, kind: str) -> str:
        """The title of a text or a kind of evidence."""
        return calls.title(self.submission.application.type, kind)

    def company(self, part: Part) -> Company | None:
        """The company of a part; None when it was taken away since."""
        return Company.get_or_none(Company.id == self.submission.companies[part.key])

    def consents(self, part: Part) -> list[dict[str, Any]]:
        """Rows of the ledger as submitted, with the title of the text: {kind, title, choice, signer, version, at …},
        and later: the row of another choice made since."""
        rows = {row["kind"]: row for row in self.shown["parties"][part.key]["consents"]}
        since = {kind: row for kind, row in self.choices[part.key].items() if row.since > self.submission.revision}
        for kind, row in since.items():
            rows.setdefault(kind, {"kind": kind, "choice": "", "signer": row.signer, "version": row.version})
        return [
            row | {"title": self.called(kind), "later": since.get(kind) if differs(since.get(kind), row) else None}
            for kind, row in rows.items()
        ]

    def evidence(self, part: Part) -> list[dict[str, Any]]:
        """Certificates as submitted: {place, kind, its title, issuer, number, issued, expires, name …}; place: for
        `file`."""
        rows = self.shown["parties"][part.key]["evidence"]
        return [row | {"title": self.called(row["kind"]), "place": number} for number, row in enumerate(rows)]

    def evidence_by_kind(self, part: Part) -> dict[str, list[dict[str, Any]]]:
        """The same by kind, oldest first: what a company is asked for in the order of the announcement (붙임2), with or
        without a certificate, then whatever else it submitted."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in reversed(self.evidence(part)):  # newest first
            found.setdefault(row["kind"], []).append(row)
        asked = [kind.slug for kind in self.submission.application.type.kinds(part.role)]
        others = sorted({*found} - {*asked}, key=calls.evidence_order)
        return {kind: found.get(kind, []) for kind in (*asked, *others)}

    def file(self, part: Part, number: int) -> Evidence | None:
        """The file of a company's nth certificate, still as it was submitted; None when it is not here."""
        rows = self.shown["parties"][part.key]["evidence"]
        if not 0 <= number < len(rows):
            return None
        theirs = Evidence.company == self.submission.companies[part.key]
        known = Evidence.select().where(theirs, *(getattr(Evidence, name) == rows[number][name] for name in SAME))
        return next((row for row in known if evidence.file_exists(row)), None)


SAME = ("kind", "sha256", "name")  # what tells a company's certificates apart in a snapshot


def read(submission: Submission) -> SubmittedApplication:
    return read_of(submission, ledger([submission]))


def read_all(submissions: Collection[Submission]) -> list[SubmittedApplication]:
    """Several at once."""
    choices = ledger(submissions)
    return [read_of(row, choices) for row in submissions]


def read_of(submission: Submission, made: dict[tuple[int, int | None], dict[str, Consent]]) -> SubmittedApplication:
    """made: of `ledger`."""
    whole = without_personal(submission.application.type, submission.snapshot)
    choices = [made.get((submission.application_id, company), {}) for company in submission.companies]
    return SubmittedApplication(submission, without_kept_back(submission, whole, choices), choices)


def ledger(submissions: Collection[Submission]) -> dict[tuple[int, int | None], dict[str, Consent]]:
    """The newest choices of each of the companies of these, whenever made, by application and company; none of one that
    was taken away since."""
    found: dict[tuple[int, int | None], dict[str, Consent]] = {}
    here = Party.application.in_([row.application_id for row in submissions])
    rows = Consent.select(Consent, Party.application, Party.company).join(Party).where(here)
    for row in rows.order_by(Consent.id):
        found.setdefault((row.party.application_id, row.party.company_id), {})[row.kind] = row
    return found


def differs(row: Consent | None, before: dict[str, Any]) -> bool:
    return row is not None and row.choice != before["choice"]


def without_kept_back(
    submission: Submission, snapshot: dict[str, Any], newest: list[dict[str, Consent]]
) -> dict[str, Any]:
    """The snapshot without what its companies keep to themselves (ApplicationType.withheld). newest: of each company,
    of `ledger`."""
    parties = []
    for number, party in enumerate(snapshot["parties"]):
        choices = {row["kind"]: row["choice"] for row in party["consents"]}
        choices |= {kind: row.choice for kind, row in newest[number].items()}
        steps = {slug: dict(sent) for slug, sent in party["steps"].items()}
        for at in submission.application.type.withheld(party["role"], choices):
            step, _, name = at.partition(".")
            if first(steps, step, name):
                steps[step][name] = [KEPT_BACK]
        parties.append(party | {"steps": steps})
    return snapshot | {"parties": parties}


def title(submission: Submission) -> str:
    """The project's name; of a registration or a request for consulting the company's. Neither is ever kept back."""
    if submission.application.type.consortium:
        return visible(first(submission.snapshot["steps"], "overview", "project")) or "과제명 없음"
    return name_of(submission.snapshot["parties"][0])


def name_of(party: dict[str, Any]) -> str:
    """What a company of a snapshot called itself."""
    return visible(first(party["steps"], "company", "name")) or UNNAMED[Respondent(party["role"])]


def first(steps: dict[str, Sent], slug: str, name: str) -> str:
    """One value of a step as it was sent; "" for none."""
    return next(iter(steps.get(slug, {}).get(name, [])), "").strip()


def without_personal(of: ApplicationType, snapshot: dict[str, Any], tell_apart: bool = False) -> dict[str, Any]:
    """The snapshot with every value of a personal field replaced, and without steps no wizard knows any more.

    tell_apart: by marks that differ where the values do, so that two snapshots can be compared; see `plain`.
    """
    known = wizards.forms(of)

    def hide(steps: dict[str, Sent]) -> dict[str, Sent]:
        return {slug: hidden(known[slug], sent, tell_apart) for slug, sent in steps.items() if slug in known}

    parties = [party | {"steps": hide(party["steps"])} for party in snapshot["parties"]]
    return snapshot | {"steps": hide(snapshot["steps"]), "parties": parties}


def hidden(form: type[StepForm], sent: Sent, tell_apart: bool) -> Sent:
    personal = form.personal(sent)
    return {
        name: [mark(value, tell_apart) for value in values] if name in personal else values
        for name, values in sent.items()
    }


def mark(value: str, tell_apart: bool) -> str:
    if empty(value):
        return ""
    return f"{HIDDEN}#{fingerprint(value)[:8]}" if tell_apart else HIDDEN


def plain(text: str) -> str:
    """Marks that tell values apart, made the one word pages show."""
    return MARK.sub(HIDDEN, text)


def journey(of: ApplicationType, snapshot: dict[str, Any]) -> Journey:
    """The journey of a snapshot; a part's key is its place in it."""
    parts = []
    answers: dict[tuple[str, int | None], Sent] = {(slug, None): sent for slug, sent in snapshot["steps"].items()}
    for number, party in enumerate(snapshot["parties"]):
        parts.append(Part(number, Respondent(party["role"]), party["lead"], name_of(party)))
        answers |= {(slug, number): sent for slug, sent in party["steps"].items()}
    return Journey(wizards.of(of), parts, earlier_answers.carried_over(answers, parts))


def contacts(submission: Submission) -> list[tuple[str, str, str, str]]:
    """Every telephone and mail address of an edition: (company, step, field, value). Who shows it logs the look
    first."""
    whole = journey(submission.application.type, submission.snapshot)
    return [
        (task.party.name if task.party else "", task.step.title, field.label.text, field.display_text)
        for task in whole.tasks
        for field in whole.form(task).leaves()
        if isinstance(field, Phone | Email) and not field.blank
    ]
