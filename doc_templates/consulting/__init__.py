"""The document of a request for consulting (붙임1): one sheet."""

from doc_templates.consulting.sheet import draw

DRAWN = {"sheet": draw}
