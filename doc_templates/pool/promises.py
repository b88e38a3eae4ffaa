"""서약서 and the two consents: texts with a choice each, signed by the representative."""

from docx.document import Document

from doc_templates import layout, page, parts
from doc_templates.consents import OWN_TEXT, notices, table, texts

FORM, STAMPED = "공급기업 풀", "등록번호"


def draw_pledge() -> Document:
    document = begun("서   약   서", "서약서")
    layout.tag(document, "for consent in company.pool_pledge")
    table(document, "consent", ("서약 여부", "서약함", "서약하지 않음"))
    notices(document, "loop.last")
    layout.tag(document, "endfor")
    layout.centred(document, "당사는 위 내용을 읽고 이를 지킬 것을 서약합니다.", before=14, together=True)
    parts.signature(document)
    return document


def draw_credit() -> Document:
    return consents("기업(신용)정보 수집·이용·제공·조회 동의서", "pool_credit")


def draw_personal() -> Document:
    return consents("정보활용 동의서", "pool_personal")


def consents(name: str, form: str) -> Document:
    document = begun(name, name)
    texts(document, form, "의 공급기업 풀 등록과", "loop.last")
    parts.signature(document, before=6)
    return document


def begun(heading: str, name: str) -> Document:
    """A document with its name and who it is about."""
    document = page.blank(FORM, name, STAMPED)
    layout.name_box(document, heading)
    layout.note(document, OWN_TEXT)
    layout.sub(document, "기업 현황")
    layout.label_table(
        document,
        [
            ("기업명", "{{ company.company.name }}", "대표자", "{{ company.company.representative }}"),
            (
                "사업자등록번호",
                "{{ company.company.number }}",
                "법인등록번호",
                "{{ company.company.corporation_number }}",
            ),
            ("소재지", parts.address("company")),
        ],
    )
    layout.gap(document)
    return document
