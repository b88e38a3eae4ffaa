"""The document engine: an ordinary docxtpl Word template and plain data in, the filled document's bytes out.

It knows nothing of this site. Nothing is ever dropped silently: a value Word could not show, a tag without a value and
a template that does not stay well-formed are refused. Equal input gives equal bytes.
"""

from docgen.errors import NotAPicture, NotPlain, Refused, Unknown, Unprintable
from docgen.fill import render
from docgen.images import measured
from docgen.pages import preview, sections
from docgen.tags import names, pictures, unknown

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"  # of what render makes

__all__ = [
    "DOCX",
    "NotAPicture",
    "NotPlain",
    "Refused",
    "Unknown",
    "Unprintable",
    "measured",
    "names",
    "pictures",
    "preview",
    "render",
    "sections",
    "unknown",
]
