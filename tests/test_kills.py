"""Closing a round and handing in a sheet by processes that are killed at every commit, and by eight at once: it is done
once and whole, or not at all, on SQLite and on PostgreSQL. Processes are forked of one that has read the code, so that
each costs little."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

import config
from app import create_app
from models import schema
from models.base import bind, db, now
from models.case import Case, CaseDocument, CaseMove
from models.evaluation import HANDED_IN, Assignment, Round, RoundCase, Score
from models.mail import Outbox
from models.submission import StoredDocument, Submission
from programme import course
from services.access.permissions import NotNow
from services.evaluation import promises
from services.operations import demo
from services.submissions import lifecycle
from tests import evaluating
from tests.applying import fresh
from tests.conftest import site as settings_of
from tests.evaluating import assign, case, clear, evaluator, fill, hand_in, round_of
from tests.forks import FORKS
from tests.staffed import staff_it, staffed  # noqa: F401 - one is a fixture

BODY = "한국스마트진흥원"  # who may decide, so that letters go out
ALL = 8


@pytest.fixture(scope="module")
def grown(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The data folder and the address of a site with staff over PostgreSQL, both to be copied."""
    folder, address = tmp_path_factory.mktemp("grown") / "data", database.removesuffix("postgres")
    on_server(database, "CREATE DATABASE grown")
    create_app(replace(settings_of(folder), database_url=f"{address}grown"))
    schema.up()
    demo.seed()
    staff_it()
    db.close()
    yield folder, address


def on_server(database: str, statement: str) -> None:
    with psycopg.connect(database, autocommit=True) as server:
        server.execute(statement)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def settings(request: pytest.FixtureRequest, settings: config.Settings) -> config.Settings:
    settings = replace(settings, operator=BODY)
    if request.param == "SQLite":
        return settings
    _, address = request.getfixturevalue("grown")
    return replace(settings, database_url=f"{address}copy")


@pytest.fixture
def site(request: pytest.FixtureRequest, settings: config.Settings) -> Iterator[None]:
    """Such a site of the test's own."""
    if not settings.database_url:
        shutil.copytree(request.getfixturevalue("staffed"), settings.data)
    else:
        folder, address = request.getfixturevalue("grown")
        shutil.copytree(folder, settings.data)
        on_server(f"{address}postgres", "CREATE DATABASE copy TEMPLATE grown")
    create_app(settings)
    yield
    db.close()
    if settings.database_url:
        on_server(f"{address}postgres", "DROP DATABASE copy WITH (FORCE)")


def close(number: int) -> None:
    evaluating.close(Round.get_by_id(number))


def submit(sheet: int) -> None:
    row = Assignment.get(Assignment.application == sheet)
    lifecycle.submit(fresh(row.application), row.evaluator.person, now())


def begin(settings: config.Settings) -> None:
    config.use(settings)
    bind(settings.database)
    db.connect(reuse_if_open=True)


def dying(settings: config.Settings, act: Callable[[int], None], number: int, at: int, last: Path) -> None:
    """Killed when it is about to make its commit of this number, of a savepoint or of all; after the last one for 0.
    last: a file that says that it was the one of all."""
    begin(settings)
    database, seen = db.obj, 0

    def look(statement: str) -> None:
        nonlocal seen
        seen += statement.startswith(("RELEASE", "COMMIT"))
        if seen == at:
            if statement == "COMMIT":
                last.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def execute_sql(sql: str, *args: Any) -> Any:
        look(sql)
        return type(database).execute_sql(database, sql, *args)

    def commit() -> Any:
        look("COMMIT")
        return type(database).commit(database)

    if at:
        database.execute_sql, database.commit = execute_sql, commit
    act(number)
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at_every_commit(
    settings: config.Settings, act: Callable[[int], None], number: int, kept: Callable[[], Any], folder: Path
) -> int:
    """How many commits there were; before each of them, nothing was kept."""
    before, last = kept(), folder / "last"
    for at in range(1, 200):
        run(dying, settings, act, number, at, last)
        assert kept() == before, at
        if last.exists():
            break
    run(dying, settings, act, number, 0, last)
    return at


def run(what: Callable[..., None], *args: Any) -> None:
    process = FORKS.Process(target=what, args=args)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def test_a_round_whose_closing_is_killed_at_any_commit_is_closed_once_and_whole(site, settings, tmp_path):
    of = round_of(cases := [case(1), case(2)], need=1)
    for number, one in enumerate(cases):
        hand_in(clear(assign(of, one, evaluator(f"one@e{number}.example.com"))))

    def kept() -> tuple[Any, ...]:
        tables = CaseMove, CaseDocument, Outbox
        states = [row.state for row in Case.select().order_by(Case.id)]
        closed = Round.get_by_id(of.id).closed_at is not None
        official = [row.official for row in RoundCase.select().order_by(RoundCase.id)]
        return (*(table.select().count() for table in tables), states, closed, official)

    mails = Outbox.select().count()
    assert killed_at_every_commit(settings, close, of.id, kept, tmp_path) > 2
    done = kept()
    assert done == (2, 2, mails + 4, [course.RECOMMENDED] * 2, True, [7000, 7000])
    with pytest.raises(NotNow):
        close(of.id)
    assert kept() == done and [*promises.broken()] == []


def test_a_sheet_whose_handing_in_is_killed_at_any_commit_is_handed_in_once_and_whole(site, settings, tmp_path):
    row = assign(round_of([one := case(1)]), one, evaluator("one@e1.example.com"))
    sheet = clear(row)
    fill(sheet)

    def kept() -> tuple[Any, ...]:
        mine = Submission.select().where(Submission.application == sheet)
        documents = StoredDocument.select().where(StoredDocument.submission.in_(mine)).count()
        return mine.count(), documents, Score.select().count(), Assignment.get_by_id(row.id).state, fresh(sheet).receipt

    killed_at_every_commit(settings, submit, sheet.id, kept, tmp_path)
    done = kept()
    assert done[0] == 1 and done[1] >= 1 and done[2:4] == (4, HANDED_IN) and done[4]
    submit(sheet.id)
    assert kept() == done and [*promises.broken()] == []


def closing_at_once(settings: config.Settings, number: int, ready: Any, told: Any) -> None:
    begin(settings)
    ready.wait(60)
    try:
        close(number)
        told.put("closed")
    except NotNow:
        told.put("not now")


def test_closing_from_eight_processes_closes_once_and_owes_each_mail_once(site, settings):
    of = round_of([one := case(1)])
    for number in (1, 2):
        hand_in(clear(assign(of, one, evaluator(f"one@e{number}.example.com"))))
    told, ready = FORKS.Queue(), FORKS.Barrier(ALL)
    workers = [FORKS.Process(target=closing_at_once, args=(settings, of.id, ready, told)) for _ in range(ALL)]
    for worker in workers:
        worker.start()
    answers = sorted(told.get(timeout=120) for _ in workers)
    for worker in workers:
        worker.join()
    assert answers == ["closed", *["not now"] * (ALL - 1)]
    assert CaseMove.select().count() == CaseDocument.select().count() == 1
    assert Outbox.select().where(Outbox.kind == "site_result").count() == 2
