"""A turn of the wizard, ours against django-formtools: submit a step and have the next one on screen.

All sites run at once on one core, asked in turns by one browser on another; all answer compressed, by waitress, and
keep what they keep in SQLite, synchronous FULL. `turn` is what our browsers do: POST, 303, the next page. `turn_htmx`
asks for the next step's fragment only. `formtools` has as much to carry as we: as many steps, fields, answers and bytes
of page as the demo's finished application (`bench/peer.py`). `formtools_two_steps` has those two steps and nothing
else. A name with `_cpu` is the time the server was at work for it. Then what else an applicant asks often, and the
supplier pool (`pool`).
"""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any

from bench import pool
from bench.browser import Browser, Page
from bench.measure import at_work, line, pin, ratio, rounds, spread, took
from config import HOUSE

# Short rounds, and many: the machine's pace changes by the second, and a ratio is taken within a round. All together
# stay below the site's 600 requests a minute and address.
TURNS, ROUNDS = 3, 24
OURS = [sys.executable, "-m", "bench.ours"]
PEER = [str(HOUSE / "var" / "bench" / "bin" / "python"), "bench/peer.py"]
HTMX = {"HX-Request": "true"}


@contextmanager
def serving(command: list[str], carried: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    """A site in a process and data folder of its own; yields what it says of itself. carried: what a peer is to
    carry."""
    with tempfile.TemporaryDirectory() as folder:
        if carried:
            Path(folder, "carried.json").write_text(json.dumps(carried), encoding="utf-8")
        process = subprocess.Popen([*command, folder], cwd=HOUSE, stdout=subprocess.PIPE)
        try:
            assert process.stdout
            yield json.loads(process.stdout.readline()) | {"process": process.pid}
        finally:
            process.terminate()
            process.wait()


@dataclass
class Visitor:
    """Somebody who asks a site. site: where, as `serving` yields it; taken: of each thing asked the ms of each
    round."""

    browser: Browser
    site: dict[str, Any]
    answers: dict[str, str]
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sent: int = 0  # how many forms
    around: dict[str, str] = field(init=False)  # the hidden fields of the whole page, before a fragment takes its place

    def __post_init__(self) -> None:
        more, self.browser.more = self.browser.more, {}
        self.around = self.browser.get(self.site["step"]).hidden
        self.browser.more = more

    def visit(self, counted: bool) -> None:
        """A round: everything TURNS times, of which the median time counts, and the mean of the server's work."""
        asked: dict[str, list[float]] = defaultdict(list)
        for _ in range(TURNS):
            self.turn(asked)
        if counted:
            for name, values in asked.items():
                self.taken[name].append(mean(values) if name.endswith("_cpu") else median(values))

    def turn(self, asked: dict[str, list[float]]) -> None:
        """Open the step (a get), change an answer, submit it and see the next step (a turn)."""
        page = self.measure(asked, "get", self.browser.get, self.site["step"])
        self.measure(asked, "turn", self.browser.post, self.site["step"], self.changed(page))

    def changed(self, page: Page, **more: str) -> tuple[bytes, str]:
        """The page's form with an answer it never had: nothing that follows from it is known from before."""
        self.sent += 1
        sent = {self.site["prefix"] + name: value for name, value in self.answers.items()}
        sent[self.site["prefix"] + "employees"] = str(20 + self.sent)
        return page.filled(sent | more, self.around)

    def measure(self, asked: dict[str, list[float]], name: str, do: Callable[..., Page], *about: Any) -> Page:
        before = at_work(self.site["process"])
        spent, page = took(do, *about)
        asked[name].append(spent)
        asked[f"{name}_cpu"].append(at_work(self.site["process"]) - before)
        return page


class Applicant(Visitor):
    """Somebody who asks for the other pages an application is made of."""

    def turn(self, asked: dict[str, list[float]]) -> None:
        """Look at the task list and at the check page, and let a step save itself while it is written."""
        for name in ("task_list", "check"):
            self.measure(asked, name, self.browser.get, self.site[name])
        page = self.browser.get(self.site["step"])
        self.browser.more = HTMX
        self.measure(asked, "autosave", self.browser.send, self.site["step"], self.changed(page, auto="1"))
        self.browser.more = {}


def run() -> None:
    with ExitStack() as sites:
        pin(-1)
        ours = sites.enter_context(serving(OURS))
        page = Browser(ours["port"], ours["cookies"], 1, {}).get(ours["step"])
        peer = sites.enter_context(serving(PEER, ours["carried"] | {"page": page.text}))
        small = sites.enter_context(serving(PEER))
        pin(0)
        asking = [
            (Visitor, ours, {}),
            (Visitor, ours, HTMX),
            (Visitor, peer, {}),
            (Visitor, small, {}),
            (Applicant, ours, {}),
        ]
        visitors = [
            kind(Browser(site["port"], site["cookies"], number, more), site, ours["answers"])
            for number, (kind, site, more) in enumerate(asking, start=2)
        ]
        for number in rounds(ROUNDS):
            for visitor in visitors:
                visitor.visit(counted=number > 0)
        for name, visitor in zip(("page", "fragment", "formtools_page"), visitors, strict=False):
            page = visitor.browser.get(visitor.site["step"])
            line(f"{name}_kB", page.kilobytes, "kB")
            line(f"{name}_unpacked_kB", len(page.text.encode()) / 1024, "kB")
    report(*visitors)
    pool.run()


def report(plain: Visitor, htmx: Visitor, peer: Visitor, small: Visitor, applicant: Visitor) -> None:
    for visitor, name in ((plain, "{}"), (peer, "formtools_{}"), (small, "formtools_two_steps_{}"), (applicant, "{}")):
        for asked, values in visitor.taken.items():
            spread(name.format(asked) + "_ms", values, "ms")
    spread("turn_htmx_ms", htmx.taken["turn"], "ms")
    spread("turn_htmx_cpu_ms", htmx.taken["turn_cpu"], "ms")
    for other, against in ((peer, "formtools"), (small, "formtools_two_steps")):
        ratio(f"get_vs_{against}", other.taken["get"], plain.taken["get"])
        ratio(f"turn_vs_{against}", other.taken["turn"], plain.taken["turn"])
        ratio(f"turn_htmx_vs_{against}", other.taken["turn"], htmx.taken["turn"])
