"""The document of a consulting visit's result (붙임1): one sheet, written by the agency."""

from doc_templates.consulting_result.result import draw

DRAWN = {"result": draw}
