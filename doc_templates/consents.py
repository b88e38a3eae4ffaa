"""서식2 and 서식3: a company's consents, each text with its own choice, signed by the representative.

The texts come with the context (programme/consents); the document prints them and what was chosen.
"""

from docx.document import Document

from doc_templates import layout, page, parts, styling

OWN_TEXT = "자체 작성 문안이며 법률 검토 전입니다."


def draw_credit() -> Document:
    document = page.blank("서식 2", "기업(신용)정보 수집·이용·제공·조회 동의서")
    layout.name_box(document, "기업(신용)정보 수집·이용·제공·조회 동의서")
    body(document, "form2", signed="loop.last")
    parts.signature(document, before=6)
    return document


def draw_personal() -> Document:
    document = page.blank("서식 3", "개인(기업)정보 활용동의서")
    layout.name_box(document, "개인(기업)정보 활용동의서")
    body(document, "form3")
    layout.tag(document, "for notice in company.notices")
    layout.sub(document, "{{ notice.title }}")
    table(document, "notice")
    layout.note(document, "근거: {{ notice.law }}", last="loop.last")
    layout.tag(document, "endfor")
    parts.signature(document, before=6)
    return document


def body(document: Document, form: str, signed: str = "") -> None:
    layout.note(document, OWN_TEXT)
    parts.company(document)
    texts(document, form, " 신청과", signed)


def texts(document: Document, form: str, what: str, signed: str = "") -> None:
    """A form's consents, each with its choice. what: that they go with, as it follows on the call's number; signed:
    which of them the signature follows."""
    document.add_paragraph(
        f"당사는 {{{{ call.title }}}}({{{{ call.notice }}}}){what} 관련하여 아래 내용을 읽고, "
        "항목마다 다음과 같이 동의 여부를 밝힙니다. "
        "동의는 항목마다 따로 받으며, 선택 항목에 동의하지 않아도 불이익이 없습니다.",
        style="본문",
    ).paragraph_format.space_before = layout.Pt(6)
    layout.tag(document, f"for consent in company.{form}")
    layout.sub(document, "[{{ consent.need }}] {{ consent.title }}")
    table(document, "consent", CONSENT)
    notices(document, signed)
    layout.tag(document, "endfor")


def notices(document: Document, signed: str = "") -> None:
    layout.note(document, "근거: {{ consent.law }} · 문안 {{ consent.version }}", last=signed)


CONSENT = ("동의 여부", "동의함", "동의하지 않음")


def table(document: Document, of: str, choice: tuple[str, str, str] | None = None) -> None:
    """Purpose, items, period … a row each, and the choice under them: its head, and what yes and no are called."""
    made = layout.grid(document, [38, 132])
    layout.tag_row(made, f"for block in {of}.blocks")
    styling.keep(layout.add_row(made, [(1, "#", "{{ block.label }}"), (1, "<", "{{ block.text }}")], 6))
    layout.tag_row(made, "endfor")
    if choice:
        head, yes, no = choice
        said = f"{{{{ consent.yes }}}} {yes}      {{{{ consent.no }}}} {no}          {{{{ consent.record }}}}"
        styling.keep(layout.add_row(made, [(1, "#", head), (1, "<", said)], 6))
