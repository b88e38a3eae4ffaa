"""The application's papers, from one engine after another: forms 1 to 8 of the demo's first application.

The floor is what no engine writing ZIP files can avoid: deflating, at zlib's level 6, the parts that differ from the
template. A rival joins by a function and its line in ENGINES.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import config
import docgen
from bench.measure import line, pin, ratio, rounds, spread, typical
from models import schema
from models.application import Application
from models.base import bind, db
from services import applications, demo, documents, papers


@dataclass
class Paper:
    """One paper to make. changed: the parts of the finished file that differ from the template's."""

    template: Path
    context: dict[str, Any]
    changed: list[bytes]


def ours(paper: Paper) -> None:
    docgen.render(paper.template, paper.context)


def deflate_floor(paper: Paper) -> None:
    for part in paper.changed:
        zlib.compress(part, 6)


Engine = Callable[[Paper], None]
ENGINES: dict[str, Engine] = {"ours": ours, "deflate_floor": deflate_floor}


def run() -> None:
    pin(-1)
    with tempfile.TemporaryDirectory() as folder:
        whole = application_set(folder)
        jobs = Path(folder) / "jobs.json"
        jobs.write_text(json.dumps([(str(paper.template), paper.context) for paper in whole]))
        sets = {"form1": whole[:1], "set": whole}
        taken: dict[tuple[str, str], list[float]] = {(name, which): [] for name in ENGINES for which in sets}
        first = []
        for number in rounds():
            now = {(name, which): typical(make, ENGINES[name], sets[which]) for name, which in taken}
            first_now = first_set(jobs)
            if number:
                first.append(first_now)
                for key, milliseconds in now.items():
                    taken[key].append(milliseconds)
    report(taken, first)
    line("set_files", len(whole), "files")


def make(engine: Engine, some: list[Paper]) -> None:
    for paper in some:
        engine(paper)


def report(taken: dict[tuple[str, str], list[float]], first: list[float]) -> None:
    for which in ("form1", "set"):
        spread(f"{which}_ms", taken["ours", which], "ms")
        ratio(f"{which}_vs_deflate_floor", taken["ours", which], taken["deflate_floor", which])
        for rival in [name for name in ENGINES if name not in ("ours", "deflate_floor")]:
            ratio(f"{which}_vs_{rival}", taken[rival, which], taken["ours", which])
    spread("first_set_ms", first, "ms")


def application_set(folder: str) -> list[Paper]:
    """Every paper of the demo's first application, with the data the site would fill it with; the plan comes first."""
    config.use(config.with_own_keys(config.Settings(data_dir=folder, demo=True)))
    bind(config.current().database)
    schema.up()
    demo.seed()
    standing = applications.stand(Application.select().order_by(Application.id).first())
    facts = documents.context(standing)
    whole = []
    for paper in documents.listed(standing).values():
        about = papers.for_company(facts, paper.party) if paper.party else facts
        whole.append(Paper(paper.template, about, changed(paper.template, docgen.render(paper.template, about))))
    db.close()
    return whole


def changed(template: Path, finished: bytes) -> list[bytes]:
    with zipfile.ZipFile(template) as before, zipfile.ZipFile(BytesIO(finished)) as after:
        known = set(before.namelist())
        return [
            after.read(name) for name in after.namelist() if name not in known or before.read(name) != after.read(name)
        ]


FIRST = """
import time
start = time.perf_counter()
import docgen, json, sys
from pathlib import Path
for template, context in json.loads(Path(sys.argv[1]).read_text()):
    docgen.render(Path(template), context)
print((time.perf_counter() - start) * 1000)
"""


def first_set(jobs: Path) -> float:
    """Milliseconds until a fresh process, its interpreter running, has imported docgen and made the set."""
    done = subprocess.run([sys.executable, "-c", FIRST, str(jobs)], cwd=config.HOUSE, capture_output=True, check=True)
    return float(done.stdout)
