"""What would nobody notice? Changes one thing at a time in the modules where a mistake costs most, and runs the tests
that reach it.

`python -m tests.mutants [WORD …] [--every N] [--seconds S]`: only modules whose path holds a WORD; each Nth mutation;
stop after S seconds. No file is touched (docs/adr/0025).
"""

import argparse
import gc
import importlib
import importlib.machinery
import importlib.util
import inspect
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

from tests import mutations
from tests.mutations import HOUSE, Mutation, compiled

SECONDS = 300  # a child that takes longer hangs: noticed
MEMORY = 4 * 2**30  # so does one that takes more
# A module or a package, and the tests that concern it. Files printed from tables are no tests of them.
CONCERN: dict[str, str] = {
    "programme/rules": "test_rules test_rules_eligibility test_rules_money test_rules_plan test_rules_evidence test_grounds "
    "test_pool_data",
    "services/drafts/merge.py": "test_merging",
    "services/drafts/table_merge.py": "test_merging test_table_merge test_clashes",
    "services/access/accounts.py": "test_accounts test_sign_in test_sessions test_keys test_account_log test_rescue test_score_sheets",
    "services/access/account_log.py": "test_account_log",
    "services/access/course_document.py": "test_printed_tables",
    "services/access/evaluators.py": "test_evaluators",
    "services/access/log_filter.py": "test_request_hooks",
    "services/access/quotas.py": "test_quotas test_business_status test_addresses",
    "services/access/rejected_posts.py": "test_rescue test_quotas test_keys",
    "services/access/staff.py": "test_staff test_staff_pages test_account_log test_proposals",
    "services/access/permission_document.py": "test_printed_tables",
    "services/access/permissions.py": "test_table_of_permissions",
    "models/base.py": "test_database test_sessions test_error_pages",
    "models/prepared.py": "test_database test_search test_shortlist",
    "services/submissions/lifecycle.py": "test_submission_of_several test_submission test_unused_answers test_mail_clock "
    "test_deadline test_registrations test_consulting test_states_of_routes test_cases test_taking_part test_score_sheets "
    "test_completions test_completing_pages test_contact_corrections test_filings",
    "services/submissions/completions.py": "test_completions test_completing_pages",
    "services/submissions/consulting.py": "test_consulting test_consulting_cases test_taking_part",
    "services/submissions/consulting_cases.py": "test_consulting_cases test_consulting",
    "services/submissions/corrections.py": "test_contact_corrections",
    "services/submissions/discards.py": "test_discards test_earlier_plans",
    "services/submissions/filings.py": "test_filings",
    "services/submissions/listings.py": "test_staff_exports test_staff_pages",
    "services/submissions/pool_answers.py": "test_registrations test_consent_items test_completions",
    "services/submissions/pool_offers.py": "test_typed_once",
    "services/submissions/registrations.py": "test_registrations test_kinds_taken test_pool_task test_renewal_mails test_typed_once test_company_accounts",
    "services/submissions/scores.py": "test_score_sheets",
    "services/submissions/snapshots.py": "test_earlier_answers test_unused_answers test_consent_changes test_staff_pages test_alone test_review_notes",
    "services/submissions/snapshot_findings.py": "test_review_notes test_two_calls test_supplier_states test_business_status",
    "services/submissions/submitted_set.py": "test_submitted",
    "services/submissions/typed_once.py": "test_typed_once",
    "services/submissions/unapproved.py": "test_contact_corrections test_company_accounts",
    "docgen": "test_docgen test_docgen_faults test_docgen_tables test_docgen_cache test_docgen_mending test_docgen_pictures test_docgen_preview test_docgen_sample test_docxtpl",
}


class Instead(importlib.machinery.SourceFileLoader):
    """Loads one module with a mutation."""

    def __init__(self, mutation: Mutation) -> None:
        name = ".".join(mutation.path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")
        super().__init__(name, str(mutation.path))
        self.code = mutation.code()

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, name: str) -> CodeType:
        return self.code


def in_a_child(run: Callable[[], Any]) -> Any:
    """What `run` gives in a silent child that ends with it; None where it hangs, eats the memory or dies otherwise."""
    with tempfile.TemporaryFile("w+") as answer:
        child = os.fork()
        if child == 0:
            try:
                signal.alarm(SECONDS)
                resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
                for stream in (0, 1, 2):
                    os.dup2(os.open(os.devnull, os.O_RDWR), stream)
                json.dump(run(), answer)
                answer.flush()
                os._exit(0)
            finally:
                os._exit(1)
        if os.waitpid(child, 0)[1]:
            return None
        answer.seek(0)
        return json.load(answer)


def run_pytest(tests: list[str], *plugins: object) -> int:
    with tempfile.TemporaryDirectory() as folder:
        # Folders of tests go with them, for there are thousands.
        options = ["-x", "-q", "-s", f"--basetemp={folder}/tests", "-o", "tmp_path_retention_policy=none"]
        return int(pytest.main([*options, "-p", "no:cacheprovider", "-p", "no:xdist", *tests], plugins))


def noticed_anew(mutation: Mutation, tests: list[str]) -> bool:
    """Whether a test fails in a child that imports the project with the mutation."""

    def run() -> int:
        sys.meta_path.insert(0, Instead(mutation))
        return run_pytest(tests)

    return in_a_child(run) != 0


def changed_functions(old: CodeType, new: CodeType) -> list[tuple[CodeType, CodeType]] | None:
    """The functions of a module whose code differs, with their new code; None if more than functions differs."""
    inner = [[const for const in code.co_consts if isinstance(const, CodeType)] for code in (old, new)]
    own = [code.replace(co_consts=tuple(c for c in code.co_consts if type(c) is not CodeType)) for code in (old, new)]
    function = old.co_flags & inspect.CO_OPTIMIZED
    if len(inner[0]) != len(inner[1]) or not (function or own[0] == own[1]):
        return None
    changed = [(old, new)] if function and old != new else []
    for pair in zip(*inner, strict=True):
        deeper = changed_functions(*pair)
        if deeper is None:
            return None
        changed += deeper
    return changed


class Reached:
    """A trace function: the lines of some files that are executed."""

    def __init__(self, files: set[str]) -> None:
        self.files = files
        self.lines: set[tuple[str, int]] = set()

    def __call__(self, frame: FrameType, event: str, arg: object) -> "Reached | None":
        if frame.f_code.co_filename not in self.files:
            return None
        self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self

    def trace(self, on: bool) -> None:
        for module in (sys, threading):
            module.settrace(self if on else None)


class Warm:
    """A plugin of pytest that has the project imported and the tests collected. Asked by main() over a pipe about one
    mutation after the other, it forks a child, puts the changed code into the functions there, and runs the tests that
    reach it, quickest first.
    """

    def __init__(self, paths: list[Path], asked: Connection) -> None:
        self.asked = asked
        self.files = {str(path) for path in paths}
        self.imported = Reached(self.files)  # what importing the project executes
        self.tests: dict[pytest.Item, tuple[float, set[tuple[str, int]]]] = {}  # seconds, and what each reaches
        self.functions: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        self.imported.trace(True)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.imported.trace(False)
        failed = ["collecting them"] * session.testsfailed
        failed += [item.nodeid for item in session.items if not self.passes(item)]  # makes what all share
        failed += [f"a thread: {thread.name}" for thread in threading.enumerate()[1:]]  # would be missing in a child
        if not failed:
            self.settle()
            failed = [item.nodeid for item in session.items if not self.measure(item)]
            if not failed and in_a_child(lambda: self.pass_all(session.items, [])) is not True:
                failed = ["one after the other in a child"]
        self.asked.send(failed)
        while not failed and (mutation := self.asked.recv()):
            self.asked.send(self.noticed(mutation))
        return True

    def passes(self, item: pytest.Item) -> bool:
        # What is shared by a module only is made for each test, so that they can run in any order.
        reports = runtestprotocol(item, log=False, nextitem=item.session)
        return not any(report.failed for report in reports)

    def settle(self) -> None:
        """Forget what was worked out, and find the functions."""
        importlib.import_module("docgen.artefact")._ready.clear()  # not sooner: what importing it executes is noted
        gc.unfreeze()  # a test may have served the site, which freezes what is loaded, and so out of sight
        for thing in gc.get_objects():
            if isinstance(thing, _lru_cache_wrapper):
                thing.cache_clear()
            elif type(thing) is FunctionType and thing.__code__.co_filename in self.files:
                self.functions[key(thing.__code__)].append(thing)
        gc.collect()
        gc.freeze()

    def measure(self, item: pytest.Item) -> bool:
        """Learn what a test reaches and how long it takes; whether it passes."""

        def run() -> tuple[bool, float, list[tuple[str, int]]]:
            reached, began = Reached(self.files), time.process_time()
            reached.trace(True)
            passes = self.passes(item)
            reached.trace(False)
            return passes, time.process_time() - began, sorted(reached.lines)

        passes, seconds, lines = in_a_child(run) or (False, 0, [])
        self.tests[item] = seconds, {(file, line) for file, line in lines}
        return passes

    def noticed(self, mutation: Mutation) -> str | None:
        """What to say of it; None if only importing the project anew tells."""
        changed = changed_functions(compiled(mutation.path), mutation.code())
        if changed is None or any(not self.replaceable(*pair) for pair in changed):
            return None
        if changed and not any(self.functions[key(old)] for old, _ in changed):
            return None
        lines = {(str(mutation.path), line) for line in mutation.lines}
        tests = [item for item, (_, reached) in self.tests.items() if lines & reached]
        if changed and tests and in_a_child(lambda: self.pass_all(tests, changed)) is not True:
            return "killed"
        if lines & self.imported.lines:
            return None
        return "SURVIVED" if tests else "SURVIVED (no test reaches it)"

    def replaceable(self, old: CodeType, new: CodeType) -> bool:
        return old.co_freevars == new.co_freevars or not self.functions[key(old)]

    def pass_all(self, tests: list[pytest.Item], changed: list[tuple[CodeType, CodeType]]) -> bool:
        for old, new in changed:
            for function in self.functions[key(old)]:
                function.__code__ = new
        for item in sorted(tests, key=lambda item: self.tests[item][0]):
            signal.alarm(15 + int(5 * self.tests[item][0]))  # longer, and it hangs
            if not self.passes(item):
                return False
        return True


def key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def verdicts(found: list[Mutation], tests: list[str]) -> Iterator[str]:
    """Of each mutation, in turn."""
    ours, its = multiprocessing.Pipe()
    child = os.fork()
    if child == 0:
        ours.close()
        for stream in (0, 1, 2):
            os.dup2(os.open(os.devnull, os.O_RDWR), stream)
        os._exit(run_pytest(tests, Warm(sorted({mutation.path for mutation in found}), its)))
    its.close()
    failed = ours.recv()
    if failed:
        sys.exit(f"they fail without any mutation: {failed}")
    for mutation in found:
        ours.send(mutation)
        said = ours.recv() or ("killed" if noticed_anew(mutation, tests) else "SURVIVED")
        yield f"{said} {mutation.what}"
    ours.send(None)
    os.waitpid(child, 0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("words", nargs="*")
    for name, usual in (("--every", 1), ("--seconds", 10**9)):
        parser.add_argument(name, type=int, default=usual)
    asked, began, killed, survived = parser.parse_args(), time.monotonic(), 0, 0
    phases = [Phase.explicit, Phase.generate]  # the smallest example nobody reads
    settings.register_profile("mutants", derandomize=True, database=None, deadline=None, phases=phases)
    settings.load_profile("mutants")
    for module in ("docxtpl", "flask", "peewee", "wtforms"):  # so that no child has to
        importlib.import_module(module)
    for concern, names in CONCERN.items():
        tests = [str(HOUSE / "tests" / f"{name}.py") for name in names.split()]
        paths = sorted((HOUSE / concern).glob("*.py")) or [HOUSE / concern]
        paths = [path for path in paths if any(word in str(path.relative_to(HOUSE)) for word in asked.words or [""])]
        found = list(chain.from_iterable(map(mutations.of, paths)))[:: asked.every]
        for said in verdicts(found, tests) if found else ():
            killed, survived = killed + said.startswith("killed"), survived + said.startswith("SURVIVED")
            print(said, flush=True)
            if time.monotonic() - began > asked.seconds:
                break
    print(f"{killed} killed, {survived} survived")


if __name__ == "__main__":
    main()
