"""접수증: the proof that a registration was handed in, with the SHA-256 of every file."""

from docx.document import Document

from doc_templates import layout, page
from doc_templates.pool.promises import STAMPED
from doc_templates.receipt import stored


def draw() -> Document:
    document = page.blank("접수증", "공급기업 풀 등록 접수증", STAMPED)
    layout.name_box(document, "접   수   증")
    layout.facts(
        document,
        [
            ("접수번호", "{{ stamp.receipt }}", "제출 차수", "{{ stamp.edition }}"),
            ("접수 일시", "{{ receipt.arrived }}", "제출한 사람", "{{ receipt.by }}"),
            ("사업명", "{{ call.title }}\n({{ call.notice }})"),
            ("회사명", "{{ company.company.name }}", "대표자", "{{ company.company.representative }}"),
            ("사업자등록번호", "{{ company.company.number }}", "주력분야", "{{ company.expertise.main_field }}"),
        ],
    )
    layout.centred(document, "위와 같이 공급기업 풀 등록 신청을 접수하였음을 알려 드립니다.", before=18)
    layout.centred(document, "{{ receipt.day }}", before=8)
    stored(document)
    layout.note(document, "전담기관의 승인은 보통 3~7일 걸립니다(공고 붙임2). 승인 결과는 메일로 알려 드립니다.")
    return document
