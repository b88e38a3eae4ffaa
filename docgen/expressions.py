"""Expressions at run time: paths into plain data, and the filters templates may use.

Each filter does what jinja's of that name does, but None is empty.
"""

from __future__ import annotations

from operator import contains, eq, ge, gt, le, lt, ne

from docgen.errors import NotPlain, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Scope = dict[str, Any]
    Look = Callable[[Any, Scope], Any]


def text(value: Any) -> str:
    """The value as it prints. Raises NotPlain for what does not."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if type(value) in (int, bool):
        return str(value)
    raise NotPlain(f"is a {type(value).__name__}, not plain data")


def end(place: int) -> Callable[[Any], Any]:
    def found(value: Any) -> Any:
        if not value:
            raise Unknown(f"[{place}] has no value")
        return value[place]

    return found


FILTERS: dict[str, tuple[tuple[int, ...], Callable[..., Any]]] = {  # name: (how many arguments, what it does)
    "capitalize": ((0,), lambda value: text(value).capitalize()),
    "count": ((0,), len),
    "d": ((0, 1, 2), lambda value, *_: value),  # its argument is read by `evaluate`
    "default": ((0, 1, 2), lambda value, *_: value),
    "e": ((0,), text),  # everything is escaped, once
    "escape": ((0,), text),
    "first": ((0,), end(0)),
    "join": ((0, 1), lambda value, between="": between.join(map(text, value))),
    "last": ((0,), end(-1)),
    "length": ((0,), len),
    "lower": ((0,), lambda value: text(value).lower()),
    "replace": ((2,), lambda value, old, new: text(value).replace(old, new)),
    "string": ((0,), text),
    "trim": ((0, 1), lambda value, *characters: text(value).strip(*characters)),
    "upper": ((0,), lambda value: text(value).upper()),
}
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": eq,
    "ne": ne,
    "lt": lt,
    "lteq": le,
    "gt": gt,
    "gteq": ge,
    "in": lambda one, many: contains(many, one),
    "notin": lambda one, many: not contains(many, one),
}


def look(keys: Any, scope: Scope) -> Any:
    """What stands at ["a", "b", 0]; raises KeyError, IndexError or TypeError where nothing does."""
    value: Any = scope
    for key in keys:
        value = value[key]
    return value


def evaluate(expression: Any, scope: Scope, find: Look = look) -> Any:
    """The value of an expression as `language` writes it; find(keys, scope) looks a path up."""
    kind, *parts = expression
    if kind == "path":
        return find(parts, scope)
    if kind == "const":
        return parts[0]
    return OPERATIONS[kind](parts, scope, find)


def choice(parts: Any, scope: Scope, find: Look) -> Any:
    test, yes, no = parts
    return evaluate(yes if evaluate(test, scope, find) else no, scope, find)


def compare(parts: Any, scope: Scope, find: Look) -> bool:
    """a < b < c holds when each comparison does; later ones are not looked at once one does not."""
    value = evaluate(parts[0], scope, find)
    for operation, expression in parts[1]:
        other = evaluate(expression, scope, find)
        if not COMPARISONS[operation](value, other):
            return False
        value = other
    return True


def filtered(parts: Any, scope: Scope, find: Look) -> Any:
    name, expression, arguments = parts
    if name in ("d", "default"):
        return default(expression, scope, find, *arguments)
    return FILTERS[name][1](evaluate(expression, scope, find), *arguments)


def default(expression: Any, scope: Scope, find: Look, instead: Any = "", falsy: bool = False) -> Any:
    """instead for a path whose last name is missing, and for any false value when asked; parents must be there."""
    kind, *keys = expression
    if kind != "path":
        value = evaluate(expression, scope, find)
    else:
        parent = find(keys[:-1], scope)
        try:
            value = parent[keys[-1]]
        except (KeyError, IndexError, TypeError):
            return instead
    return instead if falsy and not value else value


def fit(parts: Any, scope: Scope, find: Look) -> int:
    """Width (0) or height (1) of a picture fitted into a box, its proportions kept; EMU, at least 1."""
    name, box, side = parts
    size = find(["pictures", name, "size"], scope)
    if size[0] * box[1] > size[1] * box[0]:  # wider than the box
        fitted = (box[0], box[0] * size[1] // size[0])
    else:
        fitted = (box[1] * size[0] // size[1], box[1])
    return max(fitted[side], 1)


OPERATIONS: dict[str, Callable[[Any, Scope, Look], Any]] = {
    "not": lambda parts, scope, find: not evaluate(parts[0], scope, find),
    "and": lambda parts, scope, find: evaluate(parts[0], scope, find) and evaluate(parts[1], scope, find),
    "or": lambda parts, scope, find: evaluate(parts[0], scope, find) or evaluate(parts[1], scope, find),
    "choice": choice,
    "compare": compare,
    "filter": filtered,
    "fit": fit,
}
