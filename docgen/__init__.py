"""The document engine: an ordinary docxtpl Word template and plain data in, the filled document's bytes out.

It knows nothing of this site. Nothing is ever dropped silently: a value Word could not show, a tag without a value and
a template that does not stay well-formed are refused. Equal input gives equal bytes.
"""

from docgen.fill import render
from docgen.plain import NotPlain, Unprintable
from docgen.tags import names, unknown

__all__ = ["NotPlain", "Unprintable", "names", "render", "unknown"]
