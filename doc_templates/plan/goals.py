"""1. 과제 개요, 3. 추진 필요성, 4. 목표와 성과지표, 9. 기대효과."""

from docx.document import Document

from doc_templates import layout, pictures
from doc_templates.layout import Column


def overview(document: Document, number: str) -> None:
    layout.heading(document, number, "과제 개요", new_page=True)
    layout.label_table(
        document,
        [
            ("과제명", "{{ overview.project }}"),
            ("지원구분", "{{ track.track }}", "지원유형", "{{ track.service_type }}"),
            ("구축기간", layout.period("overview") + "  {{ overview.months }}"),
            ("핵심어", "{{ overview.keywords }}"),
        ],
    )
    layout.sub(document, "총사업비 구성")
    layout.unit(document)
    table = layout.grid(document, [26, 36, 36, 36, 36])
    layout.add_row(
        table, [(1, "#", head) for head in ("구분", "총사업비", "정부지원금", "민간부담금(현금)", "민간부담금(현물)")]
    )
    amounts = ("total", "grant", "cash", "in_kind")
    layout.add_row(table, [(1, "#", "금액"), *((1, "₩", f"{{{{ funding.{name} }}}}") for name in amounts)])
    layout.sub(document, "과제 요약")
    layout.prose(document, "overview.summary")
    layout.tag(document, "if earlier_build.year")
    layout.sub(document, "기존에 구축한 솔루션(고도화 과제)")
    layout.label_table(
        document,
        [
            ("구축 연도", "{{ earlier_build.year }}", "고도화 참여 이력", "{{ earlier_build.upgraded }}"),
            ("솔루션", "{{ earlier_build.solution }}"),
        ],
    )
    layout.gap(document)
    layout.prose(document, "earlier_build.built")
    layout.tag(document, "endif")


def need(document: Document, number: str) -> None:
    layout.heading(document, number, "추진 필요성")
    layout.sub(document, "추진 배경과 필요성")
    layout.prose(document, "need.background")
    layout.sub(document, "현재 업무 흐름(As-Is)")
    flow(document, "as_is")
    layout.sub(document, "문제점과 원인, 연간 손실액")
    layout.unit(document)
    layout.listing(
        document,
        "problem in need.problems",
        [
            Column("연번", 12, "{{ problem.no }}", "|"),
            Column("문제점", 42, "{{ problem.problem }}"),
            Column("원인", 42, "{{ problem.cause }}"),
            Column("연간 손실액", 32, "{{ problem.loss }}", "₩"),
            Column("근거", 42, "{{ problem.basis }}"),
        ],
    )
    layout.sub(document, "지금까지의 시도")
    layout.prose(document, "need.attempts")


def flow(document: Document, step: str) -> None:
    """A list of working steps and what they are like; reads as_is or to_be."""
    layout.listing(
        document,
        f"row in {step}.flow",
        [Column("순서", 14, "{{ row.no }}", "|"), Column("업무 단계", 156, "{{ row.work }}")],
        together=layout.FEW,
    )
    layout.gap(document)
    layout.prose(document, f"{step}.description")
    pictures.figure(document, step)


def kpi(document: Document, number: str) -> None:
    layout.heading(document, number, "목표와 성과지표(KPI)")
    layout.listing(
        document,
        "row in kpi.rows",
        [
            Column("연번", 11, "{{ row.no }}", "|"),
            Column("성과지표", 27, "{{ row.name }}"),
            Column("단위", 12, "{{ row.measured_in }}", "|"),
            Column("현재\n(As-Is)", 16, "{{ row.now }}", ">"),
            Column("목표\n(To-Be)", 16, "{{ row.goal }}", ">"),
            Column("가중치\n(%)", 15, "{{ row.weight }}", ">"),
            Column("측정방법", 33, "{{ row.method }}"),
            Column("측정시점", 20, "{{ row.when }}", "|"),
            Column("증빙", 20, "{{ row.proof }}"),
        ],
        together=layout.FEW,
        foot=[(5, "|", "가중치 합계"), (1, ">", "{{ kpi.total_weight }}"), (3, "<", "")],
    )


def effects(document: Document, number: str) -> None:
    layout.heading(document, number, "기대효과")
    layout.sub(document, "정량 효과")
    layout.listing(
        document,
        "row in effects.quantitative",
        [
            Column("연번", 12, "{{ row.no }}", "|"),
            Column("항목", 30, "{{ row.item }}", "|"),
            Column("현재", 24, "{{ row.now }}", "|"),
            Column("구축 후", 24, "{{ row.goal }}", "|"),
            Column("산출 근거", 80, "{{ row.basis }}"),
        ],
        together=layout.FEW,
    )
    layout.gap(document, 2)
    layout.sub(document, "정성 효과")
    layout.prose(document, "effects.qualitative")
    layout.sub(document, "확산 계획")
    layout.prose(document, "effects.spread")
