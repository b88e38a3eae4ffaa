"""The documents of a 현장평가: an evaluator's sheet."""

from doc_templates.site.sheet import draw

DRAWN = {"sheet": draw}
