"""The lead agency's decisions: who may take which in what state, what each leaves behind, and two people at once."""

import threading

import pytest

from forms.base import NAME
from forms.staff import ReasonsForm
from models.base import now, writing
from models.company import APPROVED, OUTDATED, POOL_STATES, RETURNED, SUSPENDED, WAITING, Supplier
from models.mail import Outbox
from models.pool import RESUMED, TAKEN_BACK, Review
from models.submission import Event
from programme.application_types import POOL
from services.access import permissions, staff
from services.access.permissions import NotNow
from services.pool import decision_mails, decisions
from tests.applying import HALF, LEAD, STRANGER, person
from tests.call import CONSENTS, POOL_TYPE, WIZARDS
from tests.reviewing import (
    AGENCY,
    COLLEAGUE,
    LEAD_AGENCY,
    REGISTRANT,
    be,
    hand_in,
    posts,
    register,
    say,
    state_of,
)
from tests.smtp import mails

# decision: (where, what is sent beside the base, the state it leads to)
DECISIONS = {
    APPROVED: ("approve", {}, APPROVED),
    RETURNED: ("", {"at_company": "대표자를 확인해 주세요."}, RETURNED),
    TAKEN_BACK: ("completion", {}, WAITING),
    SUSPENDED: ("suspend", {"reason": "사실과 다른 실적이 있습니다."}, SUSPENDED),
    RESUMED: ("resume", {}, OUTDATED),  # what the entry was when the test last suspended it
}
PRINCIPALS = {  # who asks: what he is answered but for the state; None: as the state says
    "nobody": 303,
    STRANGER: 404,
    HALF: 404,
    LEAD: 404,
    REGISTRANT: 404,
    "unproved": 303,
    AGENCY: 404,
    LEAD_AGENCY: None,
}


@pytest.fixture
def registration(seeded):
    posts()
    return register()


def seen(application, edition: int = 1) -> decisions.SeenState:
    return decisions.SeenState(edition, state_of(application))


def left() -> tuple[int, ...]:
    return tuple(table.select().count() for table in (Review, Event, Outbox))


def test_each_decision_in_each_state_by_each_principal(registration, seeded):
    """State × role × action: only the lead agency, only in the states the permission table names."""
    for who, answer in PRINCIPALS.items():
        client = seeded.test_client()
        if who != "nobody":
            client.sign_in(LEAD_AGENCY if who == "unproved" else who, proved=who != "unproved")
        token = client.csrf()
        for state in POOL_STATES:
            for decision, (where, sent, after) in DECISIONS.items():
                be(state, registration)
                before = left()
                fits = permissions.allowed_in(decisions.ACTIONS[decision], state)
                response = client.post(
                    f"/staff/registrations/{registration.token}/{where}",
                    data={"csrf_token": token, "base": f"1-{state}", **sent},
                )
                assert response.status_code == (answer or (303 if fits else 409)), (who, state, decision)
                done = answer is None and fits
                assert state_of(registration) == (after if done else state), (who, state, decision)
                assert (left() == before) is not done


def test_approval_publishes_and_tells_everyone_of_the_company(registration):
    company = registration.company
    colleague = person("colleague@s6.example.com")
    with writing():
        company.memberships.model.create(person=colleague, company=company)
        Supplier.update(facts={}).where(Supplier.company == company).execute()

    decisions.approve(registration, seen(registration), person(LEAD_AGENCY))

    entry = Supplier.of(company)
    assert entry.state == APPROVED
    assert entry.approved_at
    assert entry.facts["solutions"][0]["name"] == "예약한장"
    told = mails("approved")
    assert {mail.to for mail in told} == {REGISTRANT, "colleague@s6.example.com"}
    assert "새벽코드(가상)" in told[0].subject
    assert f"/applications/{registration.token}/" in told[0].text
    review = Review.get()
    assert (review.decision, review.edition, review.person) == (APPROVED, 1, person(LEAD_AGENCY))
    assert Event.get(Event.action == APPROVED).detail == {"edition": 1, "from": WAITING, "to": APPROVED}


def test_sending_back_says_where_and_what_in_the_mail(registration):
    reasons = {"company": "대표자 이름을\n확인해 주세요.", "national_tax": "<b>만료</b>되었습니다."}

    decisions.send_back(registration, seen(registration), reasons, person(LEAD_AGENCY))

    mail = mails("returned")[0]
    assert "기업 정보: 대표자 이름을 확인해 주세요." in mail.text
    assert "국세 납세증명서: <b>만료</b>되었습니다." in mail.text
    assert "&lt;b&gt;만료" in mail.html
    assert Review.get().reasons == reasons


@pytest.mark.parametrize("earlier", [WAITING, RETURNED, APPROVED, OUTDATED])
def test_who_resumes_is_what_he_was(registration, earlier):
    be(earlier, registration)
    Supplier.update(renewed_at=now()).where(Supplier.company == registration.company).execute()
    lead = person(LEAD_AGENCY)

    decisions.suspend(registration, seen(registration), "확인 중입니다.", lead)
    assert state_of(registration) == SUSPENDED
    assert "확인 중입니다." in mails("suspended")[0].text
    decisions.resume(registration, seen(registration), lead)

    assert state_of(registration) == earlier
    assert Outbox.select().where(Outbox.kind == "resumed").exists()


def test_who_submitted_anew_while_suspended_waits_when_resumed(registration):
    be(APPROVED, registration)
    decisions.suspend(registration, seen(registration), "확인 중입니다.", person(LEAD_AGENCY))
    hand_in(registration, SUSPENDED)

    decisions.resume(registration, seen(registration, 2), person(LEAD_AGENCY))

    assert state_of(registration) == WAITING


def test_of_two_at_once_one_decides_and_the_other_is_told(registration):
    page = seen(registration)
    done: list[str] = []
    told: list[str] = []
    start = threading.Barrier(2)

    def decide(who: str) -> None:
        start.wait()
        try:
            if who == LEAD_AGENCY:
                decisions.approve(registration, page, person(who))
            else:
                decisions.send_back(registration, page, {"company": "고쳐 주세요."}, person(who))
            done.append(who)
        except NotNow as error:
            told.append(str(error))

    threads = [threading.Thread(target=decide, args=(who,)) for who in (LEAD_AGENCY, COLLEAGUE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == len(told) == 1
    assert "다른 담당자가 먼저" in told[0]
    assert Review.select().count() == Outbox.select().where(Outbox.kind.in_((APPROVED, RETURNED))).count() == 1


@pytest.mark.parametrize("decision", [APPROVED, RETURNED])
def test_an_officer_who_is_ended_while_he_decides_decides_nothing(registration, client, monkeypatch, decision):
    facts, before = decision_mails.facts_of, left()
    where, sent, _ = DECISIONS[decision]

    def meanwhile(*given, **details):  # let in already, before the transaction
        staff.end(LEAD_AGENCY)
        return facts(*given, **details)

    monkeypatch.setattr(decision_mails, "facts_of", meanwhile)
    client.sign_in(LEAD_AGENCY, proved=True)
    answer = client.post(f"/staff/registrations/{registration.token}/{where}", data={"base": "1-waiting", **sent})

    assert answer.status_code == 409
    assert "업무에서 빠지셨을" in answer.page.main.get_text()
    assert (state_of(registration), left()) == (WAITING, before)


def test_a_decision_twice_is_taken_once(registration, client):
    client.sign_in(LEAD_AGENCY, proved=True)
    path = f"/staff/registrations/{registration.token}/approve"

    answers = [client.post(path, data={"base": "1-waiting"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "‘승인’ 처리를 마쳤습니다" in client.get(answers[0].location).page.select_one("[role=status]").get_text()
    assert client.get(answers[0].location.replace("approved", "returned")).page.select_one("[role=status]") is None
    assert "‘승인’ 상태" in answers[1].page.main.get_text()
    assert Review.select().count() == 1


def test_a_decision_about_an_edition_replaced_meanwhile_is_refused_and_what_was_written_kept(registration, client):
    client.sign_in(LEAD_AGENCY, proved=True)
    path = f"/staff/registrations/{registration.token}/"
    author = client.get(path).page.select_one('[name="author"]')["value"]
    hand_in(registration)

    sent = {"base": "1-waiting", "author": author, "at_company": "대표자를 확인해 주세요."}
    refused = client.post(path, data=sent)

    assert refused.status_code == 409
    assert "다시 냈습니다(제2차)" in refused.page.main.get_text()
    assert state_of(registration) == WAITING
    assert not Review.select().exists()
    kept = client.get(path).page
    assert "대표자를 확인해 주세요." in kept.select_one(".alert.info").get_text()
    back = client.post(kept.select_one('form[action^="/kept/"]')["action"], data={})
    page = client.get(back.location).page
    assert page.select_one('[name="at_company"]').get_text().strip() == "대표자를 확인해 주세요."
    assert page.select_one('[name="base"]')["value"] == "2-waiting"


def test_a_withdrawn_registration_is_not_there_to_decide_about(registration, client):
    with writing():
        registration.submissions.model.update(standing=False).execute()
    client.sign_in(LEAD_AGENCY, proved=True)

    with pytest.raises(NotNow, match="철회"):
        decisions.approve(registration, decisions.SeenState(1, WAITING), person(LEAD_AGENCY))
    assert client.get(f"/staff/registrations/{registration.token}/").status_code == 404


def test_nonsense_for_what_was_seen_fits_nothing(registration, client):
    client.sign_in(LEAD_AGENCY, proved=True)
    for base in ("", "x", "1", "1-", "-waiting", "99999999999999999999-waiting", "1-nonsense", "¹-waiting"):
        response = client.post(f"/staff/registrations/{registration.token}/approve", data={"base": base})
        assert response.status_code == 409, base
    assert state_of(registration) == WAITING


def test_reasons_are_wanted_and_have_an_end(registration, client):
    client.sign_in(LEAD_AGENCY, proved=True)
    path = f"/staff/registrations/{registration.token}/"

    none = client.post(path, data={"base": "1-waiting"})
    long = client.post(path, data={"base": "1-waiting", "at_company": "가" * 100_000})
    suspended = client.post(f"{path}suspend", data={"base": "1-waiting", "reason": "가" * 100_000})
    both = client.post(f"{path}approve", data={"base": "1-waiting", "at_company": "고쳐 주세요."})

    assert [answer.status_code for answer in (none, long, suspended, both)] == [422] * 4
    assert "한 곳 이상" in none.page.main.get_text()
    assert "99,000자를 줄여" in long.page.select_one("#at_company-error").get_text()
    assert "99,000자를 줄여" in suspended.page.select_one("#reason-error").get_text()
    assert both.page.select_one("#at_company").get_text().strip() == "고쳐 주세요."
    assert state_of(registration) == WAITING


def test_every_item_has_a_box_that_can_be_sent():
    """Names of sent fields are a to z and underscores (forms/base.py: NAME): an item called otherwise would be
    lost."""
    steps = {step.slug for wizard in WIZARDS[POOL] for step in wizard.steps}

    for item in steps | {kind.slug for kind in POOL_TYPE.evidence} | {text.slug for text in CONSENTS}:
        assert NAME.fullmatch(f"{ReasonsForm.PREFIX}{item}"), item


def test_what_changed_since_the_approval_is_shown_without_personal_values(registration, client):
    decisions.approve(registration, seen(registration), person(LEAD_AGENCY))
    contact = {"name": ["채이룸"], "position": ["이사"], "mobile": ["010-9999-0000"]}
    say(registration, "contact", contact)
    hand_in(registration)
    client.sign_in(LEAD_AGENCY, proved=True)

    page = client.get(f"/staff/registrations/{registration.token}/").page

    rows = [[cell.get_text() for cell in row.select("td")] for row in page.select("table.data tbody tr")][:4]
    assert ["실무 담당자", "직위", "대표", "이사"] in rows
    assert ["실무 담당자", "휴대전화", "가림", "가림"] in rows
    assert "010-9999" not in page.get_text()
    assert client.get("/staff/registrations/").page.select("table .primary")[0].get_text() == "현행화"


def test_the_queue_begins_with_who_waits_longest(registration, client):
    register("S4")
    register("S2", RETURNED)
    client.sign_in(LEAD_AGENCY, proved=True)

    waiting, returned = client.get("/staff/registrations/").page.select("table")

    names = [link.get_text() for link in waiting.select("a")]
    assert names == ["새벽코드(가상)", "가온시스템 주식회사(가상)"]
    assert [link.get_text() for link in returned.select("a")] == ["주식회사 창고와길(가상)"]
