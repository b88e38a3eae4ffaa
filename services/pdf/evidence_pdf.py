"""Binding a company's evidence into one PDF with a bookmark a certificate: what goes in, and what the child says of
it."""

from pathlib import Path
from typing import Any

from models.application import Party
from models.evidence import Conversion, Evidence
from programme.calls import evidence_order, title_of
from services.drafts import companies, evidence
from services.files import child_process
from services.files.child_process import Failed, Progress

BOUND = (".pdf", ".jpg", ".jpeg", ".png")
WHY = {
    "password": "암호가 걸려 있어 열 수 없습니다. 암호를 풀어 저장한 파일로 바꾸어 올려 주세요.",
    "damaged": "깨져 있어 읽을 수 없습니다. 다시 발급받거나 새로 저장한 파일로 바꾸어 올려 주세요.",
    "picture": "묶을 수 없는 방식의 그림입니다. 그림판 같은 프로그램에서 JPG로 저장해 바꾸어 올려 주세요.",
    "pages": "여기까지 1,000쪽이 넘습니다. 꼭 필요한 쪽만 남긴 파일로 바꾸어 올려 주세요.",
    "large": "지나치게 크거나 복잡해서 묶지 못했습니다. 인쇄 화면에서 'PDF로 저장'을 골라 새로 만든 파일로 바꾸어 올려 주세요.",
}


def bindable(rows: list[Evidence]) -> tuple[list[Evidence], list[Evidence]]:
    """Of what a company brings, in the order of the forms, oldest first: what can be bound, and what cannot."""
    rows = sorted(rows, key=lambda row: (evidence_order(row.kind), row.since, row.id))
    fit = [row for row in rows if row.name.lower().endswith(BOUND) and evidence.file_exists(row)]
    return fit, [row for row in rows if row not in fit]


def make_evidence_pdf(conversion: Conversion, to: Path, progress: Progress) -> str:
    """Write one PDF of what the company brings to the application; its name. Raises Failed, naming the certificate at
    fault."""
    company = conversion.company
    assert company, "a company's own"
    party = Party.get(Party.application == conversion.application, Party.company == company)
    rows, _ = bindable(Evidence.attached_as_of(party))
    if not rows:
        raise Failed("묶을 PDF나 그림이 없습니다. 증빙을 먼저 올려 주세요.")
    if damaged := next((row for row in rows if not evidence.file_of(row).is_whole()), None):
        raise Failed(f"「{damaged.name}」: {WHY['damaged']}")
    parts = [
        {**evidence.file_of(row).for_child(), "title": f"{title_of(row.kind)} – {row.name.rpartition('.')[0]}"}
        for row in rows
    ]
    verdict: dict[str, Any] = {"why": "large"}  # where the child ends without a word
    done = 0
    progress(0, len(rows))
    for line in child_process.run_module("services.files.pdf_worker", {"to": str(to.absolute()), "parts": parts}):
        if "done" in line:
            progress(done := line["done"], len(rows))
        else:
            verdict = line
    if "pages" not in verdict:
        wrong = rows[min(verdict.get("failed", done), len(rows) - 1)]
        raise Failed(f"「{wrong.name}」: {WHY[verdict['why']]}")
    return evidence.kept_name(f"증빙모음_{companies.name_of(company)}_{conversion.application.number}.pdf")
