"""Blocks several forms share: the company at the head, the signature at the foot."""

from docx.document import Document

from doc_templates import layout

DAY = "20      년        월        일"


def company(document: Document) -> None:
    """Who the paper is about; reads `company`."""
    layout.sub(document, "기업 현황")
    layout.facts(
        document,
        [
            ("기업명", "{{ company.company.name }}", "참여 구분", "{{ company.part }}"),
            (
                "사업자등록번호",
                "{{ company.company.number }}",
                "법인등록번호",
                "{{ company.company.corporation_number }}",
            ),
            ("대표자", "{{ company.company.representative }}", "대표 전화", "{{ company.company.phone }}"),
            ("소재지", address("company")),
            ("과제명", "{{ overview.project }}"),
        ],
    )


def address(of: str) -> str:
    """Postcode in brackets where there is one, street, detail."""
    code = f"{of}.company.postcode"
    return (
        f"{{% if {code} %}}({{{{ {code} }}}}) {{% endif %}}"
        f"{{{{ {of}.company.address }}}} {{{{ {of}.company.address_detail }}}}"
    )


def signature(document: Document, before: float = 20) -> None:
    """Day, company, representative and whom it is handed to. The day is put in by hand, as is a seal not uploaded."""
    layout.centred(document, DAY, before=before).paragraph_format.keep_with_next = True
    table = layout.grid(document, [62, 28, 50, 30])
    layout.unruled(table)
    for label, text in (
        ("기 업 명", "{{ company.company.name }}"),
        ("대 표 자", "{{ company.company.representative }}          (서명 또는 인)"),
    ):
        row = layout.add_row(table, [(1, "<", ""), (1, "|", label), (1, "<", text), (1, "<", "")], 7)
        layout.keep(row)
    seal = table.cell(0, 3).merge(table.cell(1, 3))  # as high as both lines: the paper grows no longer by it
    layout.seal(seal.paragraphs[0])
    layout.centred(document, "{{ call.addressee }}  귀하", points=14, before=before / 2 + 4, bold=True)
