"""Taking in the files of evidence a form sends, on a company's own page and on an application's alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request

from forms.evidence import EvidenceForm
from models.company import Company
from models.evidence import Evidence
from programme.calls import evidence_kinds
from programme.evidence_kinds import Kind
from services.drafts import evidence
from web import rescued_input
from web.current import g


@dataclass(frozen=True)
class UploadResult:
    """What became of a post: the certificates still to be described, what was said about them, and why files were
    refused."""

    waiting: list[Evidence]
    form: EvidenceForm
    refused: list[str]

    @property
    def whole(self) -> bool:
        return not (self.waiting or self.refused or self.form.errors)


def receive_files(company: Company) -> UploadResult:
    """Keep the files that were sent, then describe them, and those kept before, if what was said about them holds."""
    form = EvidenceForm.of(EvidenceForm.pick(request.form))
    named = request.form.getlist("evidence")
    rows = [row for row in Evidence.of(company) if row.token in named]
    kept, refused = keep_files(company, evidence_kinds().values())
    if not (kept or refused or rows):
        refused = ["올릴 파일을 골라 주세요."]
        if named:
            refused = ["설명하던 파일을 그 사이에 누가 지웠습니다. 올릴 파일을 다시 골라 주세요."]
    rows += kept
    holds = form.validate()
    came = {*request.form, *(["issuer"] if "kind" in request.form else [])}  # the kind may say the issuer
    came |= {"likely"} if form.kind.data else set()
    values = {name: value for name, value in form.valid_values.items() if name in came}  # what did not come stays
    evidence.describe([row for row in rows if holds or not row.kind], values, g.arrived)
    taken = UploadResult([] if holds else rows, form, refused)
    if taken.whole:
        rescued_input.discard_restored()
    return taken


def keep_files(company: Company, kinds: Iterable[Kind], named: bool = False) -> tuple[list[Evidence], list[str]]:
    """Keep the files that were sent, whatever else is wrong; why others were refused. kinds: those a file's name may
    tell; named: whether the sentence about a file says which even where it came alone."""
    files = [file for file in request.files.getlist("file") if file.filename]
    if len(files) > evidence.FILES:
        return [], [
            f"파일을 {len(files):,}개 고르셨습니다. 한 번에 {evidence.FILES}개까지 받을 수 있어 하나도 올리지 않았습니다. "
            "나누어 다시 올려 주세요."
        ]
    kinds, kept, refused = list(kinds), [], []
    for file in files:
        try:
            kept.append(evidence.add(company, file.stream, file.filename or "", g.person, kinds))
        except evidence.Refused as error:
            name = f"{evidence.kept_name(file.filename or '')}: " if named or len(files) > 1 else ""
            refused.append(f"{name}{error}")
    return kept, refused


def form_values(row: Evidence) -> dict[str, list[str]]:
    """What is known of a certificate, as a browser would send it."""
    days = {name: value.isoformat() for name in ("issued", "expires") if (value := getattr(row, name))}
    return {
        name: [value]
        for name, value in {"kind": row.kind or row.likely, "issuer": row.issuer, "number": row.number, **days}.items()
    }
