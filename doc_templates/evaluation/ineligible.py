"""요건 검토 결과 통보서 (공고 3. 신청자격, 6. 지원절차: 요건검토): which clause an application does not meet, and why."""

from docx.document import Document

from doc_templates import layout, page
from doc_templates.layout import Column


def draw() -> Document:
    document = page.blank("요건검토", "요건 검토 결과 통보서", "{{ reception.number }}")
    layout.name_box(document, "요건 검토 결과 통보서")
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
            ("결과", "신청 요건에 맞지 않음", "수행기관", "{{ letter.agency }}"),
        ],
    )
    layout.sub(document, "근거")
    layout.listing(
        document,
        "one in letter.clauses",
        [Column("연번", 14, "{{ one.no }}", "|"), Column("공고의 조항", 156, "{{ one.text }}")],
    )
    layout.sub(document, "까닭")
    layout.prose(document, "letter.reason")
    layout.note(document, "문의: {{ letter.agency }} {{ letter.phones }}")
    layout.centred(document, "위와 같이 요건을 검토한 결과를 알려 드립니다.", before=14, together=True)
    layout.centred(document, "{{ letter.day }}", before=6, together=True)
    layout.centred(document, "{{ letter.sender }}", points=14, before=6, bold=True)
    return document
