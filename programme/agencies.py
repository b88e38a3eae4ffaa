"""A body one writes to or calls: a call's package says which there are (8. 문의처). The mail addresses of its 수행기관 are
entered by staff: models.staff.Agency."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Agency:
    name: str
    phones: tuple[str, ...]
    short: str = ""  # where there is little room
