"""5. 솔루션 구성, 6. 추진체계·일정, 10. 사후관리."""

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from doc_templates import layout, pictures, styling
from doc_templates.layout import Column
from doc_templates.plan.goals import flow

MONTHS = 9


def solution(document: Document, number: str) -> None:
    layout.heading(document, number, "솔루션 구성")
    layout.sub(document, "개선 후 업무 흐름(To-Be)")
    flow(document, "to_be")
    layout.sub(document, "솔루션 설명")
    layout.prose(document, "functions.description")
    layout.sub(document, "기능 목록")
    layout.listing(
        document,
        "row in functions.functions",
        [
            Column("연번", 12, "{{ row.no }}", "|"),
            Column("구분", 36, "{{ row.category }}", "|"),
            Column("기능", 66, "{{ row.function }}"),
            Column("적용기술", 36, "{{ row.technology }}"),
            Column("신규·기존", 20, "{{ row.novelty }}", "|"),
        ],
    )
    for title, path in (
        ("시스템 구성", "system.architecture"),
        ("데이터 수집", "system.collection"),
        ("데이터 분석과 활용", "system.analysis"),
        ("데이터 제공 계획", "system.provision"),
        ("보안과 개인정보 보호", "system.security"),
    ):
        layout.sub(document, title)
        layout.prose(document, path)
        if path == "system.architecture":
            pictures.figure(document, "system")


def organisation(document: Document, number: str) -> None:
    layout.heading(document, number, "추진체계·일정")
    layout.sub(document, "추진체계")
    layout.prose(document, "roles.description")
    layout.sub(document, "역할 분담")
    layout.listing(
        document,
        "row in roles.roles",
        [
            Column("연번", 12, "{{ row.no }}", "|"),
            Column("구분", 20, "{{ row.owner }}", "|"),
            Column("조직·담당", 44, "{{ row.team }}"),
            Column("맡은 일", 94, "{{ row.duty }}"),
        ],
        together=layout.FEW,
    )
    layout.gap(document, 2)
    layout.sub(document, "추진 일정")
    gantt(document)


def gantt(document: Document) -> None:
    """A row a phase, a column a month; the fill of a month's cell comes with the context."""
    months = range(1, MONTHS + 1)
    table = layout.grid(document, [11, 28, 38, 12, *[9] * MONTHS])
    heads = [(1, "#", head) for head in ("연번", "추진 단계", "세부 내용", "담당")]
    head = layout.add_row(
        table, [*heads, *((1, "#", f"{{{{ gantt.heads.m{month} }}}}") for month in months)], head=True
    )
    for cell in head.cells[len(heads) :]:
        cell.paragraphs[0].runs[0].font.size = Pt(8)
        styling.inset(cell, 0.3)  # room for "10월"
    layout.tag_row(table, f"if gantt.rows|length <= {layout.FEW}")
    phases(table, months, together=True)
    layout.tag_row(table, "else")
    phases(table, months)
    layout.tag_row(table, "endif")
    layout.gap(document, 2)


def phases(table: Table, months: range, together: bool = False) -> None:
    """A row a phase. together: all on one page."""
    layout.tag_row(table, "for row in gantt.rows")
    texts = [
        (1, "|", "{{ row.no }}"),
        (1, "<", "{{ row.phase }}"),
        (1, "<", "{{ row.detail }}"),
        (1, "|", "{{ row.owner }}"),
    ]
    row = layout.add_row(table, [*texts, *((1, "|", f"{{% cellbg row.m{month} %}}") for month in months)])
    if together:
        styling.keep(row)
    for cell in row.cells[len(texts) :]:
        properties = cell._tc.get_or_add_tcPr()
        properties.remove(
            properties.find(qn("w:tcW"))
        )  # docxtpl writes the fill first, and a width after it would be out of order
    layout.tag_row(table, "endfor")


def aftercare(document: Document, number: str) -> None:
    layout.heading(document, number, "사후관리")
    layout.label_table(
        document,
        [("하자보수(개월)", "{{ aftercare.warranty }}", "유지보수 요율(%)", "{{ aftercare.rate }}")],
    )
    for title, path in (
        ("장애 대응", "aftercare.incident"),
        ("교육", "aftercare.training"),
        ("데이터 제공과 운영", "aftercare.operation"),
    ):
        layout.sub(document, title)
        layout.prose(document, path)
