"""Which values a template asks for, known since it was compiled."""

from __future__ import annotations

from docgen import artefact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


def names(template: Path, cache: Path | None = None) -> set[str]:
    """Every value the template names, loop variables resolved: {"project.title", "kpi.rows", "kpi.rows[].name", …}.

    Raises Refused for a template that does not compile.
    """
    return set(artefact.of(template, cache).facts["names"])


def unknown(template: Path, context: dict[str, Any], cache: Path | None = None) -> set[str]:
    """The tags the context has no value for; its lists must hold an item for what their rows name."""
    return names(template, cache) - paths(context)


def pictures(template: Path, cache: Path | None = None) -> dict[str, list[list[int]]]:
    """The template's placeholder pictures: {name: [[width, height] of each place it has, in EMU, 36,000 a mm]}."""
    return dict(artefact.of(template, cache).facts["pictures"])


def paths(value: Any, at: str = "") -> set[str]:
    """Every path into the data, in the notation of `names`."""
    if isinstance(value, list):
        return {at}.union(*(paths(item, f"{at}[]") for item in value))
    if isinstance(value, dict):
        return {at}.union(*(paths(item, f"{at}.{name}".lstrip(".")) for name, item in value.items()))
    return {at}
