"""Which values a template asks for: read from its tags, without filling it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import nodes

from docgen.fill import Sandbox


def names(template: Path) -> set[str]:
    """Every value the template names, loop variables resolved: {"project.title", "kpi.rows", "kpi.rows[].name", …}.

    Raises jinja2.TemplateSyntaxError for a tag that cannot be read.
    """
    return {path for source in sources(template) for path in visit(Sandbox().parse(source), {"loop": ""}) if path}


def unknown(template: Path, context: dict[str, Any]) -> set[str]:
    """The tags the context has no value for; its lists must hold an item for what their rows name."""
    return names(template) - paths(context)


def paths(value: Any, at: str = "") -> set[str]:
    """Every path into the data, in the notation of `names`."""
    if isinstance(value, list):
        return {at}.union(*(paths(item, f"{at}[]") for item in value))
    if isinstance(value, dict):
        return {at}.union(*(paths(item, f"{at}.{name}".lstrip(".")) for name, item in value.items()))
    return {at}


def sources(template: Path) -> Iterator[str]:
    """Body, headers and footers as docxtpl hands them to jinja."""
    document = DocxTemplate(str(template))
    document.init_docx()
    yield document.patch_xml(document.get_xml())
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(kind):
            yield document.patch_xml(document.get_part_xml(part))


def visit(node: nodes.Node, scope: dict[str, str]) -> Iterator[str]:
    """The paths named at and under this node; scope: {loop variable: the path of one of its items}."""
    if isinstance(node, nodes.Name | nodes.Getattr):
        yield path(node, scope)
        return
    if isinstance(node, nodes.For):
        listed = path(node.iter, scope)
        yield listed
        scope = scope | {getattr(node.target, "name", ""): f"{listed}[]"}
        for child in (*node.body, *node.else_):
            yield from visit(child, scope)
        return
    for child in node.iter_child_nodes():
        yield from visit(child, scope)


def path(node: nodes.Node, scope: dict[str, str]) -> str:
    """a.b.c as written, its first name replaced by what the loops around it made of it; "" for what a loop counts."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr) and (parent := path(node.node, scope)):
        return f"{parent}.{node.attr}"
    return ""
