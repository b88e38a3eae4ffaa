"""The permission table as the announcement and the design want it, written out by hand: who may do what, and when."""

import pytest

from models.company import POOL_STATES
from services.access.permissions import ACTIONS, Role, fits, may

COMPANIES = ("lead", "adopter", "supplier", "applicant")
AGENCIES = ("agency", "lead agency")
ALL = {"none", "open", "closed", "as submitted", *POOL_STATES}

# {action: (roles, states of what it is done to)}
TABLE: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "look around": (("anyone",), ALL),
    "sign in": (("anyone",), ALL),
    "keep own applications": (("person",), ALL),
    "begin an application": (("person",), {"open"}),
    "begin a registration": (("person",), ALL),
    "see the desk": ((*COMPANIES, "chosen"), ALL),
    "join": (("chosen",), {"open"}),
    "read the application": (COMPANIES, ALL),
    "see the consortium": (("lead", "adopter", "supplier"), ALL),
    "see own answers": (COMPANIES, ALL),
    "answer": (COMPANIES, {"open"}),
    "give consents": (COMPANIES, {"open"}),
    "change optional consents": (COMPANIES, ALL),
    "attach evidence": (COMPANIES, {"open"}),
    "put pictures into papers": (COMPANIES, {"open"}),
    "keep the shelf": (("company",), ALL),
    "gather own evidence": (COMPANIES, ALL),
    "gather evidence handed in": (("lead", "applicant"), ALL),
    "download papers": (COMPANIES, ALL),
    "see how to shape the consortium": (("lead",), ALL),
    "shape the consortium": (("lead",), {"open"}),
    "withdraw an invitation": (("lead",), ALL),
    "see own place in the consortium": (("adopter", "supplier"), ALL),
    "leave the consortium": (("adopter", "supplier"), {"open"}),
    "confirm": (("adopter", "supplier"), {"open"}),
    "bring pool facts": (("supplier",), {"open"}),
    "open an invitation": (("anyone",), ALL),
    "answer an invitation": (("person",), ALL),
    "run the company": (("company",), ALL),
    "look over before submitting": (("lead", "applicant"), ALL),
    "submit": (("lead", "applicant"), {"open", "as submitted"}),
    "withdraw": (("lead", "applicant"), {"open"}),
    "say it was filed": (("lead", "applicant"), ALL),
    "keep a shortlist": (("person",), ALL),
    "ask how to reach a supplier": (("person",), ALL),
    "prove to be staff": (("staff", *AGENCIES), ALL),
    "see lists of what was handed in": (AGENCIES, ALL),
    "read what was handed in": (AGENCIES, ALL),
    "see the pool's lists": (("lead agency",), ALL),
    "read a registration": (("lead agency",), ALL),
    "approve a registration": (("lead agency",), {"waiting"}),
    "send a registration back": (("lead agency",), {"waiting"}),
    "suspend a supplier": (("lead agency",), {"waiting", "returned", "approved", "outdated"}),
    "let a supplier resume": (("lead agency",), {"suspended"}),
    "assign an application": (("lead agency",), ALL),
    "keep addresses and taxonomies": (("lead agency",), ALL),
    "read the access log": (("lead agency",), ALL),
}


def test_every_action_has_its_line_here():
    assert set(TABLE) == set(ACTIONS)


@pytest.mark.parametrize("action", TABLE)
def test_who_may_do_what_and_when(action):
    roles, states = TABLE[action]
    assert set(roles) <= set(Role)

    for role in Role:
        for state in ALL:
            allowed = may(action, {role}) and fits(action, state)
            assert allowed == (role in roles and state in states), (role, state)


def test_the_table_knows_no_state_but_these():
    assert {state for action in ACTIONS.values() for state in action.when} == ALL


def test_an_action_nobody_declared_is_an_error():
    with pytest.raises(KeyError):
        may("burn the archive", set(Role))
    assert not may("answer", set())
