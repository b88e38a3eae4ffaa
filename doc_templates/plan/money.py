"""7. 사업비 and 8. 투입인력."""

from docx.document import Document

from doc_templates import layout, styling
from doc_templates.layout import Column


def budget(document: Document, number: str) -> None:
    layout.heading(document, number, "사업비")
    layout.sub(document, "총괄")
    layout.unit(document)
    totals(document)
    layout.sub(document, "SW개발비 산출 내역")
    layout.unit(document)
    layout.listing(
        document,
        "row in labour.lines",
        [
            Column("연번", 14, "{{ row.no }}", "|"),
            Column("직무", 56, "{{ row.job }}"),
            Column("투입공수(MM)", 28, "{{ row.months }}", ">"),
            Column("월 단가", 36, "{{ row.wage }}", "₩"),
            Column("금액", 36, "{{ row.amount }}", "₩"),
        ],
        foot=[(4, "|", "합계(천원 미만 절사)"), (1, "₩", "{{ labour.total }}")],
    )
    layout.sub(document, "비목별 사업비")
    layout.unit(document)
    by_category(document)
    layout.note(document, "비목별 소계는 천원 미만을 버린 금액입니다.")
    layout.sub(document, "민간부담금 조달 방법")
    layout.prose(document, "funding.source")


def totals(document: Document) -> None:
    """Who pays how much, in digits, in percent and in Hangul."""
    table = layout.grid(document, [26, 36, 36, 36, 36])
    heads = ("구분", "총사업비\n(A+B+C)", "정부지원금\n(A)", "민간 현금\n(B)", "민간 현물\n(C)")
    amounts = [f"{{{{ funding.{name} }}}}" for name in ("total", "grant", "cash", "in_kind")]
    shares = [f"{{{{ funding.{name}_share }}}}" for name in ("total", "grant", "cash", "in_kind")]
    styling.keep(layout.add_row(table, [(1, "#", head) for head in heads]))
    styling.keep(layout.add_row(table, [(1, "#", "금액"), *((1, "₩", amount) for amount in amounts)], 8))
    styling.keep(layout.add_row(table, [(1, "#", "비율"), *((1, ">", share) for share in shares)]))
    layout.gap(document, together=True)
    layout.label_table(
        document,
        [
            ("총사업비", "{{ funding.total_hangul }}"),
            ("정부지원금", "{{ funding.grant_hangul }}"),
            ("민간부담금", "{{ funding.private_hangul }}"),
            ("민간부담 비율", "{{ funding.private_share }}"),
            ("부가가치세", "{{ funding.vat }}"),
        ],
    )


def by_category(document: Document) -> None:
    """Each category's subtotal with the lines it is made of."""
    table = layout.grid(document, [98, 44, 28])
    layout.add_row(table, [(1, "#", "비목 및 산출근거"), (1, "#", "금액"), (1, "#", "비율")], head=True)
    layout.tag_row(table, "for item in budget.categories")
    subtotal = layout.add_row(
        table, [(1, "<", "{{ item.category }}"), (1, "₩", "{{ item.total }}"), (1, ">", "{{ item.share }}")]
    )
    styling.keep(subtotal)
    for cell in subtotal.cells:
        styling.fill(cell, layout.PALE)
        cell.paragraphs[0].runs[0].bold = True
    layout.tag_row(table, "for line in item.lines")
    line = layout.add_row(table, [(1, "<", "{{ line.basis }}"), (1, "₩", "{{ line.amount }}"), (1, "<", "")])
    line.cells[0].paragraphs[0].paragraph_format.left_indent = layout.Mm(4)
    layout.tag_row(table, "endfor")
    layout.tag_row(table, "endfor")
    total = layout.add_row(table, [(1, "#", "합계"), (1, "₩", "{{ budget.total }}"), (1, ">", "{{ budget.share }}")], 8)
    for cell in total.cells:
        styling.fill(cell, layout.GREY)
        cell.paragraphs[0].runs[0].bold = True


def people(document: Document, number: str) -> None:
    layout.heading(document, number, "투입인력")
    layout.listing(
        document,
        "person in people.people",
        [
            Column("연번", 11, "{{ person.no }}", "|"),
            Column("소속", 11, "{{ person.side }}", "|"),
            Column("성명", 18, "{{ person.name }}", "|"),
            Column("직위", 16, "{{ person.position }}", "|"),
            Column("역할", 31, "{{ person.role }}"),
            Column("직무", 31, "{{ person.job }}", "|"),
            Column("투입공수\n(MM)", 17, "{{ person.months }}", ">"),
            Column("경력\n(년)", 11, "{{ person.years }}", ">"),
            Column("자격", 24, "{{ person.qualification }}"),
        ],
        together=layout.FEW,
        foot=[(6, "|", "합계"), (1, ">", "{{ people.total_months }}"), (2, "<", "")],
    )
