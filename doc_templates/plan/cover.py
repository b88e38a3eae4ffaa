"""The plan's cover."""

from docx.document import Document
from docx.shared import Pt

from doc_templates import layout, parts


def draw(document: Document) -> None:
    layout.facts(document, [("{{ reception.number }}", "{{ stamp.receipt }}", "과제번호", "{{ stamp.number }}")])
    layout.centred(document, "{{ call.notice }}", before=70)
    layout.centred(document, "{{ call.title }}", points=19, before=6, bold=True)
    layout.gap(document, 10)
    table = layout.grid(document, [layout.WIDTH])
    row = layout.add_row(table, [(1, "|", "사 업 계 획 서")], 26)
    layout.outline(table, "double", 6)
    layout.fill(row.cells[0], layout.PALE)
    run = row.cells[0].paragraphs[0].runs[0]
    run.font.size, run.bold = Pt(30), True
    layout.centred(document, "{{ stamp.status }}", before=4)
    layout.gap(document, 60)
    facts(document)
    layout.centred(
        document,
        "위와 같이 사업계획서를 제출하며, 적은 내용이 사실과 다름없음을 확인합니다.",
        before=56,
    )
    layout.centred(document, parts.DAY, before=24)
    layout.gap(document, 12)
    signers(document)
    layout.centred(document, "{{ call.addressee }}  귀하", points=17, before=36, bold=True)


def facts(document: Document) -> None:
    layout.facts(
        document,
        [
            ("과제명", "{{ overview.project }}"),
            ("지원구분", "{{ track.track }}", "지원유형", "{{ track.service_type }}"),
            ("구축기간", "{{ overview.starts }} ~ {{ overview.ends }}", "총사업비", "{{ funding.total_hangul }}"),
            ("도입기업", "{{ adopter_names }}", "공급기업", "{{ supplier_names }}"),
        ],
    )


def signers(document: Document) -> None:
    """A line a company with room for its representative's seal; the lead's is printed where it was uploaded."""
    table = layout.grid(document, [18, 38, 62, 38, 14])
    layout.unruled(table)
    layout.tag_row(table, "for one in companies")
    row = layout.add_row(
        table,
        [
            (1, "<", ""),
            (1, "<", "{{ one.part }}"),
            (1, "<", "{{ one.company.name }}"),
            (1, ">", "{{ one.company.representative }}   (인)"),
            (1, "|", ""),
        ],
        8,
    )
    signed = row.cells[4].paragraphs[0]
    signed.add_run("{%r if one.lead %}")
    layout.seal(signed)
    signed.add_run("{%r endif %}")
    layout.tag_row(table, "endfor")
