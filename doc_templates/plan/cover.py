"""The plan's cover."""

from docx.document import Document
from docx.shared import Pt
from docx.table import _Cell

from doc_templates import layout, parts, pictures, styling
from programme.pictures import SEALS, seal_of

LINE = 9  # mm a company has to sign on, as high as its seal


def draw(document: Document) -> None:
    layout.label_table(document, [("{{ reception.number }}", "{{ stamp.receipt }}", "과제번호", "{{ stamp.number }}")])
    layout.centred(document, "{{ call.notice }}", before=40)
    layout.centred(document, "{{ call.title }}", points=19, before=6, bold=True)
    layout.gap(document, 10)
    table = layout.grid(document, [layout.WIDTH])
    row = layout.add_row(table, [(1, "|", "사 업 계 획 서")], 26)
    styling.outline(table, "double", 6)
    styling.fill(row.cells[0], layout.PALE)
    run = row.cells[0].paragraphs[0].runs[0]
    run.font.size, run.bold = Pt(30), True
    layout.centred(document, "{{ stamp.status }}", before=4)
    layout.gap(document, 2)
    cover_table(layout.frame(document, 4, 60))
    layout.gap(document, 2)
    submission_block(layout.frame(document, 5, 92, top=True))
    layout.centred(document, "{{ call.addressee }}  귀하", points=17, bold=True)


def cover_table(frame: _Cell) -> None:
    layout.label_table(
        frame,
        [
            ("과제명", "{{ overview.project }}"),
            ("지원구분", "{{ track.track }}", "지원유형", "{{ track.service_type }}"),
            ("구축기간", layout.period("overview")),
            ("총사업비", "{{ funding.total_hangul }}"),
            ("도입기업", "{{ adopter_names }}", "공급기업", "{{ supplier_names }}"),
        ],
    )
    layout.gap(frame, 1)


def submission_block(frame: _Cell) -> None:
    """What is said and by whom: in one piece with whom it is said to, so that nobody signs on a page of its own."""
    layout.centred(frame, "위와 같이 사업계획서를 제출하며, 적은 내용이 사실과 다름없음을 확인합니다.")
    layout.centred(frame, parts.DAY, before=10)
    layout.gap(frame, 6)
    signers(frame)
    layout.gap(frame, 2)
    for paragraph in frame.paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def signers(frame: _Cell) -> None:
    """A line a company with its representative's seal, where it was uploaded, over "(인)"."""
    table = layout.grid(frame, [8, 34, 76, 32, 20])
    styling.unruled(table)
    layout.tag_row(table, "for one in companies")
    row = layout.add_row(
        table,
        [
            (1, "<", ""),
            (1, "<", "{{ one.part }}"),
            (1, "<", "{{ one.company.name }}"),
            (1, "|", "{{ one.company.representative }}"),
            (1, "|", ""),
        ],
        LINE,
    )
    signed = pictures.sealed(row.cells[4], "(인)", LINE)
    for number in range(1, SEALS + 1):
        signed.add_run(f"{{%r if pictures.{seal_of(number)} %}}")
        signed.add_run(f'{{%r if one.no == "{number}" %}}')
        pictures.seal(signed, LINE, seal_of(number))
        signed.add_run("{%r endif %}")
        signed.add_run("{%r endif %}")
    layout.tag_row(table, "endfor")
