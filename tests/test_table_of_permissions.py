"""The permission table as the announcement and the design want it, written out by hand: who may do what, and when."""

import pytest

from models.company import POOL_STATES
from services.access.permissions import ACTIONS, Role, allowed_in, may

COMPANIES = ("lead", "adopter", "supplier", "applicant")
AGENCIES = ("agency", "lead agency")
CASES = {"received", "checking", "completion", "ineligible", "eligible", "visit", "recommended", "visit_failed"}
CONSULTING = {f"consulting {state}" for state in ("received", "confirmed", "assigned", "cancelled")}
WRITABLE = {"consulting agreed", "consulting visited", "consulting sent"}
ROUNDS = {"running", "over", "round closed"}
ASSIGNMENTS = {"offered", "offered late", "clear", "clear late", "handed_in", "round closed"}
ALL = {"none", "open", "closed", "as submitted", "completing", *POOL_STATES, *CASES, "withdrawn", "held"}
ALL |= ROUNDS | ASSIGNMENTS | CONSULTING | WRITABLE

# {action: (roles, states of what it is done to)}
TABLE: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "read public pages": (("anyone",), ALL),
    "sign in": (("anyone",), ALL),
    "manage own applications": (("person",), ALL),
    "begin an application": (("person",), {"open"}),
    "begin a registration": (("person",), ALL),
    "see the task list": ((*COMPANIES, "chosen", "assigned"), ALL),
    "join": (("chosen",), {"open"}),
    "read the application": ((*COMPANIES, "assigned"), ALL),
    "see the consortium": (("lead", "adopter", "supplier"), ALL),
    "see own answers": ((*COMPANIES, "assigned"), ALL),
    "answer": ((*COMPANIES, "assigned"), {"open", "completing"}),
    "ask other services": (COMPANIES, {"open", "completing"}),
    "give consents": (COMPANIES, {"open", "completing"}),
    "change optional consents": (COMPANIES, ALL),
    "attach evidence": (COMPANIES, {"open", "completing"}),
    "read notes": (("lead", "adopter", "supplier"), ALL),
    "write notes": (("lead", "adopter", "supplier"), {"open"}),
    "give a step to a company": (("lead",), {"open"}),
    "share for reading": (COMPANIES, ALL),
    "read by a link": (("anyone",), ALL),
    "upload pictures": (COMPANIES, {"open", "completing"}),
    "manage company evidence": (("company",), ALL),
    "download own evidence": (COMPANIES, ALL),
    "download submitted evidence": (("lead", "applicant"), ALL),
    "download documents": ((*COMPANIES, "assigned"), ALL),
    "see how to change the consortium": (("lead",), ALL),
    "change the consortium": (("lead",), {"open"}),
    "withdraw an invitation": (("lead",), ALL),
    "see own place in the consortium": (("adopter", "supplier"), ALL),
    "leave the consortium": (("adopter", "supplier"), {"open"}),
    "confirm": (("adopter", "supplier"), {"open", "completing"}),
    "fill in from the pool": (("supplier",), {"open"}),
    "start from an earlier plan": (("lead",), {"open"}),
    "open an invitation": (("anyone",), ALL),
    "answer an invitation": (("person",), ALL),
    "manage the company": (("company",), ALL),
    "keep contact data right": (("company",), ALL),
    "review before submitting": (("lead", "applicant", "assigned"), ALL),
    "submit": (("lead", "applicant", "assigned"), {"open", "completing", "as submitted"}),
    "withdraw": (("lead", "applicant"), {"open"}),
    "record a filing": (("lead", "applicant"), ALL),
    "throw a draft away": (("lead", "applicant"), ALL),
    "keep a shortlist": (("person",), ALL),
    "see a supplier's contact": (("person",), ALL),
    "give the second factor": (("staff", *AGENCIES, "unproved evaluator", "evaluator"), ALL),
    "list submissions": (AGENCIES, ALL),
    "read submissions": (AGENCIES, ALL),
    "list registrations": (("lead agency",), ALL),
    "read a registration": (("lead agency",), ALL),
    "approve a registration": (("lead agency",), {"waiting", "returned"}),
    "approve several registrations": (("lead agency",), ALL),
    "tick the items of a registration": (("lead agency",), {"waiting"}),
    "send a registration back": (("lead agency",), {"waiting"}),
    "take a request for completion back": (("lead agency",), {"returned"}),
    "suspend a supplier": (("lead agency",), {"waiting", "returned", "approved", "outdated"}),
    "resume a supplier": (("lead agency",), {"suspended"}),
    "handle a request for consulting": (AGENCIES, ALL),
    "write the result of consulting": (AGENCIES, WRITABLE),
    "assign an application": (("lead agency",), ALL),
    "edit addresses and taxonomies": (("lead agency",), ALL),
    "read the access log": (("lead agency",), ALL),
    "decide together": (("lead agency",), ALL),
    "look after companies' accounts": (("lead agency",), ALL),
    "bring in a list of firms": (("lead agency",), ALL),
    "see how the case stands": (("lead", "adopter", "supplier"), ALL),
    "ask to withdraw the case": (("lead",), CASES),
    "list cases": (AGENCIES, ALL),
    "open cases": (("lead agency",), ALL),
    "read a case": (AGENCIES, ALL),
    "check the requirements": (("agency",), {"checking"}),
    "case: take_up": (("agency",), {"received"}),
    "case: ask_completion": (("agency",), {"checking"}),
    "case: end_completion": (("agency",), {"completion"}),
    "case: find_ineligible": (AGENCIES, {"checking"}),
    "case: reinstate": (("lead agency",), {"ineligible"}),
    "case: pass_requirements": (("agency",), {"checking"}),
    "case: visit_again": (("lead agency",), {"recommended", "visit_failed"}),
    "case: withdraw": (("agency",), CASES),
    "case: reassign": (("lead agency",), CASES),
    "case: hold": (AGENCIES, CASES - {"completion"}),
    "case: release": (AGENCIES, {"held"}),
    "look after evaluators": (("lead agency",), ALL),
    "see rounds and make them": (AGENCIES, ALL),
    "fill a round and end it": (AGENCIES, {"running", "over"}),
    "confirm what a round was filled with": (AGENCIES, {"running"}),
    "void a sheet for a conflict": (AGENCIES, ALL),
    "see own evaluations": (("evaluator",), ALL),
    "answer about conflicts": (("evaluator",), {"offered", "offered late"}),
    "decline a case": (("evaluator",), {"offered", "clear"}),
    "tell of a conflict found later": (("evaluator",), ASSIGNMENTS - {"offered", "offered late"}),
    "read a case to evaluate": (("evaluator",), {"clear", "clear late", "handed_in"}),
}


def test_every_action_has_its_line_here():
    assert set(TABLE) == set(ACTIONS)


@pytest.mark.parametrize("action", TABLE)
def test_who_may_do_what_and_when(action):
    roles, states = TABLE[action]
    assert set(roles) <= set(Role)

    for role in Role:
        for state in ALL:
            allowed = may(action, {role}) and allowed_in(action, state)
            assert allowed == (role in roles and state in states), (role, state)


def test_the_table_knows_no_state_but_these():
    assert {state for action in ACTIONS.values() for state in action.when} == ALL


def test_an_action_nobody_declared_is_an_error():
    with pytest.raises(KeyError):
        may("burn the archive", set(Role))
    assert not may("answer", set())
