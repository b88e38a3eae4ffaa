"""서식4–7: a cover sheet for each company's certificate – what it is, what is attached, that it is a true copy."""

from collections.abc import Sequence

from docx.document import Document

from doc_templates import layout, page, parts, styling
from doc_templates.layout import Column


def draw_registration() -> Document:
    return draw("서식 4", "사업자등록증명원", [("사업자등록증명원", "business_registration")])


def draw_taxes() -> Document:
    return draw(
        "서식 5",
        "국세 및 지방세 완납증명원",
        [("국세 완납증명(납세증명서)", "national_tax"), ("지방세 완납증명(납세증명서)", "local_tax")],
    )


def draw_accounts() -> Document:
    return draw("서식 6", "최근년도 결산 재무제표증명원", [("재무제표증명원", "financial_statements")], figures=True)


def draw_sme() -> Document:
    return draw("서식 7", "중소기업확인서", [("중소기업확인서", "sme_certificate")])


def draw(form: str, name: str, kinds: Sequence[tuple[str, str]], figures: bool = False) -> Document:
    """kinds: (title, slug of the evidence) of each certificate on the sheet."""
    document = page.blank(form, name)
    layout.name_box(document, name)
    parts.company(document)
    for title, kind in kinds:
        certificate(document, title, f"company.evidence.{kind}")
    if figures:
        accounts(document, "company")
    confirmation(document)
    parts.signature(document)
    layout.gap(document, 24)
    layout.box(
        document,
        "증명서 사본은 이 표지 뒤에 붙입니다. 쪽을 더할 수 있으며, 글자를 알아볼 수 있게 스캔합니다.\n"
        "증명서에 주민등록번호가 있으면 뒷자리를 가립니다.",
    )
    return document


def certificate(document: Document, title: str, of: str) -> None:
    layout.sub(document, title)
    layout.label_table(
        document,
        [
            ("발급기관", f"{{{{ {of}.issuer }}}}", "발급번호", f"{{{{ {of}.number }}}}"),
            ("발급일", f"{{{{ {of}.issued }}}}", "유효기간", f"{{{{ {of}.expires }}}}"),
            ("붙임 파일", f"{{{{ {of}.file }}}}"),
            ("파일 확인값\n(SHA-256)", f"{{{{ {of}.sha256 }}}}"),
            ("비고", f"{{{{ {of}.note }}}}"),
        ],
    )


def accounts(document: Document, of: str) -> None:
    """Three years' figures; reads `{of}.finances`."""
    layout.sub(document, "최근 3개년 재무 현황")
    layout.unit(document)
    layout.listing(
        document,
        f"year in {of}.finances.accounts",
        [
            Column("연도", 12, "{{ year.year }}", "|"),
            Column("자산", 31.6, "{{ year.assets }}", "₩"),
            Column("부채", 31.6, "{{ year.liabilities }}", "₩"),
            Column("자본", 31.6, "{{ year.equity }}", "₩"),
            Column("매출액", 31.6, "{{ year.sales }}", "₩"),
            Column("영업이익", 31.6, "{{ year.profit }}", "₩"),
        ],
        together=layout.FEW,
    )
    layout.gap(document, 2)


def confirmation(document: Document) -> None:
    layout.gap(document, 8)
    table = layout.grid(document, [40, 130])
    row = layout.add_row(
        table,
        [
            (1, "#", "원본대조필"),
            (1, "<", "□  붙인 사본이 원본과 다름없음을 확인합니다.          확인자:                    (서명 또는 인)"),
        ],
        10,
    )
    styling.keep(row)
