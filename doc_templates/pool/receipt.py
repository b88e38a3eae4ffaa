"""The proof that a registration was submitted, with the SHA-256 of every file."""

from docx.document import Document

from doc_templates import layout, page
from doc_templates.pool.promises import STAMPED
from doc_templates.receipt import PROOF, head, stated, stored


def draw() -> Document:
    document = page.blank(PROOF, f"공급기업 풀 등록 {PROOF}", STAMPED)
    layout.name_box(document, "{{ reception.heading }}")
    layout.label_table(
        document,
        [
            *head(),
            ("사업명", "{{ call.title }}\n({{ call.notice }})"),
            ("회사명", "{{ company.company.name }}", "대표자", "{{ company.company.representative }}"),
            ("사업자등록번호", "{{ company.company.number }}", "주력분야", "{{ company.expertise.main_field }}"),
        ],
    )
    stated(document)
    stored(document)
    layout.note(document, "공고 붙임2의 풀 등록 승인은 {{ call.approval }} 걸립니다.")
    return document
