"""Evaluators' posts: given, taken away, taken up again, what they open, and in which texts their holders are named."""

from datetime import timedelta

import pytest

from models.account_event import AccountEvent
from models.base import now
from models.evaluation import Assignment, Evaluator
from models.person import Session
from services.access import account_log, accounts, evaluators, staff
from services.access.permissions import NotNow, Role
from tests.applying import person
from tests.evaluating import assign, case, evaluator, round_of
from tests.staffed import site, staffed  # noqa: F401 - fixtures
from tests.walking import counted

EXPERT, OTHER, OFFICER = "expert@example.com", "second@elsewhere.example.com", "officer@example.com"
HERE = "192.0.2.7"
FRESH = {"secret": None, "counter": 0, "enrolled_at": None, "ended_at": None}
FRESH |= {"tries": 0, "barred_until": None, "known_tries": 0, "known_barred_until": None}


@pytest.fixture
def post(app) -> Evaluator:
    """Of somebody signed in, whose device is set up and was tried with wrong codes from everywhere."""
    held = evaluators.add(person(EXPERT), None)
    used = {"secret": "S", "counter": 9, "enrolled_at": now(), "tries": 3, "known_tries": 4}
    Evaluator.update(used | {"barred_until": now(), "known_barred_until": now()}).execute()
    accounts.open_session(person(EXPERT), now())
    AccountEvent.delete().execute()
    return Evaluator.get_by_id(held.id)


def recorded() -> list[tuple]:
    return [(row.kind, row.person, row.by, row.address) for row in AccountEvent.select().order_by(AccountEvent.id)]


def is_signed_in(email: str = EXPERT) -> bool:
    return bool(accounts.live_sessions(person(email), now()))


def test_a_post_is_given_once_and_recorded_with_who_invited_and_where_from(app):
    officer, expert = person(OFFICER), person(EXPERT)
    expert.came_from = HERE

    held = evaluators.add(expert, officer)
    again = evaluators.add(expert, officer)

    assert evaluators.post_of(expert) == held == again
    assert recorded() == [(account_log.GRANTED, expert, officer, HERE)]


def test_no_officer_becomes_an_evaluator(app):
    staff.add(OFFICER)

    with pytest.raises(NotNow, match="담당자"):
        evaluators.add(person(OFFICER), None)
    assert not Evaluator.select().exists()


def test_who_accepts_another_invitation_keeps_device_and_sessions(post):
    assert evaluators.add(person(EXPERT), None).__data__ == post.__data__
    assert is_signed_in()


def test_an_ended_post_is_taken_up_again_with_a_new_device_and_signed_in_anew(post):
    Evaluator.update(ended_at=now()).execute()

    again = evaluators.add(person(EXPERT), None)

    assert again == post
    assert {name: getattr(again, name) for name in FRESH} == FRESH
    assert recorded() == [(account_log.GRANTED, person(EXPERT), None, "")]
    assert not is_signed_in()


def test_a_post_is_ended_once_and_its_holder_signed_out_and_nobody_else(post):
    officer, colleague = person(OFFICER), evaluators.add(person(OTHER), None)
    officer.came_from = HERE
    AccountEvent.delete().execute()

    evaluators.end(post, officer)
    ended = Evaluator.get_by_id(post.id).ended_at
    evaluators.end(post, officer)

    assert ended and Evaluator.get_by_id(post.id).ended_at == ended
    assert evaluators.post_of(person(EXPERT)) is None and evaluators.post_of(person(OTHER)) == colleague
    assert recorded() == [(account_log.ENDED, person(EXPERT), officer, HERE)]
    assert not is_signed_in()


def test_a_post_is_found_by_its_token_until_its_holder_is_anonymised(post):
    assert evaluators.find(post.token) == post
    assert evaluators.find("nobody's") is None

    Evaluator.update(person=None).execute()

    assert evaluators.find(post.token) is None
    assert evaluators.post_of(None) is None


def test_a_proof_opens_cases_for_twelve_hours_in_its_session(post):
    session, at = Session.get(), now()
    assert evaluators.roles(post, session, at) == {Role.UNPROVED}
    session.verified_at = at

    assert evaluators.roles(post, session, at + timedelta(hours=12) - timedelta(microseconds=1)) == {Role.EVALUATOR}
    assert evaluators.roles(post, session, at + timedelta(hours=12)) == {Role.UNPROVED}
    assert evaluators.roles(None, session, at) == evaluators.roles(post, None, at) == set()


def test_a_profile_is_saved_while_the_post_is_held(post):
    evaluators.add(person(OTHER), None)
    evaluators.save_profile(post, name="하나", most=3)
    Evaluator.update(ended_at=now()).where(Evaluator.id == post.id).execute()
    evaluators.save_profile(post, name="둘", most=4)

    assert [(row.name, row.most) for row in Evaluator.select().order_by(Evaluator.id)] == [("하나", 3), (None, 0)]


def test_texts_that_name_an_evaluator_are_found_however_he_is_written(site):  # noqa: F811
    one = case(1)
    of = round_of([one], need=1)
    assign(of, one, evaluator(EXPERT, name="남궁 평"))
    evaluator("away@away.example.com", name="제갈공명")
    Evaluator.update(name="이상").where(Evaluator.id == evaluators.add(person(OTHER), None).id).execute()
    Assignment.create(round=of, case=one, evaluator=evaluators.post_of(person(OTHER)))
    nameless = evaluators.add(person("nameless@example.com"), None)
    Assignment.create(round=of, case=one, evaluator=nameless)
    named = ["남 궁평의 말", "EXPERT@example.com에게", "이상 위원은", "nameless@example.com"]
    others = ["이상 없음", "제갈공명 위원", "아무도", ""]

    assert evaluators.naming([*named, *others], Assignment.round == of) == named
    with counted() as asked:
        assert evaluators.naming(["", ""], Assignment.round == of) == []
    assert not asked
