"""The record of accounts: who came in, who failed to, and whose rights changed; and tries of the second factor, counted
so that no stranger keeps the holder out."""

from datetime import datetime, timedelta

import pytest

import config
from models.account_event import AccountEvent
from models.base import db, now
from models.person import Session
from models.staff import AccessLog, Staff
from services.access import account_log, accounts, staff
from services.mail.outbox import masked
from services.scheduled import retention
from tests.applying import LEAD, STRANGER, person
from tests.reviewing import AGENCY, COLLEAGUE, LEAD_AGENCY, posts
from tests.test_accounts import code_of, other_than
from tests.test_staff import code, wrong_for
from tests.walking import counted

HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def agencies(app) -> None:
    posts()
    AccountEvent.delete().execute()


def recorded() -> list[tuple]:
    rows = AccountEvent.select().order_by(AccountEvent.id)
    return [
        (row.kind, row.person and row.person.email, row.by and row.by.email, row.agency, row.address) for row in rows
    ]


def at(client, address: str):
    client.environ_base["REMOTE_ADDR"] = address
    return client


def prove(client, number: str):
    return client.post("/staff/proof/", data={"code": number})


def test_sign_ins_and_failed_ones_are_recorded_with_where_from(client, agencies):
    at(client, HERE).post("/sign-in", data={"email": LEAD_AGENCY})
    client.post("/sign-in/code", data={"code": other_than(code_of())})
    client.post("/sign-in/code", data={"code": code_of()})
    post = staff.post_of(person(LEAD_AGENCY))
    client.get("/staff/proof/")
    prove(client, wrong_for(post, now()))
    prove(client, code(post))
    at(client, ELSEWHERE).post("/sign-out")
    client.post("/sign-in", data={"email": "nobody@example.com"})
    client.post("/sign-in/code", data={"code": other_than(code_of())})

    assert recorded() == [
        (account_log.WRONG_CODE, LEAD_AGENCY, None, None, HERE),
        (account_log.SIGNED_IN, LEAD_AGENCY, None, None, HERE),
        (account_log.WRONG_NUMBER, LEAD_AGENCY, None, "", HERE),
        (account_log.PROVED, LEAD_AGENCY, None, "", HERE),
        (account_log.WRONG_CODE, None, None, None, ELSEWHERE),
    ]


def test_rights_given_changed_and_ended_are_recorded_with_who_did_it(app, agencies):
    officer = person(LEAD_AGENCY)
    officer.came_from = HERE
    staff.add(STRANGER, "women", officer)
    staff.add(STRANGER, "innobiz", officer)
    staff.add(STRANGER, "innobiz")
    assert staff.end(STRANGER, officer) and not staff.end(STRANGER, officer)
    staff.add(STRANGER)

    assert recorded() == [
        (account_log.GRANTED, STRANGER, LEAD_AGENCY, "women", HERE),
        (account_log.CHANGED, STRANGER, LEAD_AGENCY, "innobiz", HERE),
        (account_log.RESET, STRANGER, None, "innobiz", ""),
        (account_log.ENDED, STRANGER, LEAD_AGENCY, "innobiz", HERE),
        (account_log.GRANTED, STRANGER, None, "", ""),
    ]


def test_an_agencys_officer_proves_a_post_of_that_agency(client, agencies):
    client.sign_in(AGENCY)
    client.get("/staff/proof/")
    prove(client, code(staff.post_of(person(AGENCY))))

    assert recorded()[-1] == (account_log.PROVED, AGENCY, None, "women", "127.0.0.1")


def test_two_officers_stand_in_the_record_of_what_they_decided_together(client, agencies):
    client.sign_in(LEAD_AGENCY, proved=True)
    sent = {"email": STRANGER, "agency": "women", "reason": "새 담당자"}
    proposed = client.post("/staff/proposals/new/add-staff/", data=sent)
    at(client, ELSEWHERE).sign_in(COLLEAGUE, proved=True)
    client.post(proposed.location.partition("?")[0], data={"do": "confirm"})

    assert (account_log.GRANTED, STRANGER, COLLEAGUE, "women", ELSEWHERE) in recorded()


def test_the_lead_agency_reads_the_record_and_of_applicants_no_address(client, agencies):
    client.sign_in(STRANGER)
    client.sign_in(AGENCY, proved=True)
    at(client, HERE).sign_in(LEAD_AGENCY, proved=True)
    staff.add(STRANGER, "women")
    Staff.delete().where(Staff.person == person(STRANGER)).execute()

    def rows(asked: str = "") -> list[str]:
        page = client.get(f"/staff/log/accounts?{asked}").page
        return [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]

    assert sum(masked(STRANGER) in row for row in rows()) == 2
    assert not [row for row in rows() if STRANGER in row]
    (given,) = rows("kind=rights")
    assert "권한 부여" in given and "서버 명령" in given
    assert len(rows(f"who={person(AGENCY).id}")) == 1
    assert rows(f"kind={account_log.WRONG_CODE}") == []
    assert rows(f"since={(now() + timedelta(days=2)).date()}") == []
    assert len(rows("kind=nonsense&who=999&since=x")) == 4


def test_the_record_is_narrowed_to_a_person_to_kinds_and_to_days_in_korea(app, agencies):
    midnight = datetime(2026, 11, 30, tzinfo=config.KST)
    officer, other = person(LEAD_AGENCY), person(STRANGER)
    account_log.note(account_log.SIGNED_IN, officer, at=midnight - INSTANT)
    account_log.note(account_log.SIGNED_IN, other, at=midnight)
    account_log.note(account_log.GRANTED, other, by=officer, at=midnight)

    def found(**narrowed) -> list[tuple]:
        return [(row.kind, row.person) for row in account_log.events(**narrowed)]

    before, signed_in, granted = (
        (account_log.SIGNED_IN, officer),
        (account_log.SIGNED_IN, other),
        (account_log.GRANTED, other),
    )
    assert found() == [granted, signed_in, before]
    assert found(since=midnight.date()) == [granted, signed_in]
    assert found(person=officer.id) == [before]
    assert found(kinds="sign-ins") == [signed_in, before]
    assert found(kinds="rights") == found(kinds=account_log.GRANTED) == [granted]
    assert account_log.people([*AccountEvent.select()]) == {officer.id: LEAD_AGENCY, other.id: STRANGER}


def test_a_look_at_personal_data_is_logged_with_where_from(seeded, client, agencies):
    at(client, HERE).sign_in(LEAD_AGENCY, proved=True)
    client.post("/staff/find/", data={"words": LEAD})

    assert {row.address for row in AccessLog.select()} == {HERE}
    assert HERE in client.get("/staff/log/").page.get_text()


def test_sign_ins_are_kept_two_years_and_rights_three_a_leap_day_included(app, agencies):
    start = now()
    for kind in (account_log.SIGNED_IN, account_log.GRANTED):
        account_log.note(kind, None, at=start)

    def swept(at: datetime) -> int:
        return retention.run(at)["record of accounts"]

    assert [swept(start + timedelta(days=730)), swept(start + timedelta(days=730) + INSTANT)] == [0, 1]
    assert [row.kind for row in AccountEvent.select()] == [account_log.GRANTED]
    assert [swept(start + timedelta(days=1096)), swept(start + timedelta(days=1096) + INSTANT)] == [0, 1]


def test_a_proof_lapses_when_nothing_was_done_for_half_an_hour_and_the_session_stays(client, agencies):
    client.sign_in(LEAD_AGENCY, proved=True)
    seen = now() - timedelta(minutes=30)
    Session.update(seen_at=seen + timedelta(seconds=30)).execute()
    assert client.get("/staff/").status_code == 200
    Session.update(seen_at=seen - timedelta(seconds=10)).execute()

    assert client.get("/staff/").location.startswith("/staff/proof/")
    assert client.get("/staff/").status_code == 303
    assert client.get("/sessions").status_code == 200


def test_a_proof_lapses_by_time_where_nothing_can_be_written(client, agencies):
    client.sign_in(LEAD_AGENCY, proved=True)
    Session.update(seen_at=now() - accounts.PROOF_IDLE - timedelta(minutes=1)).execute()
    db.execute_sql("PRAGMA query_only = 1")
    try:
        places = [client.get("/staff/").location for _ in range(2)]
        still = client.get("/sessions").status_code
    finally:
        db.execute_sql("PRAGMA query_only = 0")

    assert all(place.startswith("/staff/proof/") for place in places)
    assert (still, Session.get().verified_at is None) == (200, False)
    assert client.get("/staff/").location.startswith("/staff/proof/")
    assert Session.get().verified_at is None


def test_who_guesses_elsewhere_keeps_nobody_out_of_a_browser_he_proved_in(app, agencies):
    post, mine, guesser = staff.post_of(person(LEAD_AGENCY)), app.test_client(), app.test_client()
    mine.sign_in(LEAD_AGENCY)
    mine.get("/staff/proof/")
    assert prove(mine, code(post)).status_code == 303
    mine.post("/sign-out")
    mine.post("/sign-in", data={"email": LEAD_AGENCY})
    mine.post("/sign-in/code", data={"code": code_of()})
    Staff.update(counter=0).where(Staff.id == post.id).execute()  # half a minute later
    guesser.sign_in(LEAD_AGENCY)
    for _ in range(5):
        prove(guesser, wrong_for(post, now()))

    barred = prove(guesser, code(post))
    assert barred.status_code == 429
    assert "전에 담당자 확인을 마친 브라우저에서는 기다리지 않고" in barred.page.get_text()
    assert prove(mine, code(post)).status_code == 303
    assert prove(guesser, code(post)).status_code == 429  # which lets the guesser no sooner try again

    for _ in range(5):
        prove(mine, wrong_for(post, now()))
    assert prove(mine, code(post)).status_code == 429  # a stolen browser has no more tries than others
    staff.add(LEAD_AGENCY)
    assert staff.proved_in(staff.proof_mark(post), staff.post_of(person(LEAD_AGENCY))) is False


@pytest.mark.parametrize("path", ["/staff/log/", "/staff/log/accounts"])
def test_another_officer_costs_these_pages_no_query(agencies, client, path):
    client.sign_in(LEAD_AGENCY, proved=True)
    client.get(path)
    with counted() as few:
        client.get(path)
    for number in range(3):
        staff.add(f"officer{number}@example.com")
    client.get(path)
    with counted() as more:
        client.get(path)

    assert len(more) == len(few), more
