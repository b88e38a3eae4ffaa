"""접수증: what was handed in, by whom and when, with the fingerprint of every file."""

from docx.document import Document

from doc_templates import layout, page
from doc_templates.layout import Column


def draw() -> Document:
    document = page.blank("접수증", "과제신청 접수증")
    layout.name_box(document, "접   수   증")
    layout.facts(
        document,
        [
            ("접수번호", "{{ stamp.receipt }}", "제출 차수", "{{ stamp.edition }}"),
            ("접수 일시", "{{ receipt.arrived }}", "제출한 사람", "{{ receipt.by }}"),
            ("사업명", "{{ call.title }}\n({{ call.notice }})"),
            ("과제명", "{{ overview.project }}"),
            ("지원구분", "{{ track.track }}", "지원유형", "{{ track.service_type }}"),
            ("총사업비", "{{ funding.total_hangul }}"),
            ("정부지원금", "{{ funding.grant_hangul }}"),
        ],
    )
    layout.sub(document, "참여기업")
    layout.listing(
        document,
        "one in companies",
        [
            Column("구분", 34, "{{ one.part }}", "|"),
            Column("기업명", 66, "{{ one.company.name }}"),
            Column("사업자등록번호", 36, "{{ one.company.number }}", "|"),
            Column("대표자", 34, "{{ one.company.representative }}", "|"),
        ],
    )
    layout.centred(document, "위와 같이 과제신청을 접수하였음을 알려 드립니다.", before=18)
    layout.centred(document, "{{ receipt.day }}", before=8)
    stored(document)
    layout.note(
        document,
        "접수 마감 전에는 고쳐서 다시 제출할 수 있습니다. 다시 제출하면 접수번호는 그대로이고 차수만 올라갑니다.",
    )
    return document


def stored(document: Document) -> None:
    """Every file handed in with its SHA-256; reads `receipt`."""
    layout.sub(document, "제출한 서류와 확인값(SHA-256)")
    layout.listing(
        document,
        "file in receipt.files",
        [
            Column("연번", 14, "{{ file.no }}", "|"),
            Column("파일 이름 / 확인값", 156, "{{ file.name }}\n{{ file.sha256 }}"),
        ],
    )
    layout.note(document, "확인값은 파일 내용의 지문입니다. 내려받은 파일의 값과 같으면 제출한 그대로입니다.")
