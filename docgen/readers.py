"""Expressions made ready once, for what a running template asks again and again: which loop, which test."""

from __future__ import annotations

from functools import partial
from operator import itemgetter

from docgen.expressions import COMPARISONS, FILTERS, evaluate, look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Scope = dict[str, Any]


def reader(expression: list[Any]) -> Callable[[Scope], Any]:
    """What finds an expression's value in a scope: `evaluate` unfolded for the kinds that tests are mostly made of."""
    kind, *parts = expression
    if kind == "path":
        return itemgetter(*parts) if len(parts) == 1 else two(*parts) if len(parts) == 2 else partial(look, parts)
    if kind == "const":
        return partial(constant, parts[0])
    if kind == "compare" and len(parts[1]) == 1:
        operation, other = parts[1][0]
        return compared(COMPARISONS[operation], reader(parts[0]), reader(other))
    if kind == "filter" and not parts[2] and parts[0] not in ("d", "default"):
        return nested(FILTERS[parts[0]][1], reader(parts[1]))
    return partial(evaluate, expression)


def two(first: Any, second: Any) -> Callable[[Scope], Any]:
    return lambda scope: scope[first][second]


def compared(
    operation: Callable[[Any, Any], Any], one: Callable[[Scope], Any], other: Callable[[Scope], Any]
) -> Callable[[Scope], Any]:
    return lambda scope: operation(one(scope), other(scope))


def nested(function: Callable[[Any], Any], inner: Callable[[Scope], Any]) -> Callable[[Scope], Any]:
    return lambda scope: function(inner(scope))


def constant(value: Any, _: Scope) -> Any:
    return value
