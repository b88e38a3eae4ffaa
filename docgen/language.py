"""The template language: jinja's parser reads it, a whitelist decides, plain lists come out (compile time only).

An expression becomes one of
    ["path", "project", "title"] · ["const", 1] · ["not", e] · ["and", e, e] · ["or", e, e] · ["choice", test, e, e]
    ["compare", e, [["gt", e], …]] · ["filter", name, e, [constant, …]]
and a template's text one line of static text and marks (see `Marks`). Nothing else compiles: no calls, no arithmetic,
no names beginning with "_", no tests, no macros, no includes.
"""

from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from docgen.errors import Refused
from docgen.expressions import FILTERS
from docgen.refusals import LOOPS, expression_of, filter_of, name_of, paragraph_of, syntax, tag_of

OPEN, CLOSE = "\ue000", "\ue001"  # private use: around a mark's code
RESERVED = {"self", "super", "caller", "varargs", "kwargs", "loop"}
LOOP = {"index", "index0", "first", "last", "length", "revindex", "revindex0"}


class Marks:
    """The tags of a template, each standing in its text as a mark: OPEN code CLOSE.

    v3: slots[3] · f0, i0: blocks[0] begins, a for or an if · l0: its next elif · e0: its else · x0: its end
    """

    def __init__(self) -> None:
        self.slots: list[Any] = []
        self.blocks: list[Any] = []  # ["for", name, expression, whether its body reads loop] or ["if", test, test, …]
        self.environment = Environment()  # noqa: S701 - parses only

    def value(self, expression: Any) -> str:
        """A mark for a new slot."""
        self.slots.append(expression)
        return mark(f"v{len(self.slots) - 1}")

    def condition(self, test: Any) -> tuple[str, str]:
        """Marks around what only stands when the test holds."""
        self.blocks.append(["if", test])
        return mark(f"i{len(self.blocks) - 1}"), mark(f"x{len(self.blocks) - 1}")

    def text(self, source: str) -> str:
        """A part's text with its tags replaced by marks. A line of it is a paragraph.

        Raises Refused, saying which paragraph.
        """
        lines = source.split("\n")
        try:
            return self.run(self.environment.parse(source).body, False)
        except TemplateSyntaxError as error:
            raise Refused(f"{syntax(error.message or '')} ({paragraph_of(lines, error.lineno)})") from None
        except Forbidden as error:
            raise Refused(f"{error} ({paragraph_of(lines, error.line)})") from None

    def run(self, body: list[nodes.Node], looping: bool) -> str:
        return "".join(self.node(node, looping) for node in body)

    def node(self, node: nodes.Node, looping: bool) -> str:
        """looping: whether it stands in a for, so that there is a loop to ask."""
        if isinstance(node, nodes.Output):
            return "".join(
                part.data if isinstance(part, nodes.TemplateData) else self.value(self.expression(part, looping))
                for part in node.nodes
            )
        if isinstance(node, nodes.For):
            return self.loop(node, looping)
        if isinstance(node, nodes.If):
            return self.choice(node, looping)
        raise Forbidden(node, tag_of(type(node).__name__.lower()))

    def loop(self, node: nodes.For, looping: bool) -> str:
        target = node.target
        if not isinstance(target, nodes.Name) or node.test or node.recursive:
            raise Forbidden(node, LOOPS)
        check(node, target.name)
        many = self.expression(node.iter, looping)
        number = len(self.blocks)
        counts = any(name.name == "loop" for name in node.find_all(nodes.Name))
        self.blocks.append(["for", target.name, many, counts])
        body = mark(f"f{number}") + self.run(node.body, True)
        other = mark(f"e{number}") + self.run(node.else_, looping) if node.else_ else ""
        return body + other + mark(f"x{number}")

    def choice(self, node: nodes.If, looping: bool) -> str:
        number = len(self.blocks)
        tests = [self.expression(branch.test, looping) for branch in (node, *node.elif_)]
        self.blocks.append(["if", *tests])
        bodies = [self.run(branch.body, looping) for branch in (node, *node.elif_)]
        text = mark(f"i{number}") + mark(f"l{number}").join(bodies)
        other = mark(f"e{number}") + self.run(node.else_, looping) if node.else_ else ""
        return text + other + mark(f"x{number}")

    def expression(self, node: nodes.Node, looping: bool) -> list[Any]:
        if isinstance(node, nodes.Const):
            return ["const", node.value]
        if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            found = keys(node, looping)
            if found == ["loop"]:
                raise Forbidden(node, "loop는 혼자 쓸 수 없습니다. loop.index처럼 쓰세요.")
            return ["path", *found]
        if isinstance(node, nodes.Filter):
            return self.filtered(node, looping)
        if isinstance(node, nodes.Compare):
            others = [[operand.op, self.expression(operand.expr, looping)] for operand in node.ops]
            return ["compare", self.expression(node.expr, looping), others]
        return self.joined(node, looping)

    def joined(self, node: nodes.Node, looping: bool) -> list[Any]:
        if isinstance(node, nodes.Not):
            return ["not", self.expression(node.node, looping)]
        if isinstance(node, nodes.And | nodes.Or):
            name = type(node).__name__.lower()
            return [name, self.expression(node.left, looping), self.expression(node.right, looping)]
        if isinstance(node, nodes.CondExpr) and node.expr2:
            return ["choice", *(self.expression(part, looping) for part in (node.test, node.expr1, node.expr2))]
        raise Forbidden(node, expression_of(type(node).__name__))

    def filtered(self, node: nodes.Filter, looping: bool) -> list[Any]:
        if node.name not in FILTERS or node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None:
            raise Forbidden(node, filter_of(node.name))
        arguments = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        if len(arguments) != len(node.args) or len(arguments) not in FILTERS[node.name][0]:
            raise Forbidden(node, f"“{node.name}” 필터에 이런 인자는 쓸 수 없습니다. 글자나 수를 그대로 쓰세요.")
        return ["filter", node.name, self.expression(node.node, looping), arguments]


def keys(node: nodes.Node, looping: bool) -> list[str | int]:
    """a.b["c"][0] as ["a", "b", "c", 0]."""
    if isinstance(node, nodes.Name):
        check(node, node.name, allowed={"loop"} if looping else frozenset())
        return [node.name]
    if isinstance(node, nodes.Getattr):
        check(node, node.attr, RESERVED)
        before = keys(node.node, looping)
        if before == ["loop"] and node.attr not in LOOP:
            raise Forbidden(node, f"loop.{node.attr}는 쓸 수 없습니다. 쓸 수 있는 것: {', '.join(sorted(LOOP))}")
        return [*before, node.attr]
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and type(node.arg.value) in (str, int):
        check(node, str(node.arg.value), RESERVED)
        return [*keys(node.node, looping), node.arg.value]
    raise Forbidden(node, "값의 이름이 아닌 것의 안을 가리킵니다. 이름.안쪽이름이나 이름[0]처럼 쓰세요.")


def check(node: nodes.Node, name: str, allowed: set[str] | frozenset[str] = frozenset()) -> None:
    """Raises Forbidden for a name that is jinja's own, or hidden."""
    if name.startswith("_") or name in RESERVED - allowed:
        raise Forbidden(node, name_of(name))


class Forbidden(Exception):
    """A node this language has not."""

    def __init__(self, node: nodes.Node, says: str) -> None:
        super().__init__(says)
        self.line = node.lineno or 1


def mark(code: str) -> str:
    return f"{OPEN}{code}{CLOSE}"
