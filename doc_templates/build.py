"""Draw every template anew: python -m doc_templates.build [NAME …]. Overwrites edits made in Word."""

import io
import sys
import zipfile
from collections.abc import Callable

from docx.document import Document
from docx.opc.part import XmlPart
from lxml import etree

from doc_templates import (
    careers,
    certificates,
    consents,
    consulting,
    consulting_result,
    evaluation,
    page,
    plan,
    pool,
    receipt,
    site,
)

CONTENT_TYPES = "[Content_Types].xml"  # Word wants it first
IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
DRAWN: dict[str, Callable[[], Document]] = {
    "form1": plan.draw,
    "form2": consents.draw_credit,
    "form3": consents.draw_personal,
    "form4": certificates.draw_registration,
    "form5": certificates.draw_taxes,
    "form6": certificates.draw_accounts,
    "form7": certificates.draw_sme,
    "form8": careers.draw,
    "receipt": receipt.draw,
    **{f"pool/{name}": draw for name, draw in pool.DRAWN.items()},
    **{f"consulting/{name}": draw for name, draw in consulting.DRAWN.items()},
    **{f"site/{name}": draw for name, draw in site.DRAWN.items()},
    **{f"consulting_result/{name}": draw for name, draw in consulting_result.DRAWN.items()},
    **{f"evaluation/{name}": draw for name, draw in evaluation.DRAWN.items()},
}


def main(wanted: list[str]) -> None:
    for name in wanted or DRAWN:
        document, drawn = DRAWN[name](), io.BytesIO()
        tidy(document)
        document.save(drawn)
        (page.HERE / f"{name}.docx").write_bytes(settled(drawn))


def tidy(document: Document) -> None:
    """Take away the namespaces python-docx declares in every part and ours do not use: each filled document carries
    them."""
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            part.element.attrib.pop(IGNORABLE, None)
            etree.cleanup_namespaces(part.element)


def settled(drawn: io.BytesIO) -> bytes:
    """The same archive with nothing in it that depends on when or where it was packed."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != CONTENT_TYPES, name)):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the earliest a ZIP can say
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(member, source.read(name))
    return fixed.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
