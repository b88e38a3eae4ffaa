"""Signing in: a mailed code, tried where it was asked for; sessions that end and can be taken back."""

import re
import threading
from datetime import datetime, timedelta

import pytest

from models.base import db, now, writing
from models.evaluation import Evaluator
from models.mail import Outbox
from models.person import Person, Session, SignInCode
from services.access import accounts, log_filter, rejected_posts, staff
from services.mail import outbox
from tests.applying import LEAD
from tests.pages import told
from tests.walking import counted

MAIL = "hong@example.com"
MINUTE, INSTANT = timedelta(minutes=1), timedelta(microseconds=1)


def code_of(number: int = -1) -> str:
    """What the mail said; the newest unless said otherwise."""
    row = list(Outbox.select().order_by(Outbox.id))[number]
    return re.search(r"\b(\d{6}|\d{10})\b", outbox.written(row).text)[0]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


# ---- codes


def test_the_right_code_lets_in_whoever_reads_the_mail_and_makes_the_person_once(app):
    asker = accounts.send_code(MAIL, now())

    first = accounts.check_code(asker, code_of(), now())
    again = accounts.check_code(accounts.send_code("HONG@example.com", now()), code_of(), now())

    assert first == again
    assert Person.select().count() == 1
    assert first.email == MAIL


def test_an_account_is_as_old_as_its_first_sign_in(app):
    start = now()
    accounts.check_code(accounts.send_code(MAIL, start), code_of(), start + MINUTE)

    assert Person.get().created_at == start + MINUTE


def test_two_first_sign_ins_at_once_make_one_person(app):
    found = []

    def sign_in():
        with db.connection_context():
            found.append(accounts.person_at(MAIL))

    other = threading.Thread(target=sign_in)
    with writing():
        other.start()
        other.join(0.3)  # it has seen that nobody is known by the address, and waits to write
        first = accounts.person_at(MAIL)
    other.join()

    assert found == [first]


def test_who_is_known_is_found_while_somebody_else_writes(app):
    known, found = accounts.person_at(MAIL), []

    def look():
        with db.connection_context():
            found.append(accounts.person_at(MAIL))

    other = threading.Thread(target=look)
    with writing():
        other.start()
        other.join(5)
        meanwhile = list(found)
    other.join()

    assert meanwhile == [known]


def test_a_code_opens_once(app):
    asker = accounts.send_code(MAIL, now())
    accounts.check_code(asker, code_of(), now())

    with pytest.raises(accounts.Expired):
        accounts.check_code(asker, code_of(), now())


def test_a_code_lives_ten_minutes_as_its_mail_says(app):
    start = now()
    asker = accounts.send_code(MAIL, start)
    assert "10분" in outbox.written(Outbox.get()).text

    with pytest.raises(accounts.Expired):
        accounts.check_code(asker, code_of(), start + 10 * MINUTE)
    assert accounts.check_code(asker, code_of(), start + 9.9 * MINUTE)


def test_five_wrong_tries_kill_a_code_even_for_the_right_one(app):
    asker = accounts.send_code(MAIL, now())
    left = []
    for _ in range(4):
        with pytest.raises(accounts.WrongCode) as wrong:
            accounts.check_code(asker, other_than(code_of()), now())
        left.append(wrong.value.left)
    assert left == [4, 3, 2, 1]

    with pytest.raises(accounts.TooManyTries):
        accounts.check_code(asker, other_than(code_of()), now())
    with pytest.raises(accounts.TooManyTries):
        accounts.check_code(asker, code_of(), now())


def test_a_strangers_tries_are_not_the_owners(app):
    owner, stranger = accounts.send_code(MAIL, now()), accounts.send_code(MAIL, now())
    for _ in range(6):
        with pytest.raises((accounts.WrongCode, accounts.TooManyTries)):
            accounts.check_code(stranger, other_than(code_of()), now())

    assert accounts.check_code(owner, code_of(0), now())


def test_a_code_is_of_no_use_to_a_browser_that_did_not_ask_for_it(app):
    accounts.send_code(MAIL, now())
    stranger = accounts.send_code("stranger@example.com", now())

    with pytest.raises(accounts.WrongCode):
        accounts.check_code(stranger, code_of(0), now())
    with pytest.raises(accounts.Expired):
        accounts.check_code("made up", code_of(0), now())


def test_an_address_is_sent_three_codes_in_ten_minutes_and_told_how_long_to_wait(app):
    start = now()
    for minute in range(3):
        accounts.send_code(MAIL, start + minute * MINUTE)

    with pytest.raises(accounts.TooManyCodes) as many:
        accounts.send_code(MAIL, start + 4 * MINUTE)
    assert many.value.wait == 6 * MINUTE
    assert Outbox.select().count() == 3
    assert accounts.send_code("another@example.com", start + 4 * MINUTE)
    assert accounts.send_code(MAIL, start + 10 * MINUTE)


def test_a_stranger_who_asks_for_every_code_does_not_keep_out_a_known_browser(app):
    for _ in range(3):
        accounts.send_code(MAIL, now())
    with pytest.raises(accounts.TooManyCodes):
        accounts.send_code(MAIL, now())

    assert accounts.check_code(accounts.send_code(MAIL, now(), familiar=True), code_of(), now())


def test_strangers_everywhere_lock_nobody_out_and_guess_no_better(app):
    homes = [accounts.network(f"203.0.113.{number}") for number in range(20)]
    for home in homes:
        for _ in range(3):
            accounts.send_code(MAIL, now(), network=home)
        with pytest.raises(accounts.TooManyCodes):
            accounts.send_code(MAIL, now(), network=home)

    mine = accounts.send_code(MAIL, now(), network=accounts.network("198.51.100.7"))

    assert [len(code_of(number)) for number in range(61)] == [6] * 3 + [10] * 58
    assert accounts.check_code(mine, code_of(), now())


def test_a_browser_told_to_wait_has_its_turn_whoever_asked_meanwhile(app):
    start = now()
    for _ in range(3):
        accounts.send_code(MAIL, start)
    with pytest.raises(accounts.TooManyCodes) as many:
        accounts.send_code(MAIL, start + MINUTE)
    turn = start + MINUTE + many.value.wait
    for _ in range(3):
        accounts.send_code(MAIL, turn)  # the stranger was quicker

    with pytest.raises(accounts.TooManyCodes) as early:
        accounts.send_code(MAIL, turn - MINUTE, turn=turn)
    assert early.value.wait == MINUTE
    with pytest.raises(accounts.TooManyCodes):
        accounts.send_code(MAIL, turn)
    assert accounts.send_code(MAIL, turn, turn=turn)


def test_a_known_browser_whose_lane_is_full_asks_as_any_other(app):
    for _ in range(6):
        accounts.send_code(MAIL, now(), familiar=True, network="here")

    with pytest.raises(accounts.TooManyCodes):
        accounts.send_code(MAIL, now(), familiar=True, network="here")


def test_codes_of_a_future_that_was_put_back_keep_nobody_waiting(app):
    for _ in range(3):
        accounts.send_code(MAIL, now() + timedelta(hours=1))

    assert accounts.send_code(MAIL, now())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8::ffff:0:0:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("", "nonsense", True),
    ],
)
def test_networks(app, one, other, same):
    assert (accounts.network(one) == accounts.network(other)) is same
    assert one not in accounts.network(one) or not one


def test_neither_code_nor_address_nor_token_is_readable_in_the_database(app, settings):
    asker = accounts.send_code(MAIL, now())
    token = accounts.open_session(accounts.person_at(MAIL), now())
    row = SignInCode.get()

    kept = b"".join(path.read_bytes() for path in settings.data.iterdir() if path.is_file())

    for secret in (MAIL, asker, token, code_of()):
        assert secret.encode() not in kept
    assert row.code_hash != accounts.digest(code_of()), "a million hashes are soon tried"


def test_no_log_line_spells_out_what_a_browser_holds(app):
    for token in (accounts.send_code(MAIL, now()), accounts.open_session(accounts.person_at(MAIL), now())):
        assert log_filter.hidden(f"held: '{token}'") == "held: '…'"


def test_the_mail_of_a_code_is_owed_with_it_and_holds_it_no_longer_than_needed(app):
    accounts.send_code(MAIL, now())
    row = Outbox.get()
    assert row.give_up_at - row.created_at == accounts.CODE_LIFE

    outbox.pump()

    assert Outbox.get_by_id(row.id).text is None


def test_codes_and_dead_sessions_are_swept(app):
    accounts.send_code(MAIL, now())
    accounts.open_session(accounts.person_at(MAIL), now())

    assert accounts.sweep(now() + timedelta(hours=23)) == 0
    assert accounts.sweep(now() + timedelta(hours=25)) == 1
    assert Session.select().count() == 1
    assert accounts.sweep(now() + timedelta(days=59)) == 0
    assert accounts.sweep(now() + timedelta(days=61)) == 1


@pytest.mark.parametrize(("make", "kept"), [(accounts.send_code, 1), (lambda mail, at: begin(at), 60)])
def test_the_last_day_of_what_is_swept_is_a_whole_one(app, make, kept):
    start = now()
    make(MAIL, start)

    assert accounts.sweep(start + timedelta(days=kept)) == 0
    assert accounts.sweep(start + timedelta(days=kept) + INSTANT) == 1


# ---- sessions


def begin(at: datetime) -> Session:
    return accounts.session_of(accounts.open_session(accounts.person_at(MAIL), at))


def test_one_query_tells_whose_a_session_is_what_it_holds_and_what_is_kept_for_it(app):
    with writing():
        staff.add(MAIL)
        evaluator = Evaluator.create(person=accounts.person_at(MAIL))
    token = accounts.open_session(accounts.person_at(MAIL), now())
    accounts.session_of(token)

    with counted() as asked:
        person = accounts.session_of(token).person
        assert person.post.person == person and person.evaluator.person == person == evaluator.person
        assert rejected_posts.offered(person) == []

    assert len(asked) == 1


def test_a_session_ends_after_two_idle_hours_and_thirty_days_whatever_happens(app):
    start = now()
    session = accounts.session_of(accounts.open_session(accounts.person_at(MAIL), start))
    assert accounts.ends(session) >= start + timedelta(hours=2)

    for hour in range(24 * 31):
        accounts.note(session, start + timedelta(hours=hour))

    assert accounts.ends(session) == session.expires_at == session.created_at + timedelta(days=30)


def test_a_sighting_is_noted_once_a_minute_and_a_session_is_that_much_longer(app):
    start = now()
    session = accounts.session_of(accounts.open_session(accounts.person_at(MAIL), start))
    ends = []
    for seconds in (59, 60):
        accounts.note(session, start + timedelta(seconds=seconds))
        ends.append(accounts.ends(session) - start)

    assert ends == [timedelta(hours=2, minutes=1), timedelta(hours=2, minutes=2)]
    accounts.extend(session, start + timedelta(hours=2, seconds=90))
    assert accounts.ends(session) > start + timedelta(hours=4)


def test_an_ended_session_stays_ended_but_still_tells_whose_it_was(app):
    person = accounts.person_at(MAIL)
    token = accounts.open_session(person, now())
    accounts.end_session(accounts.session_of(token), now())
    session = accounts.session_of(token)

    accounts.extend(session, now())

    assert accounts.ends(accounts.session_of(token)) <= now()
    assert accounts.session_of(token).person == person


def test_an_idle_session_is_not_revived_by_a_late_request(app):
    token = accounts.open_session(accounts.person_at(MAIL), now())
    late = now() + timedelta(hours=3)

    accounts.extend(accounts.session_of(token), late)

    assert accounts.ends(accounts.session_of(token)) < late


def test_a_session_can_be_extended_to_its_last_instant(app):
    start, last = now(), timedelta(hours=2, minutes=1)
    session = begin(start)

    accounts.extend(session, start + last)
    assert accounts.ends(Session.get()) == start + last
    accounts.extend(session, start + last - INSTANT)
    assert accounts.ends(Session.get()) == start + 2 * last - INSTANT


def test_a_session_is_shown_as_live_until_the_instant_it_ends(app):
    start, last = now(), timedelta(hours=2, minutes=1)
    session = begin(start)

    assert accounts.live_sessions(session.person, start + last - INSTANT) == [session]
    assert accounts.live_sessions(session.person, start + last) == []


@pytest.mark.parametrize(("idle", "lapses"), [(30 * MINUTE, False), (30 * MINUTE + INSTANT, True)])
def test_a_proof_of_presence_holds_for_half_an_hour_without_a_request(app, idle, lapses):
    start = now()
    Session.update(verified_at=start).where(Session.id == begin(start).id).execute()
    session = Session.get()

    accounts.extend(session, start + idle)

    assert [held.verified_at for held in (session, Session.get())] == [None if lapses else start] * 2


def test_signing_out_everywhere_ends_every_session_of_that_person_only(app):
    mine, other = accounts.person_at(MAIL), accounts.person_at("other@example.com")
    tokens = [accounts.open_session(mine, now()) for _ in range(3)]
    theirs = accounts.open_session(other, now())

    at = now()
    accounts.end_all(mine, at)

    assert all(accounts.ends(accounts.session_of(token)) <= now() for token in tokens)
    assert accounts.ends(accounts.session_of(theirs)) > now()
    assert accounts.live_sessions(mine, at) == []


def test_a_persons_name_and_wishes_for_mails_are_its_own(app):
    mine, other = accounts.person_at(MAIL), accounts.person_at("other@example.com")

    accounts.rename(mine, "홍길동")
    accounts.choose_mails(mine, closing=False, expiry=True)

    rows = [Person.get_by_id(each.id) for each in (mine, other)]
    assert [(row.name, row.closing_mails, row.expiry_mails) for row in rows] == [
        ("홍길동", False, True),
        (None, True, True),
    ]
    accounts.rename(mine, "")
    assert Person.get_by_id(mine.id).name is None


def test_a_name_that_was_saved_is_told(seeded, client):
    client.sign_in(LEAD)

    response = client.post("/sessions/name", data={"name": "홍길동"})

    assert "이름을 저장했습니다" in told(client, response)
    assert client.get("/sessions").page.select_one("input[name=name]")["value"] == "홍길동"
