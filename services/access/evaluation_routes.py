"""The routes of evaluation – rounds and evaluators before officers, and evaluators' own pages –, which action each is,
and who may do it: a part of permissions.ROUTES and permissions.ACTIONS."""

from models.evaluation import (
    CLEAR,
    CLEAR_LATE,
    HANDED_IN,
    OFFERED,
    OFFERED_LATE,
    OVER,
    ROUND_CLOSED,
    RUNNING,
)
from programme.course import LEAD_AGENCY, OFFICERS

EVALUATOR = "evaluator"  # as permissions.Role names it

# (who, in which states; () for all). An agency meets its own rounds (services/evaluation/rounds.py), an evaluator his
# own assignments as long as they are there for him (services/evaluation/gate.py); the rest is 404.
ACTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "look after evaluators": ((LEAD_AGENCY,), ()),  # a post that ended is ended once: services/access/evaluators.py
    "see rounds and make them": (OFFICERS, ()),
    # What is done to one assignment or proposal of a round, which the form names, goes by its own state as well:
    # services/evaluation/planning.py, services/backoffice/proposals.py.
    "fill a round and end it": (OFFICERS, (RUNNING, OVER)),
    "confirm what a round was filled with": (OFFICERS, (RUNNING,)),
    "void a sheet for a conflict": (OFFICERS, ()),  # of a closed round too, whose score stays
    "see own evaluations": ((EVALUATOR,), ()),
    "answer about conflicts": ((EVALUATOR,), (OFFERED, OFFERED_LATE)),  # late, a yes only: services/evaluation/gate.py
    "decline a case": ((EVALUATOR,), (OFFERED, CLEAR)),
    "tell of a conflict found later": ((EVALUATOR,), (CLEAR, CLEAR_LATE, HANDED_IN, ROUND_CLOSED)),
    "read a case to evaluate": ((EVALUATOR,), (CLEAR, CLEAR_LATE, HANDED_IN)),
}

ROUTES: dict[str, str] = {
    "evaluators.index": "look after evaluators",
    "evaluators.invite": "look after evaluators",
    "evaluators.settle": "look after evaluators",
    "evaluators.show": "look after evaluators",
    "evaluators.end": "look after evaluators",
    "rounds.index": "see rounds and make them",
    "rounds.ask": "see rounds and make them",
    "rounds.make": "see rounds and make them",
    "rounds.show": "see rounds and make them",
    "rounds.choose": "see rounds and make them",
    "rounds.act": "fill a round and end it",
    "rounds.add": "fill a round and end it",
    "rounds.confirm": "confirm what a round was filled with",
    "rounds.void": "void a sheet for a conflict",
    "evaluation.index": "see own evaluations",
    "evaluation.pledge_page": "see own evaluations",
    "evaluation.pledge": "see own evaluations",
    "evaluation.profile_page": "see own evaluations",
    "evaluation.profile": "see own evaluations",
    "evaluation.show": "see own evaluations",
    "evaluation.answer": "answer about conflicts",
    "evaluation.decline": "decline a case",
    "evaluation.declare_late": "tell of a conflict found later",
    "evaluation.plan": "read a case to evaluate",
    "evaluation.plan_file": "read a case to evaluate",
}
