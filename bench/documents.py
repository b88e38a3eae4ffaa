"""The application's documents, from one engine after another: forms 1 to 8 of the demo's first application.

"stdlib" is docgen with zlib, "isal" with isal. The floor is what no engine writing ZIP files can avoid: deflating, at
zlib's level 6, the parts that differ from the template. Engines that keep a process warm have it warm; each works on
what it likes best: docxtpl on our files, the others on `rivals` made from them before the clock runs. All times are the
process's own, so that neighbours on the machine, who would slow the slow engines most, do not flatter us.
"""

import io
import json
import marshal
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import mammoth
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined

import config
import docgen
from bench import PEERS, rivals
from bench.measure import busy, line, pin, ratio, rounds, spread
from docgen import pack
from models import schema
from models.application import Application
from models.base import bind, db
from programme.pictures import SHOWN
from services.documents import catalogue, generate
from services.drafts import applications
from services.operations import demo

STRICT = Environment(undefined=StrictUndefined, autoescape=True)
EQUAL = ("docxtpl", "docxtemplater", "easytemplatex")  # rivals that fill all a form has, but for cells' colours
MODES = {"stdlib": ("zlib", pack.ZLIB_LEVEL), "isal": ("isal", pack.ISAL_LEVEL)}
Document = tuple[Path, dict[str, Any]]


class Set:
    """Some documents, as every engine wants them. rewritten: see `rivals.prepared`; changed: what the floor
    deflates."""

    def __init__(self, whole: list[Document], rewritten: list[dict[str, Any]]) -> None:
        self.documents = whole
        self.rewritten = rewritten
        self.changed = [part for template, context in whole for part in changed(template, context)]


def run() -> None:
    pin(-1)
    with tempfile.TemporaryDirectory() as folder, node() as ask:
        whole = application_set(folder)
        rewritten = rivals.prepared(whole, Path(folder))
        sets = {"form1": Set(whole[:1], rewritten[:1]), "set": Set(whole, rewritten)}
        engines = ENGINES | ({name: asking(ask, name) for name in ("docxtemplater", "easytemplatex")} if ask else {})
        said(engines)
        compare(sets["set"], ask, Path(folder))
        jobs = Path(folder) / "jobs"
        jobs.write_bytes(marshal.dumps([(str(template), context) for template, context in whole]))
        taken: dict[str, list[float]] = {}
        for number in rounds():
            for name, milliseconds in measured(engines, sets, jobs):
                if number:
                    taken.setdefault(name, []).append(milliseconds)
    report(taken, list(engines))
    line("set_files", len(whole), "files")


def measured(
    engines: dict[str, Callable[[Set], float]], sets: dict[str, Set], jobs: Path
) -> Iterator[tuple[str, float]]:
    """One round: (what, milliseconds)."""
    for which, documents_ in sets.items():
        for name, engine in engines.items():
            yield f"{which}_{name}", engine(documents_)
    template, context = sets["form1"].documents[0]
    finished = docgen.render(template, context)
    pack.use(*MODES["stdlib"])
    yield "preview", busy(docgen.preview, template, context)
    yield "mammoth", busy(lambda: mammoth.convert_to_html(io.BytesIO(finished)))
    yield "once", busy(docgen.render, template, context)
    yield "ten_times", busy(docgen.render, template, grown(context))
    yield "first_set", first_set(jobs)


def report(taken: dict[str, list[float]], engines: list[str]) -> None:
    modes = [mode for mode in MODES if mode in engines]
    others = [name for name in engines if name not in (*modes, "zlib6", "deflate_floor")]
    for which in ("form1", "set"):
        for mode in modes:
            spread(f"{which}_ms_{mode}", taken[f"{which}_{mode}"], "ms")
            for rival in others:
                ratio(f"{which}_vs_{rival}_{mode}", taken[f"{which}_{rival}"], taken[f"{which}_{mode}"])
            equal = [f"{which}_{name}" for name in EQUAL if name in engines]
            fastest = min(equal, key=lambda name: median(taken[name]))
            ratio(f"{which}_vs_fastest_equal_{mode}", taken[fastest], taken[f"{which}_{mode}"])
        ratio(f"{which}_zlib6_vs_deflate_floor", taken[f"{which}_zlib6"], taken[f"{which}_deflate_floor"])
    spread("first_set_ms", taken["first_set"], "ms")
    spread("preview_ms", taken["preview"], "ms")
    ratio("preview_vs_mammoth", taken["mammoth"], taken["preview"])
    ratio("ten_times_text", taken["ten_times"], taken["once"])


# Engines


def ours(how: tuple[str, int]) -> Callable[[Set], float]:
    def engine(some: Set) -> float:
        pack.use(*how)
        return busy(lambda: [docgen.render(template, context) for template, context in some.documents])

    return engine


def docxtpl(one: Document) -> bytes:
    out, document = io.BytesIO(), DocxTemplate(str(one[0]))
    document.render(one[1], STRICT, autoescape=True)
    document.save(out)
    return out.getvalue()


ENGINES: dict[str, Callable[[Set], float]] = {
    "stdlib": ours(MODES["stdlib"]),
    **({"isal": ours(MODES["isal"])} if pack.isal_zlib else {}),
    "zlib6": ours(("zlib", 6)),
    "deflate_floor": lambda some: busy(lambda: [zlib.compress(part, 6) for part in some.changed]),
    "docxtpl": lambda some: busy(lambda: [docxtpl(one) for one in some.documents]),
    "mailmerge2": lambda some: busy(lambda: [rivals.merged(*one["mailmerge"]) for one in some.rewritten]),
}


@contextmanager
def node() -> Iterator[Callable[[dict[str, Any]], Any] | None]:
    """Asks the JavaScript peers' process; None where there is no node or they are not installed."""
    program = shutil.which("node")
    if program is None or not (PEERS / "node_modules").exists():
        yield None
        return
    process = subprocess.Popen(
        [program, "bench/rivals.mjs", str(PEERS / "package.json")],
        cwd=config.HOUSE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask(question: dict[str, Any]) -> Any:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(question) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())["ms"]

    try:
        yield ask
    finally:
        process.terminate()
        process.wait()


def asking(ask: Callable[[dict[str, Any]], Any], name: str) -> Callable[[Set], float]:
    return lambda some: ask({"engine": name, "documents": [one[name] for one in some.rewritten]})


# What is made


def application_set(folder: str) -> list[Document]:
    """Every document of the demo's first application, with the data the site would fill it with; the plan comes
    first."""
    config.use(config.with_own_keys(config.Settings(data_dir=folder, demo=True)))
    bind(config.current().database)
    schema.up()
    demo.seed()
    view = applications.load_view(Application.select().order_by(Application.id).first())
    facts = generate.document_context(view) | {"pictures": dict.fromkeys(SHOWN, False)}  # the demo has none
    listed = generate.available_documents(view).values()
    whole = [(one.template, catalogue.for_company(facts, one.party) if one.party else facts) for one in listed]
    db.close()
    return whole


def changed(template: Path, context: dict[str, Any]) -> list[bytes]:
    """The parts of the finished file that differ from the template's."""
    finished = io.BytesIO(docgen.render(template, context))
    with zipfile.ZipFile(template) as before, zipfile.ZipFile(finished) as after:
        known = set(before.namelist())
        return [
            after.read(name) for name in after.namelist() if name not in known or before.read(name) != after.read(name)
        ]


def grown(value: Any) -> Any:
    """Ten times the rows, ten times the text of what is no row."""
    if isinstance(value, dict):
        return {name: grown(part) for name, part in value.items()}
    return value * 10 if isinstance(value, list | str) else value


def compare(some: Set, ask: Callable[[dict[str, Any]], Any] | None, folder: Path) -> None:
    """How much of what the set says each rival says too, paragraph by paragraph."""
    whole = [rivals.texts(docgen.render(template, context)) for template, context in some.documents]
    made = {"docxtpl": [docxtpl(one) for one in some.documents]}
    made["mailmerge2"] = [rivals.merged(*one["mailmerge"]) for one in some.rewritten]
    for name in ("docxtemplater", "easytemplatex") if ask else ():
        keep = [folder / f"{place}.{name}.made" for place in range(len(whole))]
        assert ask
        ask({"engine": name, "documents": [one[name] for one in some.rewritten], "keep": [str(path) for path in keep]})
        made[name] = [path.read_bytes() for path in keep]
    for name, documents_ in made.items():
        alike = sum(map(rivals.alike, whole, map(rivals.texts, documents_)))
        line(f"set_text_{name}", 100 * alike / sum(map(len, whole)), "%")


def said(engines: dict[str, Any]) -> None:
    """The machine and the versions, for whoever keeps the numbers; and what is missing."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("docxtpl", "docx-mailmerge2", "mammoth"))
    modules = {name: PEERS / "node_modules" / name / "package.json" for name in ("docxtemplater", "easy-template-x")}
    found = [f"{name} {json.loads(path.read_text())['version']}" for name, path in modules.items() if path.exists()]
    print(f"# {platform.machine()}, Python {platform.python_version()}, zlib {zlib.ZLIB_RUNTIME_VERSION}, {packages}")
    print(f"# {', '.join(found)}" if "docxtemplater" in engines else "# no node: the JavaScript engines are left out")
    print(f"# isal {version('isal')}" if "isal" in engines else "# no isal: measured with zlib only", flush=True)


FIRST = """
import marshal, sys, time
with open(sys.argv[1], "rb") as file:
    jobs = marshal.load(file)
start = time.process_time()
import docgen
for template, context in jobs:
    docgen.render(template, context, cache=sys.argv[2])
print((time.process_time() - start) * 1000)
"""


def first_set(jobs: Path) -> float:
    """Milliseconds until a fresh process, its interpreter running and its data there, has imported docgen and made the
    set from what an earlier process compiled."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", FIRST, str(jobs), str(jobs.with_name("compiled"))]
    done = subprocess.run(command, cwd=config.HOUSE, env=clean, capture_output=True, check=True)
    return float(done.stdout)
