"""Letters about what became of a case after closing."""

from doc_templates.evaluation.ineligible import draw as draw_ineligible

DRAWN = {"ineligible": draw_ineligible}
