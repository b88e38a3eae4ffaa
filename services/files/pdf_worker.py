"""The child that binds documents into one PDF: reads {"to": path, "documents": [{path, key, title}], "tagged": whether
they are tagged PDFs of ours and the whole shall be}, says {"done": n} after each, and at the end {"pages": n} or
{"failed": number of the document, "why": one of binding.WHY}.

Run by services/pdf/evidence_pdf.py as `python -m services.files.pdf_worker`; what it opens was uploaded by strangers.
"""

import io
import json
import sys
from typing import Any

from services.files.child_process import limit, report
from services.files.pdf_tags import Tags

PAGES = 1000


class Trouble(Exception):
    """A document that cannot be bound; the message is why, one of binding.WHY."""


def main() -> None:
    limit()
    from pypdf import PdfWriter

    task = json.load(sys.stdin)
    writer = PdfWriter()
    tags = Tags(writer) if task.get("tagged") else None
    number = 0
    try:
        for number, part in enumerate(task["parts"]):
            bind(writer, part, tags)
            report(done=number + 1)
        if tags:
            tags.write()
        writer.write(task["to"])
    except Trouble as trouble:
        report(failed=number, why=str(trouble))
    except (MemoryError, OSError):
        report(failed=number, why="large")
    except Exception:  # pypdf raises anything on what is broken
        report(failed=number, why="damaged")
    else:
        report(pages=len(writer.pages))


def bind(writer: Any, part: dict[str, str], tags: Tags | None = None) -> None:
    """Append a document and its bookmark. Raises Trouble, and whatever pypdf does."""
    from pypdf import PdfReader

    from services.files import pdf_files, pdf_images, sealed_file

    content = sealed_file.told(part)
    first = len(writer.pages)
    begins = pdf_files.start(content)
    if begins >= 0:
        reader = PdfReader(io.BytesIO(content[begins:]))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Trouble("password")
        if not reader.pages:
            raise Trouble("damaged")
        if first + len(reader.pages) > PAGES:
            raise Trouble("pages")
        writer.append(reader, import_outline=False)
        if tags:
            tags.add(reader, first)
    else:
        try:
            pdf_images.append_page(writer, content)
        except pdf_images.NotPlain as error:
            raise Trouble("picture") from error
    writer.add_outline_item(title=part["title"], page_number=first)


if __name__ == "__main__":
    main()
