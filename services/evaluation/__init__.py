"""After closing: cases and their moves, the requirement check, completion, and what is told about them."""

from services.evaluation import completion, ineligible, letters, requirements, results  # noqa: F401 - each says what moves owe
