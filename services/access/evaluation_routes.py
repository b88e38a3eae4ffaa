"""The routes of evaluation – rounds and evaluators before officers, and evaluators' own pages –, which action each is, and
who may do it: a part of permissions.ROUTES and permissions.ACTIONS."""

EVALUATOR, AGENCY, LEAD_AGENCY = "evaluator", "agency", "lead agency"  # as permissions.Role names them

# (who, in which states; () for all). An agency meets its own rounds (services/evaluation/rounds.py), an evaluator his own
# assignments, each opening what it does by how it stands (services/evaluation/gate.py); the rest is 404.
ACTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "look after evaluators": ((LEAD_AGENCY,), ()),
    "run rounds": ((AGENCY, LEAD_AGENCY), ()),
    "see own evaluations": ((EVALUATOR,), ()),
    "answer about conflicts": ((EVALUATOR,), ()),
    "read a case to evaluate": ((EVALUATOR,), ()),
}

ROUTES: dict[str, str] = {
    "evaluators.index": "look after evaluators",
    "evaluators.invite": "look after evaluators",
    "evaluators.settle": "look after evaluators",
    "evaluators.show": "look after evaluators",
    "evaluators.end": "look after evaluators",
    "rounds.index": "run rounds",
    "rounds.ask": "run rounds",
    "rounds.make": "run rounds",
    "rounds.show": "run rounds",
    "rounds.act": "run rounds",
    "rounds.choose": "run rounds",
    "rounds.add": "run rounds",
    "evaluation.index": "see own evaluations",
    "evaluation.pledge_page": "see own evaluations",
    "evaluation.pledge": "see own evaluations",
    "evaluation.profile_page": "see own evaluations",
    "evaluation.profile": "see own evaluations",
    "evaluation.show": "answer about conflicts",
    "evaluation.answer": "answer about conflicts",
    "evaluation.decline": "answer about conflicts",
    "evaluation.declare_late": "answer about conflicts",
    "evaluation.plan": "read a case to evaluate",
    "evaluation.plan_file": "read a case to evaluate",
}
