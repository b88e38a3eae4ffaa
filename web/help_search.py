"""Searching the help and the words explained: both are short, and read through each time."""

import re
from collections.abc import Iterable

from markupsafe import Markup

from programme.characters import folded
from programme.guidance import GROUPS, Definition

HEADING = re.compile("(?=<h2)")


def matches(wanted: str, text: str) -> bool:
    """Whether every word that is looked for stands in the text, whatever its case and its blanks."""
    there = folded(text).replace(" ", "")
    return all(word in there for word in folded(wanted).split())


def definitions(wanted: str) -> dict[str, list[Definition]]:
    """The words that are looked for, by their group; those whose name has them come first."""
    found = {
        group: sorted(
            (one for one in each if matches(wanted, one.searched)),
            key=lambda one: not matches(wanted, " ".join((one.name, *one.also))),
        )
        for group, each in GROUPS.items()
    }
    return {group: each for group, each in found.items() if each}


def sections(html: str, wanted: str) -> list[Markup]:
    """The parts of a page, cut at its headings, that say what is looked for. html: drawn by a template of ours."""
    parts: Iterable[Markup] = (Markup(part) for part in HEADING.split(html) if part.strip())  # noqa: S704
    return [part for part in parts if matches(wanted, part.striptags())]
