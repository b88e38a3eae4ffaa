"""현장평가표 (공고 7. 평가방법): one evaluator's points and opinions about one case."""

from docx.document import Document

from doc_templates import layout, page
from doc_templates.layout import Column


def draw() -> Document:
    document = page.blank("현장평가", "현장평가표", "평가표 번호")
    layout.name_box(document, "현장평가표")
    layout.label_table(
        document,
        [
            ("사업명", "{{ call.title }} ({{ call.notice }})"),
            ("과제명", "{{ case.project }}"),
            ("{{ reception.number }}", "{{ case.receipt }}", "회차", "{{ case.round }}"),
            ("도입기업", "{{ case.adopters }}", "공급기업", "{{ case.suppliers }}"),
            ("지원구분", "{{ case.slot }}", "지역", "{{ case.region }}"),
            ("평가위원", "{{ case.evaluator }}", "소속", "{{ case.institution }}"),
        ],
    )
    layout.heading(document, "1", "현장 확인")
    layout.label_table(
        document,
        [
            ("방문한 날", "{{ site_visit.visited_on }}", "방문한 곳", "{{ site_visit.place }}"),
            ("만난 사람", "{{ site_visit.met }}", "적은 때", "{{ stamp.saved }}"),
            ("늦게 적은 까닭", "{% if site_visit.late %}{{ site_visit.late }}{% else %}-{% endif %}"),
        ],
    )
    layout.sub(document, "확인한 내용")
    layout.prose(document, "site_visit.seen")
    layout.heading(document, "2", "점수")
    layout.listing(
        document,
        "one in criteria",
        [
            Column("평가항목", 100, "{{ one.title }}", "<"),
            Column("배점", 35, "{{ one.most }}", "|"),
            Column("점수", 35, "{{ one.points }}", "|"),
        ],
        foot=[(1, "|", "합계"), (1, "|", "{{ most }}"), (1, "|", "{{ overall.total }}")],
    )
    layout.note(document, "항목은 공고 7. 평가방법의 것이고, 배점은 공고에 없어 운영하는 곳이 정한 것입니다.")
    layout.heading(document, "3", "항목별 의견")
    layout.tag(document, "for one in criteria")
    layout.sub(document, "{{ one.title }} ({{ one.points }}점)")
    layout.prose(document, "one.opinion")
    layout.tag(document, "endfor")
    layout.heading(document, "4", "종합 의견")
    layout.prose(document, "overall.opinion")
    layout.centred(document, "위와 같이 현장을 확인하고 평가하였습니다.", before=14, together=True)
    layout.centred(document, "평가위원   {{ case.evaluator }}", points=14, before=6, bold=True)
    return document
