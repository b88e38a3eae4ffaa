"""Which values a template asks for, known since it was compiled."""

from __future__ import annotations

from docgen import artefact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any


def names(template: Path | str, cache: Path | str | None = None) -> set[str]:
    """Every value the template names, loop variables resolved: {"project.title", "kpi.rows", "kpi.rows[].name", …}.

    Raises Refused for a template that does not compile.
    """
    return set(artefact.of(template, cache).facts["names"])


def unknown(template: Path | str, context: dict[str, Any], cache: Path | str | None = None) -> set[str]:
    """The tags the context has no value for; its lists must hold an item for what their rows name."""
    return names(template, cache) - paths(context)


def pictures(template: Path | str, cache: Path | str | None = None) -> dict[str, list[list[int]]]:
    """The template's placeholder pictures: {name: [[width, height] of each place it has, in EMU, 36,000 a mm]}."""
    return dict(artefact.of(template, cache).facts["pictures"])


def paths(value: Any, at: str = "") -> set[str]:
    """Every path into the data, in the notation of `names`."""
    if isinstance(value, list):
        return {at}.union(*(paths(item, f"{at}[]") for item in value))
    if isinstance(value, dict):
        return {at}.union(*(paths(item, f"{at}.{name}".lstrip(".")) for name, item in value.items()))
    return {at}


def mentioned(block: list[Any]) -> set[str]:
    """The paths a program reads, in the notation of `names`; pictures and what loops count are none."""
    return {name for name in read(block, {"loop": ""}) if name.partition(".")[0] != "pictures"}


def read(block: list[Any], scope: dict[str, str]) -> Iterator[str]:
    """scope: {loop variable: the path of one of its items}."""
    for kind, *parts in block:
        if kind == "t":
            yield from reads(parts[2], scope)
        elif kind == "f":
            name, many, _, body, other = parts
            listed = list(reads(many, scope))
            yield from listed
            yield from read(body, scope | {name: f"{listed[0]}[]" if listed else ""})
            yield from read(other, scope)
        else:
            for test, body in parts[0]:
                yield from reads(test, scope)
                yield from read(body, scope)
            yield from read(parts[1], scope)


def reads(expression: Any, scope: dict[str, str]) -> Iterator[str]:
    """The paths in an expression."""
    if expression and expression[0] == "path":
        first, *rest = expression[1:]
        if parent := scope.get(first, first):
            yield parent + "".join("[]" if isinstance(key, int) else f".{key}" for key in rest)
    else:
        for part in expression:
            if isinstance(part, list):
                yield from reads(part, scope)
