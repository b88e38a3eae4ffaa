"""The routes of cases after closing, which action each is, and who may do it in which of their states: a part of
permissions.ROUTES and permissions.ACTIONS. Each move with a button is an action, as programme/course.py declares it."""

from programme import course

MEMBERS, LEADS = ("lead", "adopter", "supplier"), (course.LEAD,)
BUTTONS = [move for move in course.MOVES if move.button]

# (who, in which states; () for all). Of cases an agency meets its own; the rest is 404 to it.
ACTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "see how the case stands": (MEMBERS, ()),
    "ask to withdraw the case": (LEADS, course.ACTIVE),
    "list cases": (course.OFFICERS, ()),
    "open cases": ((course.LEAD_AGENCY,), ()),  # of a closed call: services/evaluation/opening.py
    "read a case": (course.OFFICERS, ()),
    "check the requirements": ((course.AGENCY,), (course.CHECKING,)),
} | {f"case: {move.name}": (move.who, move.before) for move in BUTTONS}

ROUTES: dict[str, str] = {
    "case_progress.show": "see how the case stands",
    "case_progress.document": "see how the case stands",
    "case_progress.ask": "ask to withdraw the case",
    "case_progress.keep": "ask to withdraw the case",
    "cases.index": "list cases",
    "cases.open_cases": "open cases",
    "cases.show": "read a case",
    "cases.document": "read a case",
    "cases.ask_page": f"case: {course.ASK_COMPLETION}",
    "cases.ineligible_page": f"case: {course.FIND_INELIGIBLE}",
    "cases.take_back": "read a case",
    "requirements.show": "read a case",
    "requirements.check": "check the requirements",
} | {f"cases.{move.name}": f"case: {move.name}" for move in BUTTONS}
