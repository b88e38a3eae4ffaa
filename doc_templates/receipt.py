"""The proof of having submitted (접수증, 제출 확인서): what, by whom, when and to whom, with the fingerprint of every file."""

from docx.document import Document

from doc_templates import layout, page
from doc_templates.layout import Column

PROOF = "{{ reception.proof }}"


def draw() -> Document:
    document = page.blank(PROOF, f"과제신청 {PROOF}")
    layout.name_box(document, "{{ reception.heading }}")
    layout.label_table(
        document,
        [
            *head(),
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
    stated(document)
    stored(document)
    layout.note(
        document,
        "접수 마감 전에는 고쳐서 다시 제출할 수 있습니다. 다시 제출하면 {{ reception.number }}는 그대로이고 차수만 올라갑니다.",
    )
    return document


def head() -> list[tuple[str, ...]]:
    return [
        ("{{ reception.number }}", "{{ stamp.receipt }}", "제출 차수", "{{ stamp.edition }}"),
        ("{{ reception.act }} 일시", "{{ receipt.arrived }}", "제출한 사람", "{{ receipt.by }}"),
        ("받은 곳", "{{ reception.received_by }}"),
    ]


def stated(document: Document) -> None:
    """What the document is good for, and who says so; where that is not enough, what is left to do."""
    layout.centred(document, "{{ receipt.stated }}", before=18)
    layout.centred(document, "{{ receipt.day }}", before=8)
    layout.centred(document, "{{ reception.received_by }}", points=13, before=8, bold=True)
    layout.tag(document, "if receipt.warning")
    layout.gap(document)
    layout.box(document, "{{ receipt.warning }}", stands="|")
    layout.tag(document, "endif")


def stored(document: Document) -> None:
    """Every file submitted with its SHA-256, documents and evidence; reads `receipt`."""
    layout.sub(document, "제출한 서류와 확인값(SHA-256)")
    layout.listing(
        document,
        "file in receipt.files",
        [
            Column("연번", 14, "{{ file.no }}", "|"),
            Column("파일 이름 / 확인값", 156, "{{ file.name }}\n{{ file.sha256 }}"),
        ],
    )
    layout.tag(document, "if receipt.evidence")
    layout.sub(document, "함께 제출한 증빙")
    layout.listing(
        document,
        "file in receipt.evidence",
        [
            Column("연번", 14, "{{ file.no }}", "|"),
            Column(
                "기업 · 증빙 / 파일 이름 / 확인값",
                156,
                "{{ file.company }} · {{ file.title }}\n{{ file.name }}\n{{ file.sha256 }}",
            ),
        ],
    )
    layout.tag(document, "endif")
    layout.note(document, "확인값은 파일 내용의 지문입니다. 내려받은 파일의 값과 같으면 제출한 그대로입니다.")
