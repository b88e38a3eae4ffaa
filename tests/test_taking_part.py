# ruff: noqa: F811 - the fixtures of another file
"""Officers who take part in a case, or would be evaluators as well: nothing tells them who evaluates it, and they
decide nothing about it (abuse cases 1, 4 and 14 of the design)."""

import pytest

from models.base import now, writing
from models.case import Case, CaseMove
from models.company import Membership
from models.proposal import DECLINED, OPEN, WITHDRAWN, Proposal
from models.staff import AccessLog
from models.submission import StoredDocument, Submission
from programme import course
from services.access import staff
from services.access.permissions import NotNow
from services.backoffice import proposals, queries
from services.backoffice.acts import ACTS
from services.evaluation import moves
from tests.applying import fresh, person
from tests.evaluating import assign, case, clear, evaluator, hand_in, officer, round_of
from tests.judging import make, put
from tests.reviewing import AGENCY, COLLEAGUE, LEAD_AGENCY
from tests.smtp import mails
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures


@pytest.fixture
def client(site):
    return site.test_client()


EVALUATOR, OTHER = "evaluator@example.ac.kr", "other@example.re.kr"


def joins(who: str, one) -> None:
    with writing():
        Membership.create(person=person(who), company=one.submission.companies[1])


def ineligible(one) -> Proposal:
    """What an agency proposes of a case."""
    form = ACTS["find-ineligible"].form(one)
    clause = next(iter(form().clauses.offered))
    filled = form.of({"clauses": [clause], "reason": ["증명서로 확인했습니다."]})
    assert filled.validate(), filled.faults
    return proposals.propose(ACTS, "find-ineligible", None, filled, person(AGENCY), case=one, seen=one.moves)


def test_no_officer_is_given_an_evaluators_sheet_open_or_handed_in(site, lead):
    one = case(1)
    sheet = clear(assign(round_of([one], need=1), one, evaluator(EVALUATOR)))
    for handed_in in (False, True):
        if handed_in:
            hand_in(sheet)
        assert all(queries.find(officer(who), sheet.token) is None for who in (LEAD_AGENCY, AGENCY))
        found = lead.post("/staff/find/", data={"words": EVALUATOR})
        assert sheet.token not in found.text and "평가표" not in found.page.main.get_text()
    assert (receipt := fresh(sheet).receipt)
    assert sheet.token not in lead.post("/staff/find/", data={"words": receipt}).text
    editions = Submission.select(Submission.id).where(Submission.application == sheet)
    document = StoredDocument.select().where(StoredDocument.submission.in_(editions)).first()
    base = f"/staff/applications/{sheet.token}"
    for path in ("/", "/submitted/reason", "/submitted/all.zip", "/contacts", f"/documents/{document.id}"):
        assert lead.get(f"{base}{path}").status_code == 404, path
        assert lead.post(f"{base}{path}", data={"reason": "까닭"}).status_code in (404, 405), path


def test_who_takes_part_meets_no_proposal_about_the_case_nor_says_no_to_it(site, lead):
    one, other = put(case(1), course.CHECKING), put(case(2), course.CHECKING)
    joins(COLLEAGUE, one)
    rows = [ineligible(each) for each in (one, other)]
    told = [mail.text for mail in mails("proposed") if mail.to == COLLEAGUE]
    assert len(told) == 1 and str(other.application.receipt) in told[0]
    assert proposals.waiting(person(COLLEAGUE), now()) == 1
    lead.sign_in(COLLEAGUE, proved=True)
    listed = lead.get("/staff/proposals/").text
    assert rows[0].token not in listed and rows[1].token in listed
    url = f"/staff/proposals/{rows[0].token}/"
    assert lead.get(url).status_code == lead.post(url, data={"do": "decline", "reason": "아님"}).status_code == 404
    with pytest.raises(NotNow):
        proposals.decline(ACTS, rows[0], person(COLLEAGUE), now(), "아님")
    assert Proposal.get_by_id(rows[0].id).state == OPEN
    proposals.decline(ACTS, rows[0], person(LEAD_AGENCY), now(), "다시 봅시다.")
    proposals.decline(ACTS, rows[1], person(AGENCY), now())
    assert [Proposal.get_by_id(row.id).state for row in rows] == [DECLINED, WITHDRAWN]
    assert rows[0].token not in lead.get("/staff/proposals/").text  # nor once it is settled


def test_who_takes_part_in_a_round_s_case_does_not_decline_its_closing(site, lead):
    one = case(1)
    of = round_of([one], need=1)
    hand_in(clear(assign(of, one, evaluator(EVALUATOR))))
    form = ACTS["close-round"].form(None).of({"round": [of.token], "reason": ["다 모였습니다."]})
    assert form.validate()
    row = proposals.propose(ACTS, "close-round", None, form, person(AGENCY))
    joins(COLLEAGUE, one)
    lead.sign_in(COLLEAGUE, proved=True)
    declined = lead.post(f"/staff/proposals/{row.token}/", data={"do": "decline", "reason": "싫습니다."})
    assert declined.status_code == 409 and "참여하시는" in declined.text
    assert Proposal.get_by_id(row.id).state == OPEN
    assert lead.get("/staff/proposals/new/close-round/").status_code == 404  # its own page shows what it is about


def test_the_log_tells_who_takes_part_of_nobody_who_evaluates(site, lead):
    (mine, other), who = (case(1), case(2)), evaluator(EVALUATOR)
    for one in (mine, other):
        person_ = who.person
        person_.came_from = ""
        staff.log_access(person_, "사업계획서 사본 보기", "현장평가", evaluates=True, application=one.application)
    joins(COLLEAGUE, mine)
    assert staff.access_log(person(LEAD_AGENCY), words="사본").count() == 2
    (row,) = staff.access_log(person(COLLEAGUE), words="사본")
    assert row.application == other.application
    lead.sign_in(COLLEAGUE, proved=True)
    assert lead.get("/staff/log/").text.count(EVALUATOR) == 1


def test_another_s_sheet_by_address_leaves_a_row(site, client):
    one = case(1)
    sheet = clear(assign(round_of([one], need=1), one, evaluator(OTHER)))
    evaluator(EVALUATOR)
    client.sign_in(EVALUATOR, proved=True)
    assert client.get(f"/applications/{sheet.token}/overall").status_code == 404
    (row,) = AccessLog.select().where(AccessLog.what == "평가표(거절)")
    assert row.person == person(EVALUATOR)


def test_what_a_case_is_led_to_is_not_told_where_nobody_may_decide(site, client):
    one = put(case(1), course.CHECKING)
    with writing():
        one.application.call.__class__.update(closes_at=now()).execute()
    row = ineligible(one)
    proposals.confirm(ACTS, row, person(LEAD_AGENCY), now())
    client.sign_in("ceo@firm1a.example.com")
    page = client.get(f"/applications/{one.application.token}/case").page.main.get_text()
    assert "요건 미충족" not in page
    (asked,) = CaseMove.select().where(CaseMove.case == one)
    url = f"/applications/{one.application.token}/case"
    late = client.post(f"{url}/withdrawal", data={"base": "1", "reason": "그만두려 합니다."})
    assert late.status_code == 409 and "미충족" not in late.text and AGENCY.partition("@")[0] not in late.text
    with writing():  # a case found ineligible is withdrawn no more
        Case.update(withdrawal="그만두려 합니다.", moves=3).where(Case.id == one.id).execute()
    moves.record(Case.get_by_id(one.id), course.BY_NAME[course.ASK_WITHDRAWAL], 3, asked.after, None)
    assert "미충족" not in client.get(url).page.main.get_text()
    make(one, course.REINSTATE, LEAD_AGENCY, said={"reason": "다시 확인했습니다."})
    assert "거둠" not in client.get(f"/applications/{one.application.token}/case").page.main.get_text()
