# ruff: noqa: F811 - the fixtures of another file
"""What the two officers who close a round agree on: the scores and opinions both saw, or nothing."""

import pytest

from models.base import now, writing
from models.case import Case
from models.company import Membership
from models.evaluation import (
    PROPOSED,
    REPLACED,
    Assignment,
    Round,
    RoundCase,
)
from models.mail import Outbox
from models.proposal import Proposal
from programme import course
from programme.evaluation import printed_score
from services.access.permissions import NotNow
from services.backoffice import proposals
from services.backoffice.acts import ACTS
from services.drafts import applications, people, revisions
from services.evaluation import planning, promises
from services.submissions import lifecycle
from tests.applying import fresh, person
from tests.evaluating import (
    OPINION,
    again,
    assign,
    case,
    clear,
    closable,
    evaluator,
    fill,
    hand_in,
    round_of,
    some_evaluators,
)
from tests.pages import sent_by
from tests.reviewing import AGENCY, COLLEAGUE, LEAD_AGENCY
from tests.smtp import mails
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures
from tests.test_round_closing import judged, proposed


def test_a_closing_that_waits_is_taken_back_by_who_proposed_it_and_led_to_by_who_confirms_it(site, agency, lead):
    of, _ = judged(((20, 20, 20, 20),))
    url, row = f"/staff/rounds/{of.token}/", proposed(of)
    assert [way["href"] for way in lead.get(url).page.select("main a[href*='/staff/proposals/']")] == [
        f"/staff/proposals/{row.token}/"
    ]
    assert not lead.get(url).page.select("button[value=take_closing_back]")
    assert lead.post(url, data={"do": "take_closing_back"}).status_code == 409
    page = agency.get(url).page
    assert page.select("button[value=take_closing_back]") and not page.select("a[href*='/staff/proposals/']")

    done = agency.post(url, data={"do": "take_closing_back"})

    assert Proposal.get().state == "withdrawn"
    page = agency.get(done.location).page
    assert "거두었습니다" in page.main.get_text() and page.select("button[value=close]")
    assert agency.post(url, data={"do": "take_closing_back"}).status_code == 409


def test_who_confirms_a_closing_reads_what_it_makes_of_each_case(site, agency, lead):
    of, _ = judged(((20, 20, 20, 20), (10, 10, 10, 10)))
    row = proposed(of)
    for client, address in ((lead, f"/staff/proposals/{row.token}/"), (agency, f"/staff/rounds/{of.token}/")):
        page = client.get(address).page
        assert f"{printed_score(of.frozen['passing'])}점 이상이면" in page.main.get_text(), address
        scores = [cell.get_text() for cell in page.select("td[data-label=점수]")][-2:]
        assert ["80.00점" in text and "미추천" not in text for text in scores] == [True, False], address
        assert ["40.00점" in text and "미추천" in text for text in scores] == [False, True], address


def test_an_agency_reads_on_the_rounds_page_why_its_closing_was_declined(site, agency, lead):
    of, _ = judged(((20, 20, 20, 20),))
    url, row = f"/staff/rounds/{of.token}/", proposed(of)
    lead.post(f"/staff/proposals/{row.token}/", data={"do": "decline", "reason": "의견을 고쳐 주세요."})

    mail = mails("declined")[0]
    assert mail.to == AGENCY and url in mail.text
    page = agency.get(url).page
    assert "의견을 고쳐 주세요." in page.main.get_text() and page.select("button[value=close]")
    proposed(of)
    assert "의견을 고쳐 주세요." not in agency.get(url).page.main.get_text()


def test_rounds_of_one_name_are_closed_each_by_its_own_proposal(site):
    (one, two), both = [case(1), case(2)], some_evaluators()
    rows = []
    for each in (one, two):
        of = round_of([each])
        for who in both:
            hand_in(clear(assign(of, each, who)))
        rows.append(proposed(of))
    assert len({row.subject for row in rows}) == 2 and of.call.slug in rows[0].subject
    with pytest.raises(NotNow, match="같은 제안"):
        proposed(of)
    for row in rows:
        proposals.confirm(ACTS, row, person(LEAD_AGENCY), now())
    assert not Round.select().where(Round.closed_at.is_null()).exists()


@pytest.mark.parametrize("by", ["a sheet handed in anew", "a sheet found void", "an evaluator who joined the firm"])
def test_a_round_is_closed_by_the_scores_both_officers_saw_or_not_at_all(site, by):
    one, who, joined = case(1), some_evaluators(3), by == "an evaluator who joined the firm"
    of = round_of([one], need=3)
    rows = [assign(of, one, each) for each in who]
    for each, total in zip(rows, (20, 15, 10), strict=True):
        hand_in(clear(each), (total,) * 4)
    with writing():
        Round.update(quorum=2).where(Round.id == of.id).execute()
    row = proposed(of)
    if by == "a sheet handed in anew":
        again(rows[0], (5, 5, 5, 5))
        expected = "40.00점"
    elif by == "a sheet found void":
        planning.found_late(of, rows[2].token, "제보", person(AGENCY))
        expected = "70.00점"
    else:
        with writing():
            Membership.create(company=one.submission.companies[0], person=rows[2].evaluator.person)
        expected = "70.00점"
    before = {each.id: each.state for each in Assignment.select()}, Outbox.select().count()
    with pytest.raises(NotNow, match="다시 제안하면"):
        proposals.confirm(ACTS, row, person(LEAD_AGENCY), now())
    assert Case.get_by_id(one.id).state == course.VISIT and Round.get().closed_at is None
    assert ({each.id: each.state for each in Assignment.select()}, Outbox.select().count()) == before

    if joined:  # nobody knows of it yet, so that the scores are the same
        proposals.decline(ACTS, row, person(LEAD_AGENCY), now(), "이해관계가 드러남")
    client = site.test_client()
    client.sign_in(AGENCY, proved=True)
    url = f"/staff/rounds/{of.token}/"
    sent = sent_by(client.get(url).page.select_one("form:has([value=close])")) | {"do": "close", "reason": "다시 봄"}
    if joined:  # it is found now, and other scores are shown than before
        refused = client.post(url, data=sent)
        assert refused.status_code == 409
        sent = sent_by(refused.page.select_one("form:has([value=close])")) | {"do": "close"}
    assert client.post(url, data=sent).status_code == 303
    assert Proposal.get_by_id(row.id).state == ("declined" if joined else "withdrawn")
    assert not client.get(url).page.select("[value=close]")
    client.sign_in(LEAD_AGENCY, proved=True)
    page = f"/staff/proposals/{Proposal.select().order_by(Proposal.id.desc()).first().token}/"
    told = client.get(page).page.main
    assert expected in told.get_text() and told.select(f'a[href="{url}"]') and told.select("[value=confirm]")
    assert client.post(page, data={"do": "confirm"}).status_code == 303
    assert f"{RoundCase.get().official / 100:.2f}점" == expected and [*promises.broken()] == []


def test_an_opinion_that_names_who_joined_the_round_later_keeps_it_from_closing(site):
    one, who = case(1), some_evaluators(2)
    later = evaluator("three@e3.example.com", name="나중에온사람")
    of = round_of([one], need=2, by=LEAD_AGENCY)
    for row, words in zip(
        [assign(of, one, each) for each in who], (OPINION, "나중에 온 사람과 함께 보았습니다."), strict=True
    ):
        sheet, writer = clear(row), row.evaluator.person
        fill(sheet)
        view = applications.load_view(fresh(sheet), writer)
        task = view.journey.task("overall", view.party)
        said_so = {"opinion": [words * 3]}
        revisions.save(fresh(sheet), task, said_so, base=view.base(task), person=writer, arrived=now())
        lifecycle.submit(fresh(sheet), writer, now())
    assert closable(of)
    planning.take_back(
        of, Assignment.create(round=of, case=one, evaluator=later).token, "잘못 넣음", person(LEAD_AGENCY)
    )
    assert closable(of)  # merely proposed, and gone
    Assignment.create(round=of, case=one, evaluator=later, state=REPLACED)
    with pytest.raises(NotNow, match="의견에 이 회차 평가위원의 이름"):
        closable(of)


def test_who_proposes_saw_the_scores_he_proposes(site, agency):
    of, _ = judged(((20, 20, 20, 20),))
    url = f"/staff/rounds/{of.token}/"
    sent = sent_by(agency.get(url).page.select_one("form:has([value=close])")) | {"do": "close", "reason": "모임"}
    again(Assignment.get(), (1, 1, 1, 1))
    answer = agency.post(url, data=sent)
    assert answer.status_code == 409 and "결정할 내용이 바뀌었습니다" in answer.page.get_text()
    assert not Proposal.select().exists() and "4~80점" in answer.page.get_text()


def test_a_sheet_voided_by_one_officer_is_shown_to_the_other_who_decides(site, lead):
    one, who = case(1), some_evaluators(3)
    of = round_of([one], need=2, by=LEAD_AGENCY)
    rows = [assign(of, one, each) for each in who[:2]]
    hand_in(clear(rows[0]), (5, 5, 5, 5))
    hand_in(clear(rows[1]), (15, 15, 15, 15))
    planning.found_late(of, rows[0].token, "학회에서 들었습니다.", person(LEAD_AGENCY))
    hand_in(clear(assign(of, one, who[2])), (20, 20, 20, 20))
    row = proposed(of)
    page = lead.get(f"/staff/proposals/{row.token}/").page.main
    told = " ".join(page.get_text().split())
    assert "70.00점" in told and "20점 학회에서 들었습니다." in told and people.colleague(person(LEAD_AGENCY)) in told


def test_who_takes_part_in_a_case_is_not_shown_its_score_where_a_round_is_confirmed(site, lead):
    of, (mine, other) = judged(((20, 20, 20, 20), (19, 19, 19, 19)))
    row = proposed(of)
    with writing():
        Membership.create(person=person(COLLEAGUE), company=mine.submission.companies[1])
    lead.sign_in(COLLEAGUE, proved=True)
    page = lead.get(f"/staff/proposals/{row.token}/").page.main
    told = page.get_text()
    assert mine.submission.receipt not in told and other.submission.receipt in told
    assert not page.select("[value=confirm]") and "참여하시는 과제가 이 회차에 있어" in told
    with pytest.raises(NotNow, match="참여하시는"):
        proposals.confirm(ACTS, row, person(COLLEAGUE), now())
    with pytest.raises(NotNow, match="참여하시는"):
        proposed(of, COLLEAGUE)
    round_page = lead.get(f"/staff/rounds/{of.token}/").page.main.get_text()
    assert "바뀌" not in round_page  # he is shown fewer scores, and the proposal still holds


def test_both_officers_agree_on_every_sheet_and_see_the_opinions_that_go_out(site, lead):
    """Sheets handed in anew with the same mean are others: how far they lie apart, and what they say, is shown too."""
    one, who = case(1), some_evaluators()
    of = round_of([one], need=2)
    sheets = [clear(assign(of, one, each)) for each in who]
    for sheet, each in zip(sheets, (15, 20), strict=True):
        hand_in(sheet, (each,) * 4)
    row = proposed(of)
    for where in (f"/staff/rounds/{of.token}/", f"/staff/proposals/{row.token}/"):  # of who proposes, and who confirms
        page = lead.get(where).page.main
        assert page.get_text().count(OPINION * 3) == 2 and "70.00점" in page.get_text()
    assert "60~80점" in page.get_text() and page.get_text().count(OPINION * 3) == 2
    for sheet, each in zip(sheets, (10, 25), strict=True):
        hand_in(sheet, (each,) * 4)
    with pytest.raises(NotNow, match="바뀌어"):
        proposals.confirm(ACTS, row, person(LEAD_AGENCY), now())
    assert Round.get_by_id(of.id).closed_at is None


def test_a_round_s_page_offers_to_close_it_once_it_can_be_and_says_before_what_is_in_the_way(site, agency):
    one, (first, second) = case(1), some_evaluators()
    of = round_of([one])
    url = f"/staff/rounds/{of.token}/"
    hand_in(clear(assign(of, one, first)))
    assign(of, one, second, PROPOSED)
    assert "확정하지 않은 배정을 확정해 주세요" in agency.get(url).page.main.get_text()
    planning.confirm(of, person(LEAD_AGENCY))
    other = Assignment.get(Assignment.evaluator == second)

    def shown() -> tuple[str, bool, bool]:
        main = agency.get(url).page.main
        return main.get_text(), bool(main.select("[value=close]")), bool(main.select_one("details.fold[open]"))

    for begun, why in (("nothing", "내지 않은 평가표가 있습니다"), ("a hold", "보류한 과제가 있어")):
        with writing():
            Case.update(held="쉽니다." if begun == "a hold" else None).execute()
        text, form, table = shown()
        assert (why in text, form, table) == (True, False, False), begun
        with pytest.raises(NotNow, match=why):
            closable(of)
    sent = {"do": "close", "round": of.token, "shown": "x", "reason": "모두 모였습니다."}
    refused = agency.post(url, data=sent)
    assert refused.status_code == 409 and "보류한 과제가 있어" in refused.page.main.get_text()
    assert refused.page.select_one("form:has([value=close]) [name=reason]").get_text().strip() == "모두 모였습니다."
    with writing():
        Case.update(held=None).execute()
    hand_in(clear(other))
    text, form, table = shown()
    assert (form, table, text.count(OPINION * 3)) == (True, True, 2)
    with writing():
        Case.update(held="쉽니다.").execute()
    text, form, table = shown()  # what is in the way may stand in the opinions, which are read all the same
    assert (form, table, text.count(OPINION * 3)) == (False, True, 2)
    with writing():
        Case.update(held=None).execute()
        Membership.create(person=person(AGENCY), company=one.submission.companies[1])
    text, form, _ = shown()
    assert "참여하시는 과제가 이 회차에 있어" in text and not form
