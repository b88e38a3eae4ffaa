"""A turn of the wizard, ours against django-formtools: submit a step and have the next one on screen.

Both sites run at once on one core, asked in turns by one browser on another; both answer compressed. `turn` is what our
browsers do: POST, 303, the next page. `turn_htmx` asks for the next step's fragment only. Then the supplier pool (`pool`).
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench import pool
from bench.browser import Browser
from bench.measure import line, pin, ratio, rounds, spread, took
from config import HOUSE

TURNS = 10  # a round and visitor; all rounds together stay below the site's 600 requests a minute and address
OURS = [sys.executable, "-m", "bench.ours"]
PEER = [str(HOUSE / "var" / "bench" / "bin" / "python"), "bench/peer.py"]


@contextmanager
def serving(command: list[str]) -> Iterator[dict[str, Any]]:
    """A site in a process and data folder of its own; yields what it says of itself."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([*command, folder], cwd=HOUSE, stdout=subprocess.PIPE)
        try:
            assert process.stdout
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()
            process.wait()


@dataclass
class Visitor:
    """Somebody who takes turns. site: where, as `serving` yields it; gets, turns: the median ms of each round."""

    browser: Browser
    site: dict[str, Any]
    gets: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)

    def visit(self, answers: dict[str, str], counted: bool) -> None:
        """TURNS times: open the step (a get), change an answer, submit and see the next step (a turn)."""
        gets, turns = [], []
        for place in range(TURNS):
            sent = {self.site["prefix"] + name: value for name, value in answers.items()}
            sent[self.site["prefix"] + "employees"] = str(20 + place)
            get, page = took(self.browser.get, self.site["step"])
            turn, _ = took(self.browser.post, self.site["step"], page.filled(sent))
            gets.append(get)
            turns.append(turn)
        if counted:
            self.gets.append(median(gets))
            self.turns.append(median(turns))


def run() -> None:
    with ExitStack() as sites:
        pin(-1)
        ours, peer = (sites.enter_context(serving(command)) for command in (OURS, PEER))
        pin(0)
        plain, htmx, formtools = visitors = [
            Visitor(Browser(site["port"], site["cookies"], more), site)
            for site, more in ((ours, {}), (ours, {"HX-Request": "true"}), (peer, {}))
        ]
        for number in rounds():
            for visitor in visitors:
                visitor.visit(ours["answers"], counted=number > 0)
        line("page_kB", plain.browser.get(ours["step"]).kilobytes, "kB")
        line("fragment_kB", htmx.browser.get(ours["step"]).kilobytes, "kB")
    report(plain, htmx, formtools)
    pool.run()


def report(plain: Visitor, htmx: Visitor, formtools: Visitor) -> None:
    spread("get_ms", plain.gets, "ms")
    spread("turn_ms", plain.turns, "ms")
    spread("turn_htmx_ms", htmx.turns, "ms")
    spread("formtools_get_ms", formtools.gets, "ms")
    spread("formtools_turn_ms", formtools.turns, "ms")
    ratio("get_vs_formtools", formtools.gets, plain.gets)
    ratio("turn_vs_formtools", formtools.turns, plain.turns)
    ratio("turn_htmx_vs_formtools", formtools.turns, htmx.turns)
