# ruff: noqa: F811 - the fixtures of another file
"""A call that does not take every kind of application: what it lacks is offered and looked for nowhere, and who asks
for it all the same is told so."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

import config
import tasks
from models.application import Application, Call
from models.base import now, writing
from models.case import Case
from models.company import APPROVED, OUTDATED, Supplier
from models.mail import Outbox
from programme import calls, course
from programme.application_types import CONSULTING, KINDS, POOL, PROJECT, SITE
from programme.korean import day_of
from services.backoffice import agencies
from services.consortium import invitation_details
from services.drafts import applications
from services.evaluation import opening
from services.operations import call_packages, invariants
from services.pool import registration_items
from services.scheduled import deadline_reminders, renewal_mails, staff_digest
from tests import next_call
from tests.applying import LEAD, STRANGER, application_of, hand_in, person
from tests.judging import OFFICER, check_all, close_call, fresh, make
from tests.reviewing import AGENCY, LEAD_AGENCY, posts
from tests.smtp import mails
from tests.test_two_calls import NEW, OLD, both, moved, package  # noqa: F401 - fixtures

LACKED = (CONSULTING, POOL, SITE)
PAGES = ("/", "/guide", "/help", "/suppliers/", "/applications/", "/registrations/", "/privacy")
STAFF = ("", "counts", "applications/", "applications/?purpose=consulting", "consulting/", "pool/", "registrations/")
STAFF += ("cases/", "rounds/", "rounds/new/", "reasons/", "assigning/", "applications.xlsx", "consulting/list.xlsx")
ABOUT = {  # the pages about each kind
    CONSULTING: {"/staff/applications/?purpose=consulting", "/staff/consulting/", "/staff/consulting/list.xlsx"},
    POOL: {"/registrations/"},
    SITE: {"/staff/rounds/", "/staff/rounds/new/"},
}
OFFERS = {  # what leads to each kind where applicants and officers begin
    CONSULTING: "[action='/applications/consulting'], [href^='/staff/consulting/'], [href*='purpose=consulting']",
    POOL: "[href^='/registrations/'], [action='/registrations/']",
    SITE: "[href^='/staff/rounds/'], [href^='/staff/evaluators/']",
}
BEGINNINGS = ("/", "/help", "/applications/", "/staff/")
WORDS = {CONSULTING: "사전진단 컨설팅", POOL: "공급기업 풀 등록", SITE: "현장평가 회차"}


def take_all_but(kind: str, monkeypatch) -> None:
    """Let the made-up call leave out a kind, and what only that kind asks its announcement for."""
    says = replace(next_call.ANNOUNCEMENT, pool_limits=()) if kind == POOL else next_call.ANNOUNCEMENT
    types = {each: replace(of, announcement=says) for each, of in next_call.TYPES.items() if each != kind}
    monkeypatch.setitem(calls.TYPES, NEW, types)


@pytest.fixture(params=LACKED)
def lacked(request, monkeypatch, both) -> str:
    """A kind that the made-up call, the only one open, does not take; the one before took all."""
    take_all_but(request.param, monkeypatch)
    with writing():
        Call.update(closes_at=now() - timedelta(seconds=1)).where(Call.id != both.id).execute()
    posts()
    return request.param


@pytest.fixture(params=LACKED)
def alone(request, monkeypatch, app, package) -> str:
    """The same of a call that is the only one there ever was."""
    take_all_but(request.param, monkeypatch)
    with writing():
        Call.create(slug=NEW, package=NEW, opens_at=now() - timedelta(days=5), closes_at=now() + timedelta(days=20))
    posts()
    return request.param


def walked(site: Flask, query: str = "") -> dict[str, TestResponse]:
    """What everybody's pages and officers' are answered with."""
    answers = {}
    for who, paths in ((STRANGER, PAGES), (LEAD_AGENCY, [f"/staff/{each}" for each in STAFF])):
        client = site.test_client()
        client.sign_in(who, proved=who == LEAD_AGENCY)
        for path in paths:
            answers[path] = client.get(path + (query and f"{'&' if '?' in path else '?'}{query}"))
    return answers


def mornings() -> list[datetime]:
    """When reminders are due before the newest call closes."""
    closes = day_of(Call.get(Call.slug == NEW).closes_at)
    return [datetime.combine(closes - timedelta(days=days), time(9, 7), tzinfo=config.KST) for days in (7, 3, 1)]


def test_the_only_call_s_pages_offer_nothing_of_it_and_its_own_pages_say_so(app, alone):
    answers = walked(app)
    assert {path for path, answer in answers.items() if answer.status_code != 200} == ABOUT[alone]
    for path in ABOUT[alone]:
        main = answers[path].page.main.get_text()
        assert answers[path].status_code == 404 and f"공고 {NEW}에는 {KINDS[alone]}" in main and "없습니다." in main
    begun = app.test_client()
    begun.sign_in(STRANGER)
    registering = begun.post("/registrations/", data={})
    assert registering.status_code == (404 if alone == POOL else 303)
    assert alone != POOL or f"공고 {NEW}에는 공급기업 풀 등록이 없습니다." in registering.page.main.get_text()
    for path in BEGINNINGS:
        main = answers[path].page.main
        assert not main.select(OFFERS[alone]), path
        assert WORDS[alone] not in main.get_text(), path
    for other in {*LACKED} - {alone}:  # which are offered
        assert any(answers[path].page.main.select(OFFERS[other]) for path in BEGINNINGS)


def test_of_the_call_that_is_open_nothing_of_it_is_offered_and_that_before_keeps_its_own(app, lacked):
    assert {answer.status_code for answer in walked(app).values()} == {200}
    of_new, of_old = walked(app, f"call={NEW}"), walked(app, f"call={OLD}")
    assert {answer.status_code for answer in of_old.values()} == {200}
    named = ABOUT[lacked] - {"/registrations/"}  # which belong to the call that takes any, whatever the address says
    assert {path for path, answer in of_new.items() if answer.status_code != 200} == named
    for path in ("/", "/help"):
        assert not of_new[path].page.main.select(OFFERS[lacked])


def test_what_it_takes_is_begun_and_what_it_lacks_is_refused(client, lacked):
    client.sign_in(STRANGER)
    begun = client.post("/applications/", data={"call": NEW})
    assert begun.status_code == 303
    for path in ("", "consortium", "check", "submit", "documents/"):
        answer = client.get(begun.location + path)
        assert answer.status_code == 200 and WORDS[lacked] not in answer.page.main.get_text()
    assert client.post("/applications/consulting", data={"call": NEW}).status_code == (
        404 if lacked == CONSULTING else 303
    )
    registered = client.post("/registrations/", data={})
    assert registered.status_code == (403 if lacked == POOL else 303)
    assert client.get("/registrations/").status_code == 200
    assert {row.purpose for row in Application.select().where(Application.call.in_(new()))} == {
        *(PROJECT, CONSULTING, POOL)
    } - {lacked}


def new():
    return Call.select().where(Call.slug == NEW)


def test_no_end_of_consulting_is_set_or_shown_of_a_call_that_takes_none(app, both, monkeypatch):
    take_all_but(CONSULTING, monkeypatch)
    run, day = app.test_cli_runner().invoke, both.closes_at.isoformat()
    refused = run(args=["call", "consulting", day, "--call", NEW])
    assert refused.exit_code == 1 and f"call {NEW} takes no requests for consulting" in refused.output
    assert Call.get_by_id(both.id).consulting_closes_at == both.consulting_closes_at
    shown = {line for line in run(args=["call", "show"]).output.splitlines() if line.startswith("  announcement ")}
    assert f"  announcement {NEW}" in shown
    assert any(line.startswith(f"  announcement {OLD}; consulting until ") for line in shown)


def test_an_officer_s_round_is_refused_where_no_site_is_visited(client, lacked):
    client.sign_in(LEAD_AGENCY, proved=True)
    answer = client.post(f"/staff/rounds/new/?call={NEW}", data={"name": "1차"})
    assert answer.status_code == (404 if lacked == SITE else 422)


@pytest.mark.parametrize("visits", [True, False])
def test_whose_requirements_are_met_is_led_and_told_as_far_as_the_call_goes(client, both, monkeypatch, visits):
    if not visits:
        take_all_but(SITE, monkeypatch)
    posts()
    case = checked()
    client.sign_in(AGENCY, proved=True)
    url = f"/staff/cases/{case.application.token}/"
    assert client.post(f"{url}pass_requirements", data={"base": str(case.moves)}).status_code == 303
    ends = course.STATES[course.VISIT if visits else course.ELIGIBLE]
    assert ends in client.get(url).page.select_one("main .lead, .lead").get_text()
    told = mails("case_moved")
    assert told and {"다음은 현장평가" in mail.text for mail in told} == {visits}
    assert {"여기까지" in mail.text for mail in told} == {not visits}
    assert (f"{ends} 1" in client.get(f"/staff/cases/?call={NEW}").page.main.get_text()) and not invariants.broken()
    client.sign_in(LEAD)
    assert ends in client.get(f"/applications/{case.application.token}/case").page.select_one(".lead").get_text()
    make(case, course.ASK_WITHDRAWAL, LEAD, said={"reason": "그만둡니다."})
    make(case, course.WITHDRAW, AGENCY)
    assert fresh(case).state == course.WITHDRAWN


def checked() -> Case:
    """A case of the made-up call whose requirements were all found to be met."""
    application = moved(application_of(LEAD))
    hand_in(application)
    agencies.assign(application, OFFICER, person(LEAD_AGENCY))
    close_call()
    opening.open_cases(application.call, person(LEAD_AGENCY), now())
    case = Case.get(Case.application == application)
    make(case, course.TAKE_UP, AGENCY)
    check_all(case, AGENCY)
    return fresh(case)


def test_the_worker_s_jobs_go_on_and_tell_what_is_due(client, lacked):
    client.sign_in(STRANGER)
    assert client.post("/applications/", data={"call": NEW}).status_code == 303
    with writing():
        Supplier.update(state=APPROVED, renewed_at=now() - timedelta(days=400)).execute()
        Supplier.update(approved_at=now() - timedelta(days=400)).execute()
        Call.update(opens_at=now() - timedelta(days=1)).where(Call.slug == NEW).execute()
    for job in (tasks.sweep, tasks.remind, tasks.forget):
        job.call_local()
    outdated = Supplier.select().where(Supplier.state == OUTDATED)
    assert outdated.exists() == (lacked != POOL)
    for at in mornings():
        deadline_reminders.enqueue_due(at)
        renewal_mails.enqueue_due(at)
        assert staff_digest.enqueue_due(at) >= 0
    assert [mail.to for mail in mails("reminder")].count(STRANGER) == 3
    assert Outbox.select().where(Outbox.kind == "renewal").exists() == (lacked != POOL)


def test_a_supplier_is_asked_into_no_pool_where_nothing_registers_in_it(client, lacked, both):
    told = invitation_details.registration(both, None)
    assert bool(told) == (lacked != POOL)
    assert registration_items.titles()  # those of the call before


def test_a_package_without_projects_keeps_the_site_from_starting(both, monkeypatch):
    take_all_but(PROJECT, monkeypatch)
    stops, _ = call_packages.missing(now())
    assert f"call {NEW} takes no 'project' applications, which every call must" in stops
    assert applications.current_call().slug == OLD


def test_what_was_begun_must_still_be_taken_by_its_package(both, monkeypatch, client):
    client.sign_in(STRANGER)
    task_list = client.post("/registrations/", data={}).location
    assert call_packages.missing(now()) == ([], [])
    holding = Application.get(Application.purpose == POOL).call.slug
    monkeypatch.setitem(calls.TYPES, holding, {k: of for k, of in calls.TYPES[holding].items() if k != POOL})
    stops, _ = call_packages.missing(now())
    assert stops == [f"call {holding} holds 'pool' applications, which its package {holding!r} does not take"]
    assert client.get(task_list).status_code == 404


def test_asking_a_call_for_what_it_does_not_take_has_a_name(monkeypatch, package):
    monkeypatch.setattr(calls, "TYPES", {OLD: calls.TYPES[OLD]})
    take_all_but(SITE, monkeypatch)
    with pytest.raises(calls.NotTaken, match=f"공고 {NEW}에는 현장평가가 없습니다."):
        calls.type_of(NEW, SITE)
    assert calls.taking(SITE) == [OLD] and calls.taking(PROJECT) == [OLD, NEW]


@pytest.mark.parametrize(("kind", "thrown_away"), [(CONSULTING, False), (CONSULTING, True), (POOL, False)])
def test_a_draft_of_a_kind_no_longer_taken_keeps_no_list_from_being_shown(both, client, monkeypatch, kind, thrown_away):
    client.sign_in(STRANGER)
    task_list = client.post("/applications/", data={"call": NEW}).location
    consulting = client.post("/applications/consulting", data={"call": NEW}).location
    pool = client.post("/registrations/", data={}).location
    gone = consulting if kind == CONSULTING else pool
    with writing():
        Application.update(call=both).where(Application.purpose == POOL).execute()
        if thrown_away:
            Application.update(discarded_at=now()).where(Application.token == gone.split("/")[2]).execute()
    firm = f"/companies/{Application.get(Application.purpose == PROJECT, Application.call == both).company.token}/"
    take_all_but(kind, monkeypatch)
    answers = {path: client.get(path) for path in (*PAGES, firm, f"{firm}evidence/", task_list)}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    listed = answers["/applications/"].page.main
    assert listed.select(f"a[href='{task_list}']") and not listed.select(f"a[href='{gone}']")
    marked = [
        alert.get_text()
        for alert in listed.select(".krds-alert, .alert, [class*=alert]")
        if "열 수 없는 신청" in alert.get_text()
    ]
    number = Application.get(Application.purpose == kind, Application.call == both).number
    assert any(number in text for text in marked) == (kind == CONSULTING and not thrown_away)
    for job in (tasks.sweep, tasks.remind, tasks.forget):
        job.call_local()
    if not thrown_away:
        answer = client.get(gone)
        assert answer.status_code == 404 and f"공고 {NEW}에는 {KINDS[kind]}" in answer.page.main.get_text()
    assert client.post("/applications/", data={"call": NEW}).status_code == 303
    assert not invariants.broken()
