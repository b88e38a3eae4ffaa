"""The permission table for readers: docs/permissions.md."""

from services.access.permissions import ACTIONS, ALWAYS, ROUTES, STATES, Role


def document() -> str:
    """The table for readers, as Markdown."""
    lines = [
        "# Who may do what, and when",
        "",
        "Written by `flask permissions` from `services/access/permissions.py`; a test holds this file against it and",
        "walks every route as everybody. ● may; no mark: is answered 404, or asked to sign in. In a state that is not",
        "named the request is refused with a page that says so, and what was typed is kept.",
        "",
        "| action | " + " | ".join(Role) + " | states | routes |",
        "|---|" + "---|" * (len(Role) + 2),
    ]
    for name, action in ACTIONS.items():
        marks = " | ".join("●" if role in action.who else " " for role in Role)
        states = "all" if action.when == ALWAYS else ", ".join(state for state in STATES if state in action.when)
        routes = ", ".join(f"`{route}`" for route, what in ROUTES.items() if what == name)
        lines.append(f"| {name} | {marks} | {states} | {routes} |")
    states = ", ".join(f"{name} {korean}" for name, korean in STATES.items())
    return "\n".join([*lines, "", f"States: {states}.", ""])
