"""현장평가 결과 통보서 (공고 7. 평가방법: 현장평가): the official score of a case, what it means, and the opinions."""

from docx.document import Document

from doc_templates import layout, page


def draw() -> Document:
    document = page.blank("현장평가", "현장평가 결과 통보서", "{{ reception.number }}")
    layout.name_box(document, "현장평가 결과 통보서")
    layout.tag(document, "if letter.draft")
    layout.box(document, "{{ letter.draft }}", stands="|")
    layout.gap(document)
    layout.tag(document, "endif")
    layout.label_table(
        document,
        [
            ("받는 곳", "{{ letter.company }}"),
            ("사업명", "{{ call.title }}\n({{ call.notice }})"),
            ("과제명", "{{ letter.project }}"),
            ("{{ reception.number }}", "{{ letter.receipt }}", "제출 차수", "{{ letter.edition }}"),
            ("결과", "{{ letter.result }}", "평가점수", "{{ letter.score }}점 (추천 기준 {{ letter.passing }}점)"),
            ("평가표", "{{ letter.counted }}장", "수행기관", "{{ letter.agency }}"),
        ],
    )
    layout.gap(document)
    layout.box(document, "{{ letter.follows }}")
    layout.tag(document, "if letter.opinions")
    layout.sub(document, "종합 의견")
    layout.tag(document, "endif")
    layout.tag(document, "for one in letter.opinions")
    layout.prose(document, "one.text")
    layout.gap(document)
    layout.tag(document, "endfor")
    layout.note(
        document,
        "평가점수는 낸 평가표의 합계를 평균하여 소수점 셋째 자리에서 반올림한 것입니다. 문의: {{ letter.agency }} {{ letter.phones }}",
    )
    layout.centred(document, "위와 같이 현장평가 결과를 알려 드립니다.", before=14, together=True)
    layout.centred(document, "{{ letter.day }}", before=6, together=True)
    layout.centred(document, "{{ letter.sender }}", points=14, before=6, bold=True)
    return document
