"""What a screen reader is told of a page's controls, as Chromium computes it: each has a name, and no two the same."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

# Roles as Chromium's tree calls them; a file to choose and a summary to unfold are among them.
CONTROLS = {
    "button",
    "checkbox",
    "combobox",
    "Date",
    "DisclosureTriangle",
    "link",
    "listbox",
    "menuitem",
    "radio",
    "searchbox",
    "slider",
    "spinbutton",
    "switch",
    "tab",
    "textbox",
}
# What tells controls of one name apart, where it has a name of its own: a screen reader says it on the way in.
GROUPS = {"alert", "banner", "contentinfo", "dialog", "form", "group", "navigation", "radiogroup", "region"}

Node = dict[str, Any]


def faults(page: Page) -> list[str]:
    """Controls without a name, and different controls that are called the same in the same named groups."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    called: dict[tuple[Any, ...], set[Any]] = defaultdict(set)
    found = []
    for node in nodes.values():
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role not in CONTROLS:
            continue
        name = name_of(node)
        if not name:
            found.append(f"a {role} has no name, among {' / '.join(within(node, nodes)) or 'nothing named'}")
        called[role, name, *within(node, nodes)].add(target(node))
    return found + [
        f"{len(same)} different controls: {' / '.join(key)}" for key, same in called.items() if len(same) > 1
    ]


def name_of(node: Node) -> str:
    return " ".join(str(node.get("name", {}).get("value", "")).split())


def target(node: Node) -> Any:
    """What a control is: a link is where it leads, however often it is written; any other is itself."""
    url = next((each["value"].get("value") for each in node.get("properties", []) if each["name"] == "url"), None)
    return url or node.get("backendDOMNodeId")


def within(node: Node, nodes: dict[str, Node]) -> Iterator[str]:
    """The named groups a node is in, the innermost first; a row of a table is called by its header."""
    while node := nodes.get(node.get("parentId", ""), {}):
        role = node.get("role", {}).get("value")
        if role in GROUPS and name_of(node):
            yield name_of(node)
        elif role == "row":
            cells = (nodes.get(cell, {}) for cell in node.get("childIds", []))
            yield next((name_of(cell) for cell in cells if cell.get("role", {}).get("value") == "rowheader"), "")
