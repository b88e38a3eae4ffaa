"""서식8: the supplier's people – who each is, where they worked, and that they agree to be shown."""

from docx.document import Document

from doc_templates import layout, page, parts
from doc_templates.certificates import certificate
from doc_templates.layout import Column

NAME = "공급기업 투입인력 경력"


def draw() -> Document:
    document = page.blank("서식 8", NAME)
    layout.name_box(document, NAME)
    parts.company(document)
    layout.sub(document, "투입인력 명단")
    layout.listing(
        document,
        "person in company.staff",
        [
            Column("연번", 14, "{{ person.no }}", "|"),
            Column("성명", 30, "{{ person.name }}", "|"),
            Column("직위", 26, "{{ person.position }}", "|"),
            Column("직무", 52, "{{ person.job }}", "|"),
            Column("투입공수(MM)", 27, "{{ person.months }}", ">"),
            Column("경력(년)", 21, "{{ person.years }}", ">"),
        ],
    )
    certificate(document, "경력 증빙(SW기술자 경력증명서 또는 학력·경력·자격 증명)", "company.evidence.careers")
    parts.signature(document)
    layout.tag(document, "for person in company.staff")
    one(document)
    layout.tag(document, "endfor")
    return document


def one(document: Document) -> None:
    """One person; reads `person`."""
    layout.heading(document, "{{ person.no }}", "{{ person.name }}")
    layout.label_table(
        document,
        [
            ("성명", "{{ person.name }}", "생년월일", "{{ person.birth }}"),
            ("직위", "{{ person.position }}", "맡은 역할", "{{ person.role }}"),
            ("학과·전공", "{{ person.major }}", "자격", "{{ person.qualification }}"),
            ("경력증명서 번호", "{{ person.certificate }}"),
        ],
        together=True,
    )
    layout.gap(document, together=True)
    layout.listing(
        document,
        "career in person.careers",
        [
            Column("기간", 38, layout.period("career"), "|"),
            Column("근무처·사업", 44, "{{ career.workplace }}"),
            Column("맡은 일", 56, "{{ career.duty }}"),
            Column("사용 기술", 32, "{{ career.skill }}"),
        ],
        together=layout.FEW,
    )
    layout.gap(document, together=True)
    table = layout.grid(document, [layout.WIDTH])
    line = "{{ career_line }}"
    row = layout.add_row(
        table, [(1, "<", f"{line}\n20      년      월      일          성 명: {{{{ person.name }}}}          (서명)")]
    )
    row.cells[0].paragraphs[-1].style = "표 숫자"
