"""Growing out: the same site over PostgreSQL, and its queue and its counts of requests over Redis."""

import os
import threading
from dataclasses import replace
from datetime import datetime, time, timedelta

import psycopg
import pytest

import config
import tasks
from app import create_app
from forms.evaluation import gate as gate_form
from models import schema
from models.application import Application, Revision
from models.base import db, now, writing
from models.case import Case
from models.company import APPROVED, RETURNED, SUSPENDED, Supplier
from models.evaluation import CONFLICTED, OFFERED, Assignment, RoundCase
from models.mail import Outbox
from models.submission import Submission
from models.together import Note, ShareLink
from programme import course
from services.access import accounts, staff
from services.access.permissions import NotNow
from services.backoffice import agencies, cases, queries
from services.documents import generate
from services.drafts import applications, loading, notes, presence, revisions, share_links, step_writers
from services.evaluation import completion, gate, moves, planning, rounds
from services.operations import demo, demo_cases, demo_copies, invariants
from services.pool import search
from services.scheduled import news
from services.submissions import lifecycle
from tests import evaluating, servers, test_consulting
from tests import test_consulting_cases as consulting_case
from tests.answers import read
from tests.applying import LEAD, SUPPLIER, application_of, change, hand_in, person
from tests.conftest import Client
from tests.forks import FORKS
from tests.judging import check_all, fresh, make, opened
from tests.reviewing import AGENCY, COLLEAGUE, LEAD_AGENCY, posts, register, state_of
from tests.servers import back_to
from tests.test_case_pages import many


@pytest.fixture
def grown(settings, database):
    """The site over an empty PostgreSQL schema."""
    app = create_app(replace(settings, database_url=database))
    schema.up()
    yield app
    back_to("0001")
    schema.down()
    db.close()


@pytest.fixture
def staffed(settings, database):
    """The demo with staff over a PostgreSQL database of its own: what officers do no earlier schema has room for."""
    with psycopg.connect(database, autocommit=True) as server:
        server.execute("CREATE DATABASE staffed")
    app = create_app(replace(settings, database_url=database.removesuffix("postgres") + "staffed"))
    schema.up()
    demo.seed()
    posts()
    app.test_client_class = Client
    yield app
    db.close()
    with psycopg.connect(database, autocommit=True) as server:
        server.execute("DROP DATABASE staffed WITH (FORCE)")


def finished() -> Application:
    """The demo's application that lacks nothing but to be submitted."""
    return next(row for row in Application.select() if not applications.load_view(row).journey.remaining)


def test_models_and_migrations_agree_on_postgresql(grown):
    assert not schema.drift()


def test_the_whole_job_is_done_on_postgresql(grown):
    demo.seed()
    person = accounts.person_at("plan@ongyeol.example.com", now())
    application = finished()

    submission = lifecycle.submit(application, person, now())

    assert submission.receipt == "2024-221-R00001"
    assert generate.generate(applications.load_view(application))
    assert invariants.broken() == []


def test_cases_go_their_way_alike_on_postgresql(grown):
    demo.seed()
    posts()
    lifecycle.submit(finished(), accounts.person_at(LEAD, now()), now())
    case = opened()
    make(case, course.TAKE_UP, AGENCY)
    case, words = fresh(case), {("need", None): "더 적어 주세요."}
    completion.ask(case, person(AGENCY), 2, completion.offered(case), words, completion.usual_due())
    change(application_of(LEAD), "need")
    completion.hand_in(application_of(LEAD), person(LEAD), now())
    make(case, course.HOLD, AGENCY, said={"reason": "잠깐"})
    with pytest.raises(NotNow):
        moves.make(case, course.RELEASE, person(AGENCY), 1)
    make(case, course.RELEASE, LEAD_AGENCY)

    officer, at = staff.post_of(person(AGENCY)), now()
    for part in ("", *cases.PARTS):
        queue = cases.Queue(officer, case.application.call, at, cases.Wanted(part, words="간병"))
        assert [row.case.id for row in queue.rows(1, 50)] == ([case.id] if part in ("", course.CHECKING) else [])
        assert queue.total == (part in ("", course.CHECKING))
    assert cases.Queue(officer, case.application.call, at).counts[course.CHECKING] == 1
    check_all(case, AGENCY)
    make(case, course.PASS, AGENCY)
    assert invariants.broken() == []

    many(case, 500)
    assert len(cases.Queue(officer, case.application.call, at).rows(1, 50)) == 50
    last = cases.Queue(officer, case.application.call, at).rows(11, 50)
    assert len(last) == 1 and cases.Queue(officer, case.application.call, at).counts[course.CHECKING] == 500
    with writing():
        Case.delete().execute()  # the schema before has no room for them


def test_people_work_together_alike_on_postgresql(grown):
    demo.seed()
    lead, supplier = (accounts.person_at(email, now()) for email in (LEAD, SUPPLIER))
    token = finished().token

    def view_of(person):
        view = loading.find_view(token, person, 0, "need")
        assert view and view.party
        return view

    mine, task = view_of(lead), view_of(lead).journey.task("need", None)
    for at in (now(), now() + timedelta(minutes=2)):
        presence.note(mine, task, lead, at)
    assert presence.others(view_of(supplier), task, supplier, now()) == ["주식회사 온결케어(가상) 서다온"]
    notes.write(mine.application, task, mine.party, lead, "메모", now())
    assert view_of(supplier).application.activity.notes
    step_writers.give(mine.application, task, view_of(supplier).party, lead, now())
    assert step_writers.writer(view_of(lead).application, view_of(lead).journey, task) == view_of(supplier).party
    noon = datetime.combine(now().date() + timedelta(days=2), time(12), config.KST)
    assert news.enqueue_due(noon) == 1
    key = share_links.make(mine.application, mine.party, lead, "회계사", 7)
    reading = share_links.open_link(key, "here", now())
    assert reading and [place for _, place in share_links.openings(reading.link)] == [1]
    with writing():
        Note.delete().execute()
        ShareLink.delete().execute()  # the schema before has no room for them


def test_the_pool_is_searched_alike_on_postgresql(grown):
    demo.seed()

    for words, names in (
        ("물류", ["주식회사 창고와길(가상)"]),
        ("ＷＭＳ", ["주식회사 창고와길(가상)"]),
        ("%", []),
        ("\\", []),
        ("'물", []),
        ("물\\", []),
        ("물':*", []),
        ("빛", []),
        ("길잡이 물류", ["주식회사 창고와길(가상)"]),
        ("㈜창고와길", ["주식회사 창고와길(가상)"]),
    ):
        found = search.find(search.Wanted(words), applications.current_call())
        assert [entry.supplier.name for entry in found.entries] == names
    for words, near in (("ㅁㅇㄷㅇㅌ", ["주식회사 모아데이터(가상)"]), ("모아데이타", ["모아데이터"])):
        assert search.find(search.Wanted(words), None).near == near
    for filters in ({}, {"region": "seoul"}, {"expertise": "big_data", "fresh": "renewed"}):
        choices = search.find(search.Wanted("", filters), applications.current_call()).choices
        for name, values in choices.items():
            for choice in values:
                wanted = search.Wanted("", filters | {name: choice.value}, "people")
                assert choice.count == search.find(wanted, applications.current_call()).total
    supplier = Supplier.get(Supplier.name.contains("창고와길"))
    for words in (supplier.number, supplier.number.replace("-", "")):
        assert [entry.supplier for entry in queries.entries(None, words=words)] == [supplier]
    total = search.find(search.Wanted(), None).total
    with db.atomic() as transaction:
        Supplier.update(state=SUSPENDED).where(Supplier.id == supplier.id).execute()
        assert search.find(search.Wanted(), None).total == total - 1
        transaction.rollback()
    assert search.find(search.Wanted(), None).total == total
    supplier.delete_instance()
    assert queries.entries(None, words="창고와길") == []
    assert search.find(search.Wanted(), None).total == total - 1


def test_officers_find_decide_propose_and_advise_alike_on_postgresql(staffed):
    hand_in(application_of(LEAD))
    first, second = register("S6"), register("S1")
    people = {email: staffed.test_client() for email in (LEAD_AGENCY, COLLEAGUE, LEAD)}
    for email, client in people.items():
        client.sign_in(email, proved=email != LEAD)
    officer, colleague, _ = people.values()

    # The first page, lists, and the search
    today = officer.get("/staff/").page.main.get_text()
    assert "수행기관을 정하지 않은 과제신청" in today and "예상 결정일" in today
    for path in (
        "counts",
        "assigning/?all=1",
        "applications/?words=온결&supplier=any",
        "pool/?sort=people",
        "log/?words=x",
    ):
        assert officer.get(f"/staff/{path}").status_code == 200
    steps = read("companies/S6")["steps"]
    number, name = steps["company"]["number"].replace("-", ""), steps["company"]["name"][-6:]
    for words in (first.number, number, name, steps["contact"]["mobile"], steps["contact"]["email"].upper()):
        found = officer.post("/staff/find/", data={"words": words}).page
        assert f"/staff/registrations/{first.token}/" in [link["href"] for link in found.select("main a")], words

    # The work screen
    here = f"/staff/registrations/{first.token}/"
    assert officer.get("/staff/registrations/?taker=nobody").page.select(f'main a[href="{here}"]')
    sent = {"base": "1-waiting", "mark_company": "mend", "at_company": "대표자를 확인해 주세요."}
    for _ in range(2):
        officer.get(here)
        assert officer.post(f"{here}ticks", data=sent).status_code == 303
        assert officer.post(f"{here}taken", data={}).status_code == 303
    assert "열어 보고 있습니다" in colleague.get(here).text
    assert second.token in officer.post(here, data=sent).location
    assert officer.post(f"/staff/registrations/{second.token}/approve", data={"base": "1-waiting"}).status_code == 303
    assert [state_of(row) for row in (first, second)] == [RETURNED, APPROVED]

    # What two decide
    heir = {"email": "heir@s6.example.com", "reason": "퇴사"}
    answer = officer.post(f"/staff/proposals/new/add-person/{first.company.token}/", data=heir)
    made = answer.location.partition("?")[0]
    pressed = [client.post(made, data={"do": "confirm"}) for client in (officer, colleague, colleague)]
    assert [answer.status_code for answer in pressed] == [409, 303, 409]
    assert first.company.memberships.count() == 2


def test_a_request_for_consulting_is_seen_to_on_postgresql(staffed):
    lead, officer = staffed.test_client(), staffed.test_client()
    lead.sign_in(LEAD)
    hand_in(test_consulting.finished_by(lead))
    staff.add(consulting_case.OFFICER, "innobiz")
    officer.sign_in(consulting_case.OFFICER, proved=True)

    consulting_case.visited(officer)
    consulting_case.write(officer)
    assert consulting_case.send(officer).status_code == 303

    assert officer.get("/staff/consulting/?state=sent&region=서울&topic=plan&sort=wish").page.select("tbody tr")
    assert lead.get(f"/applications/{test_consulting.asked().token}/receipt").page.select_one("a[href*='/result/1']")


def test_a_round_is_filled_judged_and_closed_on_postgresql(staffed):
    hand_in(application_of(LEAD))
    demo_copies.submitted(demo_copies.Original(application_of(LEAD)), demo_cases.known_firms()[:1])
    agencies.assign(Application.get(Application.receipt == "2024-221-R00002"), "women", person(LEAD_AGENCY))
    opened()
    both = list(Case.select().order_by(Case.id))
    for case in both:
        make(case, course.TAKE_UP, AGENCY)
        check_all(case, AGENCY)
        make(case, course.PASS, AGENCY)
    first, second = (evaluating.evaluator(email) for email in ("one@e1.example.com", "two@e2.example.com"))
    wanted = rounds.Wanted("현장평가 1차", now(), now() + timedelta(days=7), 2, 1)
    of = rounds.make(evaluating.officer(), person(AGENCY), both[0].application.call, wanted, [one.id for one in both])
    assert len(planning.propose(of, person(AGENCY)).pairs) == planning.confirm(of, person(AGENCY)).offered == 4
    mine = Assignment.get(Assignment.evaluator == first, Assignment.case == both[0])
    part = gate.Part(mine)
    said = {"whose": ["0"]} | {name: [each] for name, each in evaluating.said(("kin",), about="사촌입니다.").items()}
    form = gate_form({each.place: each.name for each in part.companies}).of(said)
    assert form.validate() and not gate.answer(part, form, first.person, now())
    for row in Assignment.select().where(Assignment.state == OFFERED).order_by(Assignment.id):
        evaluating.hand_in(
            evaluating.clear(row), (20, 20, 20, 20) if row.evaluator_id == second.id else (10, 10, 10, 9)
        )
    evaluating.close(of)

    results = RoundCase.select(RoundCase.official, RoundCase.counted).order_by(RoundCase.case).tuples()
    assert list(results) == [(8000, 1), (5950, 2)]
    assert [fresh(one).state for one in both] == [course.RECOMMENDED, course.VISIT_FAILED]
    assert Assignment.get_by_id(mine.id).state == CONFLICTED
    assert invariants.broken() == []


def at_once(jobs):
    """Run the jobs in threads of their own, each with a connection of its own."""

    def run(job):
        with db.connection_context():
            job()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_parallel_submits_give_one_receipt_on_postgresql(grown):
    demo.seed()
    person = accounts.person_at("plan@ongyeol.example.com", now())
    application = finished()

    at_once([lambda: lifecycle.submit(application, person, now())] * 4)

    assert Submission.select().count() == 1
    assert invariants.broken() == []


def test_parallel_saves_lose_nothing_on_postgresql(grown):
    demo.seed()
    person = accounts.person_at("plan@ongyeol.example.com", now())
    application = finished()
    journey = applications.load_view(application).journey
    tasks_ = [journey.task(slug, None) for slug in ("overview", "need", "kpi", "effects", "to_be", "system")]
    before = application.revision

    def save(task):
        sent = journey.answers[task.key] | {"summary": ["고침"], "background": ["고침"], "qualitative": ["고침"]}
        base = revisions.head(application, task).number
        kept = task.step.form.names()
        sent = {name: values for name, values in sent.items() if name in kept or "-" in name}
        revisions.save(application, task, sent, base=base, person=person, arrived=now())

    at_once([lambda task=task: save(task) for task in tasks_])

    numbers = [row.number for row in Revision.select().where(Revision.application == application)]
    assert len(numbers) == len(set(numbers))
    assert Application.get_by_id(application.id).revision == max(numbers) > before


def test_what_postgresql_will_not_take_is_refused_not_a_fault(grown):
    grown.test_client_class = Client
    client = grown.test_client()
    client.sign_in("somebody@example.com")

    assert client.get("/applications/a%00b/").status_code == 400


def test_the_worker_is_woken_over_redis(settings, tmp_path):
    if not servers.have_redis():
        assert "CI" not in os.environ, "CI must have Redis"
        pytest.skip("Redis is not installed here")
    with servers.redis(tmp_path) as address:
        create_app(replace(settings, huey_url=address))
        schema.up()

        accounts.send_code("somebody@example.com", now())
        waiting = tasks.huey.pending_count()
        tasks.huey.execute(tasks.huey.dequeue())
        for sending in [thread for thread in threading.enumerate() if thread.name.startswith("mail: ")]:
            sending.join(20)

        assert waiting == 1
        assert [row.state for row in Outbox.select()] == ["sent"]
        db.close()


def guess(settings, times, told):
    """An address that is none, sent again and again, to a server process of its own; and what was answered."""
    site = create_app(settings)
    site.test_client_class = Client
    browser = site.test_client()
    said = {"csrf_token": browser.csrf(), "email": "nobody"}
    told.put([browser.post("/sign-in", data=said, tokenless=True).status_code for _ in range(times)])


def guesses(settings, times):
    """The answers one more process of the site gives to so many guesses."""
    told = FORKS.Queue()
    process = FORKS.Process(target=guess, args=(settings, times, told))
    process.start()
    found = told.get(timeout=60)
    process.join()
    assert process.exitcode == 0
    return found


def test_two_processes_count_guesses_together_over_redis_and_alone_without(app, settings, tmp_path):
    if not servers.have_redis():
        assert "CI" not in os.environ, "CI must have Redis"
        pytest.skip("Redis is not installed here")
    alone = replace(settings, testing=False, smtp_url="smtp://localhost:25")
    with servers.redis(tmp_path) as address:
        together = replace(alone, rate_limit_url=address)

        assert guesses(together, 30) == [422] * 30
        assert guesses(together, 12) == [422] * 10 + [429] * 2
        assert guesses(alone, 12) == [422] * 12
    assert (
        guesses(together, 42) == [422] * 40 + [429] * 2
    )  # Redis is gone: one process counts alone, and nothing breaks
