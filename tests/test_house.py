"""The rules of the house: who may import whom, how long things may be, and that models, migrations and pages keep
their word."""

import ast
import gzip
import re
from collections import Counter
from pathlib import Path

import brotli
import mypy.api
import pytest

import config
from forms.business_plan.goals import KpiForm
from models import schema
from models.application import Application
from models.base import bind, db
from services.drafts import applications
from tests import applying, counting, mutants
from tests.call import WIZARDS

HOUSE = config.HOUSE
# Imports go down this list only; names on one line are one floor, and may not import each other unless they are one
# package.
FLOORS = [
    {"app"},
    {"commands", "blueprints", "server"},
    {"web"},
    {"tasks"},
    {"services"},
    {"forms"},
    {"docgen", "programme", "models"},
    {"config"},
]
# Packages of services/, likewise: each uses only those further down, and none beside it.
SERVICES = [
    {"operations", "scheduled"},
    {"backoffice"},
    {"evaluation"},
    {"pdf", "pool"},
    {"submissions"},
    {"consortium", "documents"},
    {"drafts"},
    {"lookups"},
    {"access"},
    {"files", "mail"},
]
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
# Beside the house: measuring, drawing the templates, tests, history.
DRAWN = {"bench", "doc_templates", "tests", "migrations"}
SKIPPED = {".venv", "var", "node_modules"}
FILE_LINES, FUNCTION_LINES, COLUMNS = 300, 50, 120  # what is said in Korean may go on in its line
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


def modules() -> list[Path]:
    found = [path for path in HOUSE.rglob("*.py") if not SKIPPED & set(path.relative_to(HOUSE).parts)]
    return sorted(path for path in found if path.relative_to(HOUSE).parts[0] not in DRAWN)


def room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The rooms of the house a module imports from."""
    return {name.split(".")[0] for name in imported_modules(path)}


def imported_modules(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_imports_only_go_down(path):
    above = {name for name in imported(path) if name in FLOOR and FLOOR[name] < FLOOR[room(path)]}
    beside = {name for name in imported(path) if FLOOR.get(name) == FLOOR[room(path)] and name != room(path)}

    assert not above
    assert not beside - {"server", "programme"}  # commands start the server; docgen, models and programme stand alone


SERVICE_FLOOR = {package: level for level, packages in enumerate(SERVICES) for package in packages}


@pytest.mark.parametrize("package", sorted(SERVICE_FLOOR))
def test_packages_of_services_use_only_those_below(package):
    folder = HOUSE / "services" / package
    used = {name for path in folder.glob("*.py") for name in services_of(path)} - {package}

    assert {name for name in used if SERVICE_FLOOR[name] <= SERVICE_FLOOR[package]} == set()


def test_every_service_is_in_a_package():
    found = {path.name for path in (HOUSE / "services").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert found == set(SERVICE_FLOOR)
    assert [path.name for path in (HOUSE / "services").glob("*.py")] == ["__init__.py"]


def services_of(path: Path) -> set[str]:
    """The packages of services/ a module imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("services.")}


def test_blueprints_share_nothing_but_what_is_in_web():
    shared = {"blueprints", "blueprints.staff"}
    for path in (HOUSE / "blueprints").rglob("*.py"):
        if path.name != "__init__.py":
            assert not {name for name in imported_modules(path) if name.startswith("blueprints")} - shared, path
            assert "Blueprint(" in path.read_text(encoding="utf-8"), path
    assert "Blueprint(" not in "".join(path.read_text(encoding="utf-8") for path in (HOUSE / "web").glob("*.py"))


def test_services_know_no_flask_and_docgen_nothing_of_the_site():
    for path in modules():
        if room(path) in ("services", "models", "forms", "programme", "tasks"):
            assert "flask" not in imported(path), path
        if room(path) == "docgen":
            assert not imported(path) & set(FLOOR) - {"docgen"}, path


def test_only_config_reads_the_environment():
    readers = [path for path in modules() if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))]

    assert [path.name for path in readers] == ["config.py"]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_what_a_reader_can_hold(path):
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    long = [f"{f.name} {f.end_lineno - f.lineno + 1}" for f in functions if f.end_lineno - f.lineno >= FUNCTION_LINES]

    assert text.count("\n") <= FILE_LINES
    assert not [line for line in text.split("\n") if len(line) > COLUMNS and not re.search("[가-힣]", line)]
    assert not long
    assert ast.get_docstring(ast.parse(text)), "a module says what lives there"


MISSPELT = """
from forms.business_plan.goals import KpiForm, KpiRow
from models.application import Application
from web.current import g, visitor

row, form, line = Application.get_by_id(1), KpiForm(), KpiRow()
row.receipt, row.call_id, row.parties, form.{field}.data, line.measured_in.data
g.view.application.receipt, g.view.party.key, g.submission.application, g.post.agency, g.get("view"), "again" in g
row.recipt
row.cal_id
row.partys
form.{field}s.data
line.measured.data
g.view.application.recipt
g.submission.aplication
g.post.agncy
g.vew
g.get("vew")
visitor.person.token
"""


def test_a_misspelt_field_of_a_model_a_form_or_the_request_is_refused(monkeypatch):
    """By mypy, and so by `make check`: the templates are not read by it. So is what counts on somebody being signed in
    where nobody may be."""
    monkeypatch.chdir(HOUSE)
    field = next(iter(KpiForm()._fields))

    report, _, refused = mypy.api.run(["--no-error-summary", "-c", MISSPELT.format(field=field)])

    assert refused
    named = ["recipt", "cal_id", "partys", f"{field}s", "measured", "recipt", "aplication", "agncy", "vew", "token"]
    assert re.findall(r'has no attribute "(\w+)"', report) == named, report
    assert 'Argument 1 to "get" of "Current" has incompatible type "Literal[\'vew\']"' in report
    assert report.count("error:") == 11, report


def test_what_is_kept_for_a_request_is_declared():
    """Flask's g is imported where its names are declared, and nowhere else."""
    ways = re.compile(r"from flask import [^\n]*\bg\b|from flask import \([^)]*\bg\b|\bflask\.g\b")
    assert [path.relative_to(HOUSE).as_posix() for path in modules() if ways.search(path.read_text())] == [
        "web/current.py"
    ]


def test_nothing_is_left_to_do():
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    kinds = ("*.py", "*.html", "*.css", "*.md", "*.js")
    texts = [path for kind in kinds for path in HOUSE.rglob(kind) if not SKIPPED & set(path.relative_to(HOUSE).parts)]

    assert not [
        path
        for path in texts
        if unfinished.search(path.read_text(encoding="utf-8")) and path != Path(__file__) and "vendor" not in path.parts
    ]


def test_what_the_makefile_runs_and_mutations_are_tried_on_is_there():
    made = (HOUSE / "Makefile").read_text()
    modules_run = [name.replace(".", "/") for name in re.findall(r"-m (tests[.\w]*)", made)]
    files = [*re.findall(r"tests/\w+\.py", made), *(f"{name}.py" for name in modules_run)]
    files += [f"tests/{name}.py" for names in mutants.CONCERN.values() for name in names.split()]
    assert [name for name in (*files, *mutants.CONCERN) if not (HOUSE / name).exists()] == []


def test_every_macro_imported_is_used():
    for path in (HOUSE / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for names in re.findall(r'{% from "[^"]+" import ([^%]+?) %}', text):
            for name in names.split(","):
                assert len(re.findall(rf"\b{name.strip()}\b", text)) > 1, (path, name)


def test_every_template_is_named_and_every_macro_is_used_somewhere():
    pages = {
        path.relative_to(HOUSE / "templates").as_posix(): path.read_text() for path in HOUSE.glob("templates/**/*.html")
    }
    texts = "\n".join([*pages.values(), *(path.read_text() for path in modules())])
    computed = ("email/", "policies/")  # by their kind, by their page
    named = {name for name in pages if f'"{name}"' in texts or name.startswith(computed)}
    assert pages.keys() - named == set()
    macros = [macro for text in pages.values() for macro in re.findall(r"{% macro (\w+)", text)]
    words = Counter(re.findall(r"\w+", texts))
    assert macros and [macro for macro in macros if words[macro] < 2] == []


def test_what_was_just_done_has_its_words_and_every_words_their_deed():
    text = (HOUSE / "templates" / "macros" / "just_done.html").read_text(encoding="utf-8")
    known = set(re.findall(r'^  "(\w+)": \(', text, re.MULTILINE))
    nodes = [node for path in HOUSE.glob("blueprints/*.py") for node in ast.walk(ast.parse(path.read_text()))]
    values = [node.value for node in nodes if isinstance(node, ast.keyword) and node.arg == "said"]
    words = [part for value in values if not isinstance(value, ast.Dict) for part in ast.walk(value)]
    assert known and known == {part.value for part in words if isinstance(part, ast.Constant)}


@pytest.fixture
def empty(tmp_path):
    bind(f"sqlite:///{tmp_path / 'site.db'}")
    yield
    db.close()


def test_models_and_migrations_agree(empty):
    schema.up()

    assert not schema.drift()


def test_every_migration_can_be_taken_back(empty):
    applied = schema.up()
    for _ in applied:
        schema.down()

    assert [table for table in db.get_tables() if table != "schema_migration"] == []


def test_no_step_takes_an_address_of_ours():
    reserved = {
        "invitations",
        "leave",
        "lead",
        "confirm",
        "check",
        "submit",
        "receipt",
        "submitted",
        "filed",
        "withdraw",
        "completion",
        "consortium",
        "consents",
        "evidence",
        "documents",
        "pictures",
        "pool",
        "industries",
        "addresses",
        "tax-status",
        "shares",
    }

    assert not reserved & {step.slug for wizards in WIZARDS.values() for wizard in wizards for step in wizard.steps}


def test_our_scripts_stay_small():
    for name, lines, weight in (
        ("site.js", 300, 5 * 1024),
        ("tables.js", 200, 3 * 1024),
        ("review_keys.js", 80, 2 * 1024),
        ("evidence_view.js", 10, 512),
    ):
        script = (HOUSE / "static" / name).read_bytes()

        assert script.count(b"\n") <= lines
        assert len(gzip.compress(script, 9)) <= weight


def test_only_pages_with_a_table_fetch_the_script_of_tables(seeded, client):
    mine = client.sign_in("plan@ongyeol.example.com")
    application = next(row for row in Application.of(mine) if not applications.load_view(row).journey.remaining)
    pages = {slug: client.get(f"/applications/{application.token}/{slug}").page for slug in ("track", "funding", "kpi")}

    assert {slug for slug, page in pages.items() if page.select('script[src*="tables.js"]')} == {"kpi"}


def test_the_first_view_of_a_step_is_light(seeded, client):
    """At most 30 kB compressed without fonts: the page, the style sheets and the scripts."""
    mine = client.sign_in("plan@ongyeol.example.com")
    application = next(row for row in Application.of(mine) if not applications.load_view(row).journey.remaining)
    base = f"/applications/{application.token}"
    first = client.get(f"{base}/track", headers=BROWSER)
    html = client.get(f"{base}/track").get_data(as_text=True)
    assets = re.findall(r'(?:href|src)="(/static/(?!fonts/)[^"]+\.(?:css|js)[^"]*)"', html)

    weights = {path: len(client.get(path, headers=BROWSER).data) for path in assets} | {"page": len(first.data)}

    assert first.headers["Content-Encoding"] == "gzip"
    assert sum(weights.values()) <= 30 * 1024, weights


def test_no_rule_of_style_is_empty():
    """A rule that lost what it said is missed only by who looks at the page."""
    for sheet in sorted((HOUSE / "static").glob("*.css")):
        assert not re.findall(r"[^{}]*{\s*}", sheet.read_text()), sheet.name


def test_a_style_sheet_comes_whole_to_every_browser(client):
    path = "/static/site.css"
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers=BROWSER)

    assert brotli.decompress(packed.data) == plain.data == (HOUSE / path[1:]).read_bytes()
    assert packed.content_length == len(packed.data)
    assert packed.get_etag() != plain.get_etag()
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_each_next_step_by_htmx_is_lighter_still(seeded, client):
    """At most 3 kB compressed for what htmx is answered with when a step of a new application is saved, for a lead and
    a supplier whom nothing is known of."""
    application, lead, supplier = counting.begun()
    htmx = BROWSER | {"HX-Request": "true", "HX-Source": "button"}
    walkers = [
        counting.Walker(client, application, lead, applying.STRANGER, "A1"),
        counting.Walker(client, application, supplier, counting.NEW_SUPPLIER, "S1"),
    ]
    weights: dict[str, int] = {}
    for own, walker in enumerate(walkers):
        client.sign_in(walker.email)
        for task in walker.tasks(own=bool(own)):
            answer = walker.post(task.step.slug, walker.answers[task.step.slug], headers=htmx, save="1")
            shown = answer.headers.get("HX-Push-Url", "").rpartition("/")[2]
            assert bool(shown) != ("HX-Redirect" in answer.headers), task.step.slug
            if shown:
                weights[shown] = max(weights.get(shown, 0), len(answer.data))

    assert len(weights) > 24
    assert {"careers", "supplier_team", "exclusions", "effects"} <= weights.keys(), "those that ask the most"
    assert max(weights.values()) <= 3 * 1024, weights


def test_the_documentation_names_files_and_what_is_in_them_as_they_are():
    """`a/b.py` in a guide is a file here, and `a/b.py: name` is defined in it."""
    for guide in ("README.md", *(f"docs/{name}.md" for name in ("walk", "glossary", "promises", "operations"))):
        text = (HOUSE / guide).read_text()
        for path, name in re.findall(r"`((?:[a-z_]\w*/)+[\w.-]+\.(?:py|html|js|css))(?:: ([\w.]+))?", text):
            assert (HOUSE / path).is_file(), (guide, path)
            for word in filter(None, name.split(".")):
                assert re.search(rf"^\s*(def|class) {word}\b|^{word}\b", (HOUSE / path).read_text(), re.M), (
                    guide,
                    path,
                    name,
                )
