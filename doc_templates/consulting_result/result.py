"""사전진단 컨설팅 결과서 (공고 붙임1, 진단결과 작성·확인): what the expert found, sent to the firm and kept by the agency."""

from docx.document import Document

from doc_templates import layout, page


def draw() -> Document:
    document = page.blank("붙임1", "사전진단 컨설팅 결과서", "신청번호")
    layout.name_box(document, "사전진단 컨설팅 결과서")
    layout.label_table(
        document,
        [
            ("사업명", "{{ call.title }} ({{ call.notice }})"),
            ("신청 기업", "{{ case.company }}", "신청번호", "{{ case.receipt }}"),
            ("수행기관", "{{ case.agency }}", "방문일", "{{ case.visit }}"),
            ("전문가", "{{ case.expert }}", "소속", "{{ case.affiliation }}"),
            ("도움받고 싶은 것", "{{ case.topics }}"),
        ],
    )
    layout.heading(document, "1", "디지털 인프라 진단")
    layout.label_table(document, [("수준", "{{ diagnosis.level }}")])
    for title, path in (("갖춘 것", "diagnosis.strengths"), ("모자란 것과 막히는 곳", "diagnosis.gaps")):
        layout.sub(document, title)
        layout.prose(document, path)
    layout.heading(document, "2", "권하는 솔루션")
    layout.sub(document, "권하는 솔루션과 까닭")
    layout.prose(document, "advice.solutions")
    layout.sub(document, "이 사업으로 추진하기에")
    layout.label_table(document, [("의견", "{{ advice.fits }}")])
    layout.sub(document, "추진 순서")
    layout.prose(document, "advice.order")
    layout.heading(document, "3", "사업계획서 조언")
    for title, path in (("사업계획서를 쓸 때", "plan.plan"), ("기업이 다음에 할 일", "plan.following")):
        layout.sub(document, title)
        layout.prose(document, path)
    layout.note(document, "컨설팅을 한 사람의 의견이며, 과제의 선정 여부와 상관이 없습니다.")
    layout.centred(document, "위와 같이 사전진단 컨설팅의 결과를 알려 드립니다.", before=14, together=True)
    layout.centred(document, "{{ case.day }}", before=6, together=True)
    layout.centred(document, "{{ case.agency }}", points=14, before=6, bold=True)
    return document
