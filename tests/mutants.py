"""What would nobody notice? Changes one thing at a time in the modules where a mistake costs most, and runs their
tests.

`python -m tests.mutants [WORD …] [--every N] [--seconds S]`: only modules whose path holds a WORD; each Nth mutation;
stop after S seconds. No file is touched: a child process gets the changed module from memory (docs/adr/0025).
"""

import argparse
import ast
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
SECONDS = 300  # a child that takes longer hangs: noticed
# A module or a package, and the tests that concern it. Files printed from tables are no tests of them.
CONCERN: dict[str, str] = {
    "programme/rules": "test_rules test_rules_eligibility test_rules_money test_rules_plan test_rules_evidence test_grounds "
    "test_pool_data",
    "services/drafts/merge.py": "test_merging",
    "services/access/permissions.py": "test_table_of_permissions",
    "models/base.py": "test_database test_sessions",
    "models/prepared.py": "test_database test_search",
    "services/submissions/lifecycle.py": "test_submission_of_several test_submission test_unused_answers test_mail_clock "
    "test_deadline test_registrations test_consulting test_states_at_the_door test_cases",
    "docgen": "test_docgen test_docgen_mending test_docgen_pictures test_docgen_preview",
}
PAIRS = ((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot))
PAIRS += ((ast.Add, ast.Sub), (ast.And, ast.Or))
SWAPS = dict(PAIRS) | {other: one for one, other in PAIRS}
NOISE = ("TYPE_CHECKING", "__name__")  # what only tools or the command line read

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


def in_order(node: ast.AST) -> Iterator[ast.AST]:
    """Every node, as Put counts them."""
    yield node
    for child in ast.iter_child_nodes(node):
        yield from in_order(child)


def mutations(path: Path) -> Iterator[tuple[str, Path, ast.Module]]:
    text = path.read_text(encoding="utf-8")
    for place, node in enumerate(in_order(ast.parse(text))):
        for what, other in chain(operators(node), statements(node)):
            if not any(word in ast.unparse(node)[:60] for word in NOISE):
                tree = Put(place, other).visit(ast.parse(text))
                yield f"{path.relative_to(HOUSE)}:{node.lineno} {what}", path, ast.fix_missing_locations(tree)


class Instead(importlib.machinery.SourceFileLoader):
    """Loads one module from a changed tree."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        name = ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")
        super().__init__(name, str(path))
        self.tree = tree

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, name: str) -> object:
        return compile(self.tree, self.path, "exec")


def noticed(path: Path, tree: ast.Module | None, tests: list[str]) -> bool:
    """Whether a test fails with the changed module, in a child that ends with it."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        for stream in (0, 1, 2):
            os.dup2(os.open(os.devnull, os.O_RDWR), stream)
        if tree:
            sys.meta_path.insert(0, Instead(path, tree))
        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests])))
    return os.waitpid(child, 0)[1] != 0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("words", nargs="*")
    for name, usual in (("--every", 1), ("--seconds", 10**9)):
        parser.add_argument(name, type=int, default=usual)
    asked, began, killed, survived = parser.parse_args(), time.monotonic(), 0, 0
    for module in ("docxtpl", "flask", "hypothesis", "peewee", "wtforms"):  # so that no child has to
        importlib.import_module(module)
    for concern, names in CONCERN.items():
        tests = [str(HOUSE / "tests" / f"{name}.py") for name in names.split()]
        paths = sorted((HOUSE / concern).glob("*.py")) or [HOUSE / concern]
        paths = [path for path in paths if any(word in str(path.relative_to(HOUSE)) for word in asked.words or [""])]
        if paths and noticed(paths[0], None, tests):
            sys.exit(f"{names}: they fail without any mutation")
        for what, path, tree in list(chain.from_iterable(map(mutations, paths)))[:: asked.every]:
            if time.monotonic() - began > asked.seconds:
                break
            seen = noticed(path, tree, tests)
            killed, survived = killed + seen, survived + (not seen)
            print(f"{'killed' if seen else 'SURVIVED'} {what}", flush=True)
    print(f"{killed} killed, {survived} survived")


if __name__ == "__main__":
    main()
