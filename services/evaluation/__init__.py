"""After closing: cases and their moves, the requirement check, completion, and what is told about them."""

# Each says what moves owe.
from services.evaluation import completion, ineligible, letters, requirements, results  # noqa: F401
