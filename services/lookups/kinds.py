"""All kinds of question the worker puts."""

from datetime import datetime

from services.lookups import addresses, business_status, questions

KINDS = {kind.name: kind for kind in (business_status.KIND, addresses.KIND)}


def sweep(at: datetime) -> int:
    """Drop what is not kept any longer, of all kinds; how many."""
    return sum(questions.sweep(kind, at) for kind in KINDS.values())
