"""The table's rows as the announcement and the design want them, told apart from the file printed from it."""

import pytest

from models.company import APPROVED, DRAFT, OUTDATED, RETURNED, SUSPENDED, WAITING
from services.access.permissions import ACTIONS, CLOSED, OPEN, STATES, Role, fits, may

ENDING = {  # with the window
    "join",
    "answer",
    "give consents",
    "attach evidence",
    "put pictures into papers",
    "shape the consortium",
    "leave the consortium",
    "confirm",
    "bring pool facts",
    "submit",
    "withdraw",
}
DECIDED = {  # by the lead agency, in these states of a pool entry
    "approve a registration": {WAITING},
    "send a registration back": {WAITING},
    "suspend a supplier": {WAITING, RETURNED, APPROVED, OUTDATED},
    "let a supplier resume": {SUSPENDED},
}
WHO = {  # of those who have to do with an application
    "see the desk": {Role.LEAD, Role.ADOPTER, Role.SUPPLIER, Role.APPLICANT, Role.CHOSEN},
    "join": {Role.CHOSEN},
    "read the application": {Role.LEAD, Role.ADOPTER, Role.SUPPLIER, Role.APPLICANT},
    "see the consortium": {Role.LEAD, Role.ADOPTER, Role.SUPPLIER},
    "answer": {Role.LEAD, Role.ADOPTER, Role.SUPPLIER, Role.APPLICANT},
    "shape the consortium": {Role.LEAD},
    "leave the consortium": {Role.ADOPTER, Role.SUPPLIER},
    "confirm": {Role.ADOPTER, Role.SUPPLIER},
    "bring pool facts": {Role.SUPPLIER},
    "gather evidence handed in": {Role.LEAD, Role.APPLICANT},
    "submit": {Role.LEAD, Role.APPLICANT},
    "withdraw": {Role.LEAD, Role.APPLICANT},
    "say it was filed": {Role.LEAD, Role.APPLICANT},
}


def test_what_ends_with_the_window_is_this_and_nothing_else():
    assert {name for name in ACTIONS if not fits(name, CLOSED)} == ENDING | set(DECIDED)
    assert all(fits(name, OPEN) for name in set(ACTIONS) - set(DECIDED))


@pytest.mark.parametrize("action", DECIDED)
def test_what_the_lead_agency_decides_hangs_on_the_entry_s_state(action):
    assert {state for state in STATES if fits(action, state)} == DECIDED[action]
    assert not fits(action, DRAFT)
    assert [role for role in Role if may(action, {role})] == [Role.LEAD_AGENCY]


@pytest.mark.parametrize("action", WHO)
def test_who_may_do_what_to_an_application(action):
    assert {role for role in Role if may(action, {role})} == WHO[action]


def test_nobody_who_proved_nothing_meets_what_staff_see():
    for action in ("see what was handed in", "see the pool's desk", "read the access log", "assign an application"):
        assert not any(may(action, {role}) for role in set(Role) - {Role.AGENCY, Role.LEAD_AGENCY})


def test_an_action_nobody_declared_is_an_error():
    with pytest.raises(KeyError):
        may("burn the archive", set(Role))
    assert not may("answer", set())
