"""Finding out by name what stopped a run: the same program again, slowly, each value checked and its path known."""

from __future__ import annotations

from docgen.errors import NotPlain, Unknown, Unprintable
from docgen.expressions import evaluate
from docgen.program import counted, listed, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Scope = dict[str, Any]


class Nothing(Exception):
    """No value stands at this path."""


class Tracer:
    """scope: the data; names: what each loop variable is, e.g. {"row": "kpi.rows[2]"}."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def block(self, program: list[Any], scope: Scope) -> None:
        """Raises the error that names what is wrong, if anything is."""
        for node in program:
            getattr(self, {"t": "texts", "f": "repeat", "i": "choose"}[node[0]])(node, scope)

    def texts(self, node: list[Any], scope: Scope) -> None:
        for how, expression in node[3]:
            if how in ("text", "flat", "shade"):
                self.printable(self.value(expression, scope), self.named(expression))

    def repeat(self, node: list[Any], scope: Scope) -> None:
        _, name, many, _, body, other = node
        path, items = self.named(many), self.value(many, scope)
        try:
            listed(items)
        except NotPlain as error:
            raise NotPlain(f"{path} {error}") from None
        if not items:
            self.block(other, scope)
        before = dict(self.names)
        for place, item in enumerate(items):
            self.names[name] = f"{path}[{place}]"
            self.block(body, scope | {name: item, "loop": counted(place, len(items))})
        self.names = before

    def choose(self, node: list[Any], scope: Scope) -> None:
        for test, body in node[1]:
            if self.value(test, scope):
                self.block(body, scope)
                return
        self.block(node[2], scope)

    def value(self, expression: Any, scope: Scope) -> Any:
        try:
            return evaluate(expression, scope, self.look)
        except Nothing as error:
            raise Unknown(f"{error} has no value") from None
        except Unknown as error:
            raise Unknown(f"{self.named(expression)}{error}") from None
        except TypeError as error:
            raise NotPlain(f"{self.named(expression)} {error}") from None

    def look(self, keys: Any, scope: Scope) -> Any:
        value: Any = scope
        for place, key in enumerate(keys):
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                raise Nothing(self.path(keys[: place + 1])) from None
        return value

    def named(self, expression: Any) -> str:
        """The path an expression is about: its first."""
        if expression[0] == "path":
            return self.path(expression[1:])
        return next((self.named(part) for part in expression[1:] if isinstance(part, list)), "a constant")

    def path(self, keys: Any) -> str:
        first, *rest = keys
        return self.names.get(first, first) + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in rest)

    def printable(self, value: Any, path: str) -> None:
        """Raises NotPlain or Unprintable."""
        try:
            one = text(value)
        except NotPlain as error:
            raise NotPlain(f"{path} {error}") from None
        for place, character in enumerate(one, start=1):
            if not legal(ord(character)):
                raise Unprintable(f"{path} holds U+{ord(character):04X} at character {place}")


def legal(code: int) -> bool:
    """Whether XML 1.0 can carry it. A carriage return becomes a line break before it is written."""
    if code < 0x20:
        return code in (0x09, 0x0A, 0x0D)
    return code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF


def explain(programs: list[list[Any]], scope: Scope) -> None:
    """Run the programs as they are stored; raises the named error of the first thing wrong, or nothing."""
    for program in programs:
        Tracer().block(program, scope)
