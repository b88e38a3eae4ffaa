# ruff: noqa: F811 - the fixtures of another file
"""Filling a round before officers: what is proposed while something else changes, what no longer holds when it is
confirmed, why a case stays short, and an officer who takes part in a case."""

from datetime import timedelta

import pytest

from models.application import Party
from models.base import db, now, writing
from models.case import Case
from models.company import Membership
from models.evaluation import OFFERED, PROPOSED, REPLACED, Assignment, Evaluator, Round, RoundCase
from models.mail import Outbox
from models.search_key import REPRESENTATIVE, SearchKey
from models.submission import Event
from programme import course
from services.access.permissions import NotNow
from services.drafts.search_keys import hashed
from services.evaluation import assigning, moves, planning, rounds
from tests.applying import person
from tests.evaluating import (
    assign,
    case,
    clear,
    close,
    evaluator,
    hand_in,
    round_of,
)
from tests.reviewing import AGENCY, LEAD_AGENCY
from tests.smtp import mails
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures

ONE, TWO = "one@e1.example.com", "two@e2.example.com"


def changed(who: Evaluator, **profile: object) -> None:
    with writing():
        Evaluator.update(profile).where(Evaluator.id == who.id).execute()


def page_of(client, of: Round) -> str:
    return client.get(f"/staff/rounds/{of.token}/").page.main.get_text()


@pytest.mark.parametrize("changes", [1, 2])
def test_a_proposal_is_worked_out_outside_the_transaction_once_more_where_something_changed(site, monkeypatch, changes):
    one, who = case(1), evaluator(ONE)
    of, work_out, limits = round_of([one], need=1), assigning.propose, iter([5, 6][:changes])

    def meanwhile(problem: assigning.Problem) -> assigning.Plan:
        assert not db.in_transaction()
        if most := next(limits, 0):
            changed(who, most=most)
        return work_out(problem)

    monkeypatch.setattr(assigning, "propose", meanwhile)
    if changes == 1:
        assert planning.propose(of, person(AGENCY)).pairs == ((one.id, who.id),)
    else:
        with pytest.raises(NotNow, match="그 사이에"):
            planning.propose(of, person(AGENCY))
    assert Assignment.select().count() == (changes == 1)


def test_what_an_evaluator_no_longer_takes_is_not_offered_and_the_officer_told(site, agency):
    first, second, third = [case(number, region="서울") for number in (1, 2, 3)]
    fewer, mover = evaluator(ONE), evaluator(TWO)
    of = round_of([first, second, third], need=2)
    kept, *_ = [assign(of, each, fewer, PROPOSED) for each in (first, second, third)]
    for each in (first, second):
        assign(of, each, mover, PROPOSED)
    changed(fewer, most=1)
    changed(mover, regions=["제주"])

    response = agency.post(f"/staff/rounds/{of.token}/confirm", data={})
    told = agency.get(response.location).page.main.get_text()
    assert "1건을 확정" in told and "2건은 평가위원이 그 지역에" in told and "2건은 평가위원이 맡을 수 있는" in told
    assert [(row.id, row.state) for row in Assignment.select()] == [(kept.id, OFFERED)]
    assert [mail.to for mail in mails("evaluation")] == [ONE]
    assert Event.get(Event.action == "confirmed assignment").detail["dropped"] == 4

    changed(mover, regions=[])
    assign(of, second, mover, PROPOSED)
    changed(mover, regions=["제주"])
    response = agency.post(f"/staff/rounds/{of.token}/confirm", data={})
    told = agency.get(response.location).page.main.get_text()
    assert "확정한 배정이 없습니다" in told and "0건" not in told
    assert Assignment.select().count() == 1


def test_a_move_to_another_region_makes_room_for_what_is_left(site):
    far, near = case(1, region="부산"), case(2, region="서울")
    who = evaluator(ONE)
    of = round_of([far, near], need=1)
    _, kept = [assign(of, each, who, PROPOSED) for each in (far, near)]
    changed(who, most=1, regions=["서울"])
    assert planning.confirm(of, person(AGENCY)) == planning.Confirmed(offered=1, far=1, full=0, held=0)
    assert [row.id for row in Assignment.select()] == [kept.id]


def test_an_evaluator_who_was_never_told_may_be_given_the_case_again(site):
    one, other = case(1), case(2)
    who, second = evaluator(ONE), evaluator(TWO)
    of, open_one = round_of([one], need=1), round_of([other], need=2)
    hand_in(clear(assign(of, one, who)))
    with writing():
        Round.update(need=2).where(Round.id == of.id).execute()
    of = Round.get_by_id(of.id)
    assign(of, one, second, PROPOSED)
    close(of)
    told = assign(open_one, other, who)
    assign(open_one, other, second, PROPOSED)
    for each in (who, second):
        planning.end_post(each, "그만둠", person(LEAD_AGENCY))
    assert [row.evaluator_id for row in Assignment.select()] == [who.id, who.id]
    assert Assignment.get_by_id(told.id).state == REPLACED


def test_the_page_says_why_a_case_stays_short_whenever_it_is_shown(site, agency):
    one, two = case(1, region="서울"), case(2, region="부산")
    of = round_of([one, two], need=2)
    evaluator(ONE, regions=["서울"])
    both = "이 지역을 맡는 평가위원이 모자랍니다."
    assert page_of(agency, of).count(both) == 2  # before anything is proposed
    planning.propose(of, person(AGENCY))
    assert page_of(agency, of).count(both) == 2 and "이미 빠져" not in page_of(agency, of)
    evaluator(TWO, regions=["서울", "부산"], number="", most=1)
    assert page_of(agency, of).count(both) == 1
    assign(of, one, Evaluator.select().order_by(Evaluator.id.desc()).get(), PROPOSED)
    assert page_of(agency, of).count(both) == 1 and "1 / 1건" in page_of(agency, of)
    assert page_of(agency, of).count("명 모자람") == 1


def test_an_officer_neither_proposes_nor_confirms_cases_he_takes_part_in(site, agency, lead):
    mine, other = case(1), case(2)
    who = evaluator(ONE)
    of = round_of([mine, other], need=1)
    with writing():
        Membership.create(person=person(AGENCY), company=mine.submission.companies[1])
    assert "참여하시는 과제 1건은 보이지 않으며" in page_of(agency, of) and "보이지 않으며" not in page_of(lead, of)
    assert planning.propose(of, person(AGENCY)).pairs == ((other.id, who.id),)
    assert planning.propose(of, person(LEAD_AGENCY)).pairs == ((mine.id, who.id),)
    assert planning.confirm(of, person(AGENCY)).offered == 1
    with pytest.raises(NotNow, match="확정할 배정이 없습니다"):
        planning.confirm(of, person(AGENCY))
    states = {row.case_id: row.state for row in Assignment.select()}
    assert states == {mine.id: PROPOSED, other.id: OFFERED}
    assert planning.confirm(of, person(LEAD_AGENCY)).offered == 1
    assert RoundCase.select().count() == Case.select().count()


def test_a_name_like_one_of_the_firm_is_pointed_out_where_it_is_confirmed(site, agency):
    one = case(1)
    with writing():
        lead_ = Party.get(Party.application == one.application, Party.lead)
        SearchKey.create(party=lead_, step="company", kind=REPRESENTATIVE, value=hashed(REPRESENTATIVE, "김누리"))
    namesake = evaluator(ONE, name="김누리")
    of = round_of([one], need=1)
    assert planning.propose(of, person(AGENCY)).pairs == ((one.id, namesake.id),)
    told = page_of(agency, of)
    assert "이름이 같은 배정이 1건" in told and "이름 같음" in told
    page = agency.get(f"/staff/rounds/{of.token}/{one.application.token}/").page.main.get_text()
    assert "같은 사람인지 확인해 주세요" in page
    planning.confirm(of, person(AGENCY))
    assert "이름 같음" in page_of(agency, of) and "이름이 같은 배정이" not in page_of(agency, of)


def test_a_held_case_is_not_offered_before_it_is_let_go(site, agency):
    held, other = case(1), case(2)
    who = evaluator(ONE)
    of = round_of([held, other], need=1)
    waits, goes = [assign(of, each, who, PROPOSED) for each in (held, other)]
    moves.make(held, course.HOLD, person(AGENCY), held.moves, said={"reason": "확인할 것이 있습니다."})
    answered = agency.post(f"/staff/rounds/{of.token}/confirm", data={})
    told = agency.get(answered.location).page.main.get_text()
    assert "1건을 확정" in told and "1건은 보류한 과제라" in told and "다시 채워" not in told
    assert [Assignment.get_by_id(row.id).state for row in (waits, goes)] == [PROPOSED, OFFERED]
    again = Case.get_by_id(held.id)
    moves.make(again, course.RELEASE, person(AGENCY), again.moves)
    assert planning.confirm(of, person(AGENCY)).offered == 1


@pytest.mark.parametrize(("state", "held", "word"), [(course.WITHDRAWN, None, "철회됨"), (course.VISIT, "쉼", "보류")])
def test_a_case_that_does_not_go_on_is_shown_as_that_and_not_as_short(site, agency, state, held, word):
    stands, goes = case(1), case(2)
    of = round_of([stands, goes], need=2)
    assign(of, goes, evaluator(ONE))
    with writing():
        Case.update(state=state, held=held).where(Case.id == stands.id).execute()
    url = f"/staff/rounds/{of.token}/"
    page = agency.get(url).page
    assert "배정 1 / 2자리" in page.main.get_text() and page.main.get_text().count("명 모자람") == 1
    row = next(tr for tr in page.select("tr") if stands.application.token in str(tr))
    assert word in row.get_text() and "모자람" not in row.get_text()
    page = agency.get(f"{url}{stands.application.token}/").page
    assert word in page.main.get_text() and "평가위원 더하기" not in page.main.get_text()
    assert "평가위원 더하기" in agency.get(f"{url}{goes.application.token}/").page.main.get_text()


def test_after_its_time_a_round_offers_nothing_before_it_is_extended(site, agency):
    one = case(1)
    of = round_of([one], need=1)
    assign(of, one, evaluator(ONE), PROPOSED)
    with writing():
        Round.update(closes_at=now() - timedelta(seconds=1)).where(Round.id == of.id).execute()
    page = agency.get(f"/staff/rounds/{of.token}/").page
    assert not page.select("form[action$=confirm]") and page.select("#extending[open]")
    assert "지금은 확정할 수 없습니다" in page.main.get_text()
    with pytest.raises(NotNow, match="먼저 평가 기간을"):
        planning.confirm(of, person(AGENCY))
    assert not Outbox.select().where(Outbox.kind == "evaluation").exists()
    rounds.extend(of, now() + timedelta(days=1), "눈", person(AGENCY))
    assert agency.get(f"/staff/rounds/{of.token}/").page.select("form[action$=confirm]")
    assert planning.confirm(of, person(AGENCY)).offered == 1


def test_who_made_a_round_is_told_once_that_an_evaluator_s_post_ended(site):
    cases, who = [case(number) for number in (1, 2, 3)], evaluator(ONE)
    of, own = round_of(cases[:2], need=1), round_of(cases[2:], need=1, by=LEAD_AGENCY)
    for each in cases[:2]:
        assign(of, each, who)
    assign(own, cases[2], who)
    planning.end_post(who, "해외에 나갑니다.", person(LEAD_AGENCY))
    told = [mail for mail in mails("evaluation") if "평가위원이 모자랍니다" in mail.subject]
    assert [mail.to for mail in told] == [AGENCY]  # of his own round, the officer who ended it knows
    assert "2건" in told[0].text and of.token in told[0].text
