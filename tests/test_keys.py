"""The site's keys: made, told apart from none, and rotated while people save; then the old one may go."""

import threading
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

import config
from models.application import Application, Revision
from models.base import db, now, token, writing
from models.consortium import ADOPTER, Invitation
from models.mail import Outbox
from models.person import Person, SignInCode
from services.access import accounts, rejected_posts
from services.consortium import invitations, responses
from services.drafts import applications, revisions
from services.operations import invariants, keys
from tests.applying import LEAD, STRANGER, SUPPLIER, application_of, hand_in, person
from tests.test_commands import run  # noqa: F401 - a fixture
from tests.test_worker import worker

NEW = Fernet.generate_key().decode()


@pytest.fixture
def with_keys(settings):
    """Go on with these keys, as processes do that were started again."""
    return lambda *names: config.use(replace(settings, field_keys=",".join(names)))


@pytest.fixture
def old(settings):
    return settings.field_keys


def test_fresh_keys_are_lines_of_an_environment_that_serve_takes(app, run, settings):  # noqa: F811
    said = app.test_cli_runner().invoke(args=["keys", "make"])
    lines = dict(line.split("=", 1) for line in said.stdout.splitlines())

    assert {*lines} == {"SECRET_KEY", "FIELD_KEYS", "METRICS_TOKEN"}
    assert keys.weakness(lines["SECRET_KEY"]) == ""
    keys.check(replace(settings, secret_key=lines["SECRET_KEY"], field_keys=lines["FIELD_KEYS"]))
    again = app.test_cli_runner().invoke(args=["keys", "make"])
    assert not {*lines.values()} & {line.split("=", 1)[1] for line in again.stdout.splitlines()}
    assert settings.field_keys not in said.output


def test_keys_are_rotated_while_people_save_and_then_the_old_one_may_go(seeded, run, with_keys, old):  # noqa: F811
    hand_in(application_of(LEAD))
    with_keys(NEW, old)
    known = {row.email: row.id for row in Person.select()}
    stop, faults, saved = threading.Event(), [], []

    def going_on(job):
        def work():
            number = 0
            while not stop.is_set():
                number += 1
                try:
                    with db.connection_context():
                        job(number)
                    saved.append(job)
                except Exception as fault:
                    faults.append(fault)
                    return

        thread = threading.Thread(target=work)
        thread.start()
        return thread

    def save(number):
        application = application_of(LEAD)
        task = next(one for one in applications.load_view(application).journey.tasks if one.step.slug == "contact")
        sent = applications.load_view(application).journey.answers[task.key] | {"phone": [f"02-0000-{number:04}"]}
        base = revisions.head(application, task).number
        revisions.save(application, task, sent, base=base, person=person(LEAD), arrived=now())

    jobs = (save, lambda number: person(f"new{number}@example.com"), lambda _number: person(LEAD))
    people = [going_on(job) for job in jobs]
    try:
        said = run("keys", "rotate")
    finally:
        stop.set()
        for thread in people:
            thread.join()

    assert faults == []
    assert {*saved} == {*jobs}
    assert "all are by the first key now" in said
    with_keys(NEW)  # the old one is away
    assert keys.unreadable() == ""
    assert {row.email: row.id for row in Person.select() if row.email in known} == known
    assert Person.select().count() == len({row.email for row in Person.select()})
    assert all(accounts.find_person(email).id == number for email, number in known.items())
    assert invariants.broken() == []
    for application in Application.select():
        applications.load_view(application)  # answers about people among them
    assert keys.rotate() == keys.Rotation()


def test_a_process_that_writes_with_another_first_key_is_told_of(seeded, run, with_keys, old, monkeypatch):  # noqa: F811
    with_keys(NEW, old)
    rotate_rows = keys.rotate_rows

    def meanwhile(sealed, rows, done):
        """Somebody else signs up with the key that was."""
        rotate_rows(sealed, rows, done)
        with_keys(old, NEW)
        if sealed.model is SignInCode:
            person(f"{Person.select().count()}@example.com")
        with_keys(NEW, old)

    monkeypatch.setattr(keys, "rotate_rows", meanwhile)
    accounts.send_code(STRANGER, now())

    assert "some process still writes with another first key" in run("keys", "rotate", fails=True)


def test_what_no_key_opens_is_counted_and_left_alone(seeded, run, with_keys, old):  # noqa: F811
    row = Person.select().first()
    table = next(one for one in keys.sealed_tables() if one.model is Person).plain
    lost = Fernet(Fernet.generate_key()).encrypt(b"x").decode()
    table.update({table.c.name: lost}).where(table.c.id == row.id).execute()
    with_keys(NEW, old)

    assert "1 row can be opened by no key" in run("keys", "rotate", fails=True)
    assert list(table.select(table.c.name).where(table.c.id == row.id).tuples()) == [(lost,)]


def test_words_that_only_look_encrypted_stay_as_they_were_typed(application, with_keys, old):
    task = applications.load_view(application).journey.task("need", None)
    typed = "gAAAAA" + "b" * 94
    with writing():
        revisions.write(application, task, {"background": [typed]}, person(LEAD), revisions.SAVED)
    with_keys(NEW, old)

    keys.rotate()

    assert Revision.select().order_by(Revision.id.desc()).get().sent["background"] == [typed]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["new first", "new last"])
def test_between_keys_everybody_is_known_and_nobody_twice(seeded, with_keys, old, order):
    session = accounts.session_of(accounts.open_session(person(LEAD), now()))
    mark, familiar = rejected_posts.mark(session, token()), accounts.address_hash(LEAD)
    asker, before = accounts.send_code(STRANGER, now()), person(SUPPLIER)
    invited = invitations.invite(
        person(LEAD), ADOPTER, SUPPLIER.upper(), application=application_of("ops@haneulgil.example.com"), arrived=now()
    )
    with_keys(*[(NEW, old)[place] for place in order])

    assert person(SUPPLIER.upper()) == before
    assert rejected_posts.author(mark) == person(LEAD)
    assert accounts.knows(familiar, LEAD) and not accounts.knows(familiar, SUPPLIER) and not accounts.knows(None, LEAD)
    assert accounts.address_of(asker) == STRANGER
    with pytest.raises(accounts.WrongCode):
        accounts.check_code(asker, "000", now())
    responses.decline(invited, before, "", now())
    assert Invitation.get_by_id(invited.id).answered_by == before
    newcomer = person("newcomer@example.com")
    with_keys(*[(NEW, old)[place] for place in reversed(order)])
    assert person("newcomer@example.com") == newcomer


def test_a_site_whose_last_key_was_taken_away_too_early_is_not_served(seeded, with_keys, settings, old):
    with_keys(NEW, old)
    with writing():  # sealed anew, but hashes still by the key that is gone: what a broken-off rotation leaves
        for row in Person.select():
            Person.update(email=row.email).where(Person.id == row.id).execute()
        Outbox.delete().execute()
    with_keys(NEW)
    for sealed in keys.sealed_tables():
        if sealed.model is not Person and sealed.names:
            sealed.plain.delete().execute()

    with pytest.raises(keys.Refused, match=r"person\.email_hash"):
        keys.check(config.current())


def test_a_worker_with_other_keys_or_weak_ones_ends_at_once(seeded, settings):
    for wrong in (replace(settings, field_keys=NEW), replace(settings, secret_key="x" * 40)):
        with worker(wrong) as process:
            assert process.wait(30) == 1
