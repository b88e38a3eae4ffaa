"""Blocks several forms share: the company at the head, the signature at the foot."""

from docx.document import Document

from doc_templates import layout, pictures, styling

SEAL = 11  # mm
DAY = "20      년        월        일"


def company(document: Document) -> None:
    """Who the document is about; reads `company`."""
    layout.sub(document, "기업 현황")
    layout.label_table(
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
    """Day, company, representative and whom it is handed to, all on one page and that of what stands before, where that
    is kept. The day is put in by hand, as is a seal not uploaded."""
    layout.centred(document, DAY, before=before, together=True)
    table = layout.grid(document, [52, 28, 54, 36])
    styling.unruled(table)
    name = [(1, "<", ""), (1, "|", "기 업 명"), (2, "<", "{{ company.company.name }}")]
    styling.keep(layout.add_row(table, name, 7))
    signed = [(1, "|", "대 표 자"), (1, "<", "{{ company.company.representative }}"), (1, "|", "")]
    row = layout.add_row(table, [(1, "<", ""), *signed], SEAL)
    styling.keep(row)
    pictures.seal(pictures.sealed(row.cells[3], "(서명 또는 인)", SEAL), SEAL)
    layout.centred(document, "{{ call.addressee }}  귀하", points=14, before=before / 2 + 4, bold=True)
