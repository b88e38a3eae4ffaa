"""The table of moves for readers: docs/cases.md."""

from programme import course
from programme.course import MOVES, STATES, Move


def document() -> str:
    """Table and drawing, as Markdown."""
    lines = [
        "# The course of a case",
        "",
        "Written by `flask cases table` from `programme/course.py`; a test holds this file against it and tries every",
        "move in every state as everybody. A move is one transaction: compare-and-set on state and counter, a row of",
        "history, the mails and documents it owes (ADR 46). While a case is held nothing is done but releasing it.",
        "",
        "| move | | from | to | who | confirmed by another of | asks | needs | mails | documents |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(row(move) for move in MOVES),
        "",
        "States: " + ", ".join(f"{state} {name}" for state, name in STATES.items()) + ".",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"  [*] --> {course.RECEIVED}: {course.OPEN}",
        *drawn(),
        *(f"  {state} --> [*]" for state in course.ENDED),
        "```",
        "",
    ]
    return "\n".join(lines)


def row(move: Move) -> str:
    before = "all but ended" if move.before == course.ACTIVE else ", ".join(name or "–" for name in move.before)
    cells = [
        f"`{move.name}`",
        move.title,
        before,
        " or ".join(move.after) or "stays",
        ", ".join(move.who),
        move.confirmed,
        ", ".join(move.asks),
        move.needs,
        ", ".join(f"`{kind}`" for kind in move.mails),
        ", ".join(f"`{slug}`" for slug in move.documents),
    ]
    return f"| {' | '.join(cells)} |"


def drawn() -> list[str]:
    """The moves that lead somewhere; what may be done nearly everywhere is drawn once."""
    lines = []
    for move in MOVES:
        if move.name == course.OPEN:
            continue
        places = ("every_state",) if move.before == course.ACTIVE else move.before
        lines += [f"  {before} --> {after}: {move.name}" for before in places for after in move.after]
    return lines
