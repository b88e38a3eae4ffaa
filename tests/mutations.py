"""What `make mutants` changes in a module: one node of its syntax tree at a time (docs/adr/0025)."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import CodeType
from typing import NamedTuple

HOUSE = Path(__file__).parent.parent
PAIRS = ((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot))
PAIRS += ((ast.Add, ast.Sub), (ast.And, ast.Or))
SWAPS = dict(PAIRS) | {other: one for one, other in PAIRS}
NOISE = ("TYPE_CHECKING", "__name__")  # what only tools or the command line read
PROMISES = ("frozen", "strict")  # to the reader: nothing here tries to break them

Variants = Iterator[tuple[str, ast.AST]]  # (what is changed, the node instead) of one node


def with_other(node: ast.AST, **fields: object) -> ast.AST:
    return type(node)(**{name: getattr(node, name) for name in node._fields} | fields)


def operators(node: ast.AST) -> Variants:
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            ops = [*node.ops[:place], SWAPS[type(op)](), *node.ops[place + 1 :]]
            yield f"{type(op).__name__} → {type(ops[place]).__name__}", with_other(node, ops=ops)
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPS:
        yield f"{type(node.op).__name__} → the other", with_other(node, op=SWAPS[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not", node.operand
    if isinstance(node, ast.BoolOp) and len(node.values) == 2:
        for one, other in (node.values, node.values[::-1]):
            yield f"without {ast.unparse(one)}", other


def statements(node: ast.AST) -> Variants:
    if isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        yield f"{node.value} → another", ast.Constant(not node.value if type(node.value) is bool else node.value + 1)
    elif isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.Constant):
        yield "return nothing", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield f"without {ast.unparse(node)[:60]}", ast.Pass()
    elif isinstance(node, ast.If | ast.IfExp):
        yield f"never {ast.unparse(node.test)[:60]}", with_other(node, test=ast.Constant(False))


class Put(ast.NodeTransformer):
    """Puts one node in another's place, which is the nth of the tree."""

    def __init__(self, place: int, other: ast.AST) -> None:
        self.place, self.other, self.seen = place, other, -1

    def visit(self, node: ast.AST) -> ast.AST:
        self.seen += 1
        if self.seen == self.place:
            return ast.copy_location(self.other, node)
        return super().generic_visit(node)


def in_order(node: ast.AST, statement: ast.stmt | None = None) -> Iterator[tuple[ast.AST, ast.stmt | None]]:
    """Every node, as Put counts them, and the statement it is in."""
    if isinstance(node, ast.stmt):
        statement = node
    yield node, statement
    for child in ast.iter_child_nodes(node):
        yield from in_order(child, statement)


def compiled(path: Path, change: ast.NodeVisitor | None = None) -> CodeType:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree = ast.fix_missing_locations(change.visit(tree)) if change else tree
    return compile(tree, str(path), "exec", dont_inherit=True)


class Mutation(NamedTuple):
    what: str
    path: Path
    lines: range
    place: int
    other: ast.AST

    def code(self) -> CodeType:
        """Of the whole module, with it."""
        return compiled(self.path, Put(self.place, self.other))


def of(path: Path) -> Iterator[Mutation]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    promised = {word.value for word in ast.walk(tree) if isinstance(word, ast.keyword) and word.arg in PROMISES}
    for place, (node, statement) in enumerate(in_order(tree)):
        for what, other in chain(operators(node), statements(node)) if node not in promised else ():
            if statement and not any(word in ast.unparse(statement)[:60] for word in NOISE):
                what = f"{path.relative_to(HOUSE)}:{node.lineno} {what}"
                lines = range(statement.lineno, (statement.end_lineno or 0) + 1)
                yield Mutation(what, path, lines, place, other)
