"""The two numbers an application has, which nobody may take for each other: its own, from the day it is begun, and its
receipt's, from the day it is submitted. An R (for receipt) tells them apart: 2024-221-P0006 is a registration, and
2024-221-PR00006 a receipt of one. Receipts given before had no R; they stay as they were given, and count."""

import re
from collections.abc import Iterable

from programme.characters import folded

APART = re.compile(r"[^0-9a-z]")


def application_number(call: str, prefix: str, place: int) -> str:
    """call: its slug; prefix: of the kind of application, "" for a project."""
    return f"{call}-{prefix}{place:04d}"


def receipt_number(call: str, prefix: str, place: int) -> str:
    return f"{call}-{prefix}R{place:05d}"


def receipt_places(call: str, prefix: str, receipts: Iterable[str]) -> list[int] | None:
    """Which receipts of a kind these are, in order: the first is 1; None when one is no receipt of that kind."""
    shape = re.compile(rf"{re.escape(call)}-{prefix}R?(\d{{5,}})")
    found = [shape.fullmatch(receipt) for receipt in receipts]
    return sorted(int(each[1]) for each in found if each) if all(found) else None


def compared(text: str) -> str:
    """A number as it is looked for: blanks, hyphens, width and case do not count."""
    return APART.sub("", folded(text))
