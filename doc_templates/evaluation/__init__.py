"""Letters about what became of a case after closing."""

from doc_templates.evaluation.ineligible import draw as draw_ineligible
from doc_templates.evaluation.site_result import draw as draw_site_result

DRAWN = {"ineligible": draw_ineligible, "site_result": draw_site_result}
