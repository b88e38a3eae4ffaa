"""One object per call and kind of application: nothing else imports a call's package, branches on a kind, or repeats
what a call fixes."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from forms.site_visit import SOON
from programme.announcement import years
from programme.korean import grouped, short_amount
from services.access import accounts, quotas, rejected_posts
from services.consortium import invitations
from services.drafts import evidence
from services.scheduled import expiry_reminders
from tests.call import CALL, POOL_TYPE, PROJECT_TYPE
from tests.test_house import HOUSE, imported_modules, modules
from web.navigation import HANDING_IN
from web.pool_search import COMPARED

KINDS = {"PROJECT", "POOL", "CONSULTING", "SITE"}
OURS = modules()
OUTSIDE = [path for path in OURS if not path.is_relative_to(HOUSE / "programme")]
PAGES = [*(HOUSE / "templates").rglob("*.html"), *(HOUSE / "templates").rglob("*.txt")]
FIXED = [
    rf"(?<!\d){CALL.share} ?%",
    *(re.escape(text(cap)) for cap in CALL.caps.values() for text in (short_amount, grouped)),
    *(re.escape(years(of)) for of in (CALL.build_years, CALL.account_years)),
    r"(?<!\d)20\d\d년",
    "{}~{}일".format(*CALL.approval_days),
    re.escape(CALL.notice),
    re.escape(CALL.slug),
    re.escape(CALL.system.host),
    r"(?m)(지원제외|등록제한)[^.]{0,12}\(\d|\(\d+\)~|^\(\d+\)[가-힣 ]*$|[①-⑨]~",
    *map(re.escape, (*CALL.phones, CALL.system.phone)),
    r"발급 후 \d+일|최근 ?\d개년",
    rf"(?<!·)({PROJECT_TYPE.words.giving}|{POOL_TYPE.words.giving})|{HANDING_IN}</",
    CALL.lead_agency,
    rf"{CALL.ministry.name}(?!의 |부장관)",
    *(rf"(?<!\d){phone}(?!\d)" for phone in CALL.ministry.phones),
    r"(부터|까지|마감)[^.\n]{0,6}18:00|18:00(:00)?(부터|까지)",
    *(re.escape(said) for each in CALL.agencies.values() for said in (each.name, *each.phones)),
]


def named(node: ast.expr) -> bool:
    """Whether it names a kind of application."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(map(named, node.elts))
    return isinstance(node, ast.Name) and node.id in KINDS


def kind_of_one(node: ast.expr) -> bool:
    """Whether it is the kind of an application at hand: compared with whatever a caller gives, that branches too."""
    if not isinstance(node, ast.Attribute) or column(node):
        return False
    return node.attr == "purpose" or (node.attr == "kind" and ast.unparse(node.value).endswith(("type", "of")))


def chooses(node: ast.AST) -> bool:
    """Whether it chooses by a kind of application."""
    if isinstance(node, ast.Compare):
        sides = node.left, *node.comparators
        return not column(node.left) and any(named(side) or kind_of_one(side) for side in sides)
    if isinstance(node, ast.Dict):
        return any(key is not None and named(key) for key in node.keys)
    return isinstance(node, ast.Match) and kind_of_one(node.subject)


def branches_in(tree: ast.Module) -> list[int]:
    """The lines that do."""
    return [getattr(node, "lineno", 0) for node in ast.walk(tree) if chooses(node)]


def column(node: ast.expr) -> bool:
    """Whether it is a column of a table, so that the comparison selects rows and chooses nothing."""
    tables = "Application", "Claim", "cls"
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in tables


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: str(path.relative_to(HOUSE)))
def test_nothing_branches_on_a_kind_of_application(path):
    assert not branches_in(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "line",
    [
        "if application.purpose in purposes: pass",
        "if g.submission.application.type.kind != kind: pass",
        "if kind == SITE: pass",
        "if purpose in (PROJECT, CONSULTING): pass",
        "found = {POOL: 1}[kind]",
        "match application.purpose:\n  case 'pool': pass",
    ],
)
def test_each_way_of_branching_is_seen(line):
    assert branches_in(ast.parse(line)) == [1]


def test_no_page_branches_on_a_kind_of_application():
    choosing = re.compile(r"""purpose *(==|!=| in )|["'](project|pool|consulting)["'] *(==|!=)""")
    assert not [path for path in PAGES if choosing.search(path.read_text(encoding="utf-8"))]


def test_a_call_s_package_is_imported_where_the_calls_are_listed_and_nowhere_else():
    importers = {
        path.relative_to(HOUSE).as_posix()
        for path in OURS
        if any(name.startswith("programme.calls.call_") for name in imported_modules(path))
    }
    assert {name for name in importers if not name.startswith("programme/calls/")} == set()


@cache
def unfolded(path: Path) -> str:
    """A module without its docstrings and comments; a page as it is."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and ast.get_docstring(node)
    }  # type: ignore[attr-defined]
    said = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs]
    return "\n".join(str(node.value) for node in said if isinstance(node.value, str))


CITED = [  # the drawn templates, which say it too, are each call's own: docs/next-call.md
    r"공고 ?\d\.|붙임\d",
    r"서식 ?\d",
    r"(네|넷|4개) 수행기관",
    re.escape(CALL.consulting),
    "{}~{}일 전".format(*CALL.early_days),
]


@pytest.mark.parametrize("cited", CITED)
def test_where_the_announcement_says_something_is_said_in_its_package_alone(cited):
    apart = HOUSE / "programme" / "calls", HOUSE / "doc_templates"
    known = [path for path in [*OURS, *PAGES] if not any(map(path.is_relative_to, apart))]
    assert not [path.relative_to(HOUSE) for path in known if re.search(cited, unfolded(path))]


LIMITS = [
    rf"{invitations.HOURS}시간",
    rf"네 곳까지|(?<!\d){COMPARED}곳까지",
    rf"(?<!\d){quotas.DAILY // 1024**2}MB",
    rf"(?<!\d)({rejected_posts.RETENTION.days}|{evidence.RETENTION.days})일 동안",
    rf"(?<!\d){accounts.CODE_MINUTES}분 안에",
    rf"만료되기 {expiry_reminders.DAYS}일 전",
    rf"(?<!\d){SOON.days}일이? (지나|안에|넘)",
]


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_of_ours_is_said_from_its_constant(limit):
    known = [path for path in [*OURS, *PAGES] if not path.is_relative_to(HOUSE / "programme" / "calls")]
    assert not [path.relative_to(HOUSE) for path in known if re.search(limit, unfolded(path))]


@pytest.mark.parametrize("fixed", FIXED)
def test_what_a_call_fixes_is_said_in_its_package_alone(fixed):
    known = [path for path in [*OURS, *PAGES] if not path.is_relative_to(HOUSE / "programme" / "calls")]
    assert not [path.relative_to(HOUSE) for path in known if re.search(fixed, unfolded(path))]


def test_examples_of_dates_are_of_no_call_s_year():
    """Companies were founded before any call; every other example is one definition's."""
    drawn = [*(HOUSE / "forms").rglob("*.py"), *(HOUSE / "templates").rglob("*.html")]
    named = {
        path.name for path in drawn if re.search("예: 20[0-9]{2}-[0-9]{2}-[0-9]{2}", path.read_text(encoding="utf-8"))
    }
    assert named == {"companies.py"}
