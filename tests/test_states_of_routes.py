# ruff: noqa: F811 - the fixture of another file
"""The states of the permission table, met before the view: every kind of company in a window open and closed, the lead
agency at an entry in each state, officers and an evaluator in a round in each, and every action's column taken out and
put in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from forms.staff import ReasonsForm
from models.application import Application, Call
from models.base import now, token, writing
from models.company import POOL_STATES, Company, Membership
from models.consulting import CASE_STATES, ConsultingCase
from models.evaluation import ASSIGNMENT_STATES, PROPOSED, ROUND_STATES, Assignment, Round
from models.person import Session
from models.rescue import Rescue
from models.submission import Submission
from services.access import case_routes, evaluators, permissions, rejected_posts
from services.consortium import responses
from services.drafts import applications
from tests.applying import LEAD, STRANGER, SUPPLIER, application_of, change, fresh, hand_in, person
from tests.evaluating import assign, case, clear, evaluator, round_of
from tests.inviting import invite
from tests.reviewing import LEAD_AGENCY, REGISTRANT, be, registration, state_of
from tests.test_consulting import finished_by
from tests.test_permissions import IN, TRIES, company_of, newest, requests, site  # noqa: F401 - a fixture
from tests.test_table_of_permissions import TABLE

ADOPTER, CHOSEN, EVALUATOR = "second@example.com", "chosen@example.com", "evaluator@panel.example.com"
PROVED = {LEAD_AGENCY, EVALUATOR}
WHO = {"lead": LEAD, "adopter": ADOPTER, "supplier": SUPPLIER, "chosen": CHOSEN, "applicant": REGISTRANT}
WINDOW = ("open", "closed", "as submitted")
COMPANIES = {"lead", "adopter", "supplier", "applicant"}

ENDING = {  # what ends with the window, and whose it is until then; nobody else ever meets it
    "applications.join": {"chosen"},
    "wizard.save": COMPANIES,
    "lookups.ask_for_address": COMPANIES,
    "lookups.ask_for_status": COMPANIES,
    "checks.put_back": COMPANIES,
    "completions.save": COMPANIES,
    "consents.save": COMPANIES,
    "evidence.upload": COMPANIES,
    "evidence.remove": COMPANIES,
    "evidence.put_back": COMPANIES,
    "undescribed.save": COMPANIES,
    "pictures.put": COMPANIES,
    "pictures.remove": COMPANIES,
    "pictures.put_back": COMPANIES,
    "applications.choose": {"lead"},
    "applications.remove_party": {"lead"},
    "invitations.invite": {"lead"},
    "invitations.resend": {"lead"},
    "parties.transfer_lead": {"lead"},
    "parties.leave": {"adopter", "supplier"},
    "parties.confirm": {"adopter", "supplier"},
    "parties.fill_from_pool": {"supplier"},
    "parties.start_from_earlier": {"lead"},
    "parties.update_from_pool": {"supplier"},
    "notes.write": {"lead", "adopter", "supplier"},
    "notes.settle": {"lead", "adopter", "supplier"},
    "notes.give": {"lead"},
    "submission.submit": {"lead", "applicant"},
    "submission.withdraw": {"lead", "applicant"},
}
BEGINNING = {"applications.start", "applications.ask_for_consulting", "registrations.start"}


@pytest.fixture
def gathered(site) -> Application:
    """Whose consortium has one of each; its registrant has an application of its own, and somebody evaluates."""
    evaluators.add(person(EVALUATOR), None)
    application = application_of(LEAD)
    responses.accept(invite(application, ADOPTER, by=LEAD), person(ADOPTER), now())
    with writing():
        company = Company.create()
        Membership.create(person=person(CHOSEN), company=company)
        applications.add_party(fresh(application), company, "supplier", None)
    return fresh(application)


def close() -> None:
    over = now() - timedelta(seconds=1)
    Call.update(closes_at=over, consulting_closes_at=over).execute()


def posts(endpoint: str) -> bool:
    return TRIES[endpoint].sent is not None


def path_to(site: Flask, endpoint: str, token: str, **where: Any) -> str:
    asked = {name: value() if callable(value) else value for name, value in TRIES[endpoint].where.items()} | where
    method = "POST" if posts(endpoint) else "GET"
    if site.url_map.is_endpoint_expecting(endpoint, "application"):
        asked |= {"application": token}
    if site.url_map.is_endpoint_expecting(endpoint, "company"):
        asked = {"company": company_of(SUPPLIER).token} | asked
    return site.url_map.bind("localhost").build(endpoint, asked, method=method)


# An application's window


@pytest.mark.parametrize("who", WHO)
def test_after_closing_each_company_is_told_so_where_it_might_have_acted_and_meets_404_elsewhere(
    site,
    gathered,
    client,
    who,
):
    application = registration() if who == "applicant" else gathered
    Application.advance(Application.id == application.id)  # what was submitted is not what it says now
    token = application.token
    paths = {endpoint: path_to(site, endpoint, token) for endpoint in ENDING}
    close()
    client.sign_in(WHO[who])
    before = newest()

    for endpoint, whose in ENDING.items():
        response = client.post(paths[endpoint], data={})
        assert response.status_code == (403 if who in whose else 404), endpoint
        assert who not in whose or "접수가 마감되었습니다" in response.text, endpoint
    assert newest() == before


@pytest.mark.parametrize("who", ["supplier", "lead"])
def test_nothing_else_is_refused_for_the_window(site, client, who):
    change(application_of(LEAD))
    asked = list(requests(site))
    close()
    client.sign_in(WHO[who])

    for endpoint, path, sent in asked:
        response = client.get(path) if sent is None else client.post(path, data=sent)
        ends = endpoint in BEGINNING or who in ENDING.get(endpoint, ())
        assert (response.status_code == 403) == ends, (endpoint, response.status_code)


def test_words_sent_too_late_are_kept_whatever_else_is_wrong_with_them(site, client):
    home = f"/applications/{application_of(LEAD).token}/invitations"
    close()
    client.sign_in(LEAD)

    response = client.post(home, data={"email": "not an address", "name": "늦은 이름", "author": author(LEAD)})

    assert response.status_code == 403
    kept = Rescue.select().order_by(Rescue.id.desc()).get()
    assert (kept.path, kept.sent["name"]) == (home, ["늦은 이름"])


def author(email: str) -> str:
    return rejected_posts.mark(Session.get(Session.person == person(email)), token())


def test_what_was_submitted_answers_a_second_press_after_closing_and_what_was_changed_since_is_too_late(site, client):
    application = application_of(LEAD)
    changed = fresh(application)
    close()
    client.sign_in(LEAD)
    path, sent = f"/applications/{application.token}/submit", {"confirmed": "yes"}

    again = client.post(path, data=sent)

    assert (again.status_code, again.location) == (303, f"/applications/{application.token}/receipt")
    reopen()
    change(changed)
    close()
    assert client.post(path, data=sent).status_code == 403


def reopen() -> None:
    Call.update(closes_at=now() + timedelta(days=1)).execute()


def test_an_application_with_a_window_of_its_own_is_judged_by_that(site, client):
    application = application_of(LEAD)
    close()
    client.sign_in(LEAD)
    path = f"/applications/{application.token}/submit"
    Application.update(own_closes_at=now() + timedelta(hours=1), revision=Application.revision + 1).execute()

    assert client.post(path, data={}).status_code == 422
    Application.update(own_closes_at=now() - timedelta(seconds=1)).execute()
    assert client.post(path, data={}).status_code == 403


def test_a_registration_sent_back_may_be_mended_after_closing_until_it_is_submitted_again(site, client):
    row = registration()
    close()
    client.sign_in(REGISTRANT)
    path = f"/applications/{row.token}/consents/"

    be("returned", row)
    assert client.post(path, data={}).status_code == 422
    be("waiting", row)
    assert client.post(path, data={}).status_code == 403


# An entry of the supplier pool

DECIDED = {  # what an empty form is answered, in the states a decision is for; 409 in all others
    "approval.send_back": ({"waiting"}, 422),
    "approval.suspend": ({"waiting", "returned", "approved", "outdated"}, 422),
    "approval.resume": ({"suspended"}, IN),
    "approval.approve": ({"waiting", "returned"}, IN),
    "approval.take_back": ({"returned"}, IN),
}


@pytest.mark.parametrize("state", POOL_STATES)
def test_a_decision_is_refused_in_every_state_of_the_entry_but_its_own(site, client, state):
    client.sign_in(LEAD_AGENCY, proved=True)
    row = registration()

    for endpoint, (states, code) in DECIDED.items():
        be(state, row)
        response = client.post(path_to(site, endpoint, row.token), data={"base": f"1-{state}"})
        assert response.status_code == (code if state in states else 409), endpoint
        assert state in states or (POOL_STATES[state] in response.text and state_of(row) == state), endpoint


@pytest.mark.parametrize("decision", ["", "approve", "suspend"])
def test_reasons_for_a_decision_that_came_too_late_are_kept_for_their_page(site, client, decision):
    client.sign_in(LEAD_AGENCY, proved=True)
    row = registration()
    be("suspended", row)
    home = f"/staff/registrations/{row.token}/"
    said = {
        "base": "1-waiting",
        "author": author(LEAD_AGENCY),
        "reason": "늦은 글",
        f"{ReasonsForm.PREFIX}company": "늦은 글",
    }

    assert client.post(home + decision, data=said).status_code == 409

    kept = Rescue.select().order_by(Rescue.id.desc()).get()
    assert kept.path == home + ("suspend" if decision == "suspend" else "")
    assert client.post(f"/kept/{kept.id}/back", data={}).status_code == 303
    be("approved" if decision == "suspend" else "waiting", row)
    assert "늦은 글" in client.get(f"{kept.path}?rescue={kept.id}").text


# Every line of the table is read

ASKED: dict[str, tuple[str, str | None, dict[str, str], dict[str, str]]] = {
    # action: a route of it, who asks, what is sent, where: what the view answers before any service is asked
    "read public pages": ("home.help", None, {}, {}),
    "sign in": ("account.ask", None, {}, {}),
    "manage own applications": ("account.sessions", STRANGER, {}, {}),
    "begin an application": ("applications.start", STRANGER, {"company": "x"}, {}),
    "begin a registration": ("registrations.start", STRANGER, {"company": "x"}, {}),
    "see the task list": ("applications.task_list", LEAD, {}, {}),
    "join": ("applications.join", CHOSEN, {}, {}),
    "read the application": ("checks.check", LEAD, {}, {}),
    "see the consortium": ("applications.consortium", LEAD, {}, {}),
    "see own answers": ("wizard.show", LEAD, {}, {}),
    "answer": ("wizard.save", LEAD, {}, {"slug": "nothing"}),
    "ask other services": ("lookups.ask_for_status", LEAD, {}, {}),
    "give consents": ("consents.save", LEAD, {}, {}),
    "change optional consents": ("consents.change", LEAD, {}, {"kind": "nothing"}),
    "attach evidence": ("evidence.remove", LEAD, {"evidence": "x"}, {}),
    "upload pictures": ("pictures.put", LEAD, {"place": "x"}, {}),
    "manage company evidence": ("company_evidence.show", LEAD, {}, {}),
    "download own evidence": ("evidence_pdf.show", LEAD, {}, {}),
    "download submitted evidence": ("evidence.submitted_bundle", LEAD, {}, {}),
    "download documents": ("documents.index", LEAD, {}, {}),
    "see how to change the consortium": ("parties.transfer_lead_page", LEAD, {}, {}),
    "change the consortium": ("invitations.invite", LEAD, {}, {}),
    "withdraw an invitation": ("invitations.withdraw", LEAD, {"invitation": "x"}, {}),
    "read notes": ("notes.show", SUPPLIER, {}, {}),
    "write notes": ("notes.write", SUPPLIER, {"text": "글"}, {}),
    "give a step to a company": ("notes.give", LEAD, {}, {}),
    "share for reading": ("share_links.index", SUPPLIER, {}, {}),
    "read by a link": ("share_links.read", None, {}, {}),
    "see own place in the consortium": ("parties.leave_page", SUPPLIER, {}, {}),
    "leave the consortium": ("parties.leave", ADOPTER, {}, {}),
    "confirm": ("parties.confirm", SUPPLIER, {}, {}),
    "start from an earlier plan": ("parties.start_from_earlier", LEAD, {}, {}),
    "fill in from the pool": ("parties.fill_from_pool", SUPPLIER, {}, {}),
    "open an invitation": ("invitations.show", None, {}, {}),
    "answer an invitation": ("invitations.answer", STRANGER, {}, {}),
    "manage the company": ("companies.show", SUPPLIER, {}, {}),
    "keep contact data right": ("company_contact.show", SUPPLIER, {}, {}),
    "review before submitting": ("submission.confirm", LEAD, {}, {}),
    "submit": ("submission.submit", LEAD, {}, {}),
    "withdraw": ("submission.withdraw", LEAD, {}, {}),
    "record a filing": ("filings.show", LEAD, {}, {}),
    "throw a draft away": ("discards.show", LEAD, {}, {}),
    "keep a shortlist": ("suppliers.shortlist", STRANGER, {}, {}),
    "see a supplier's contact": ("suppliers.contact", LEAD, {}, {}),
    "give the second factor": ("two_factor.show", LEAD_AGENCY, {}, {}),
    "list submissions": ("lists.applications", LEAD_AGENCY, {}, {}),
    "read submissions": ("submissions.contacts_reason", LEAD_AGENCY, {}, {}),
    "list registrations": ("lists.entries", LEAD_AGENCY, {}, {}),
    "read a registration": ("approval.suspend_page", LEAD_AGENCY, {}, {}),
    "approve a registration": ("approval.approve", LEAD_AGENCY, {f"{ReasonsForm.PREFIX}company": "글"}, {}),
    "approve several registrations": ("approval.approve_several", LEAD_AGENCY, {}, {}),
    "tick the items of a registration": ("approval.tick", LEAD_AGENCY, {"at_company": "가" * 2000}, {}),
    "send a registration back": ("approval.send_back", LEAD_AGENCY, {}, {}),
    "suspend a supplier": ("approval.suspend", LEAD_AGENCY, {}, {}),
    "resume a supplier": ("approval.resume", LEAD_AGENCY, {}, {}),
    "take a request for completion back": ("approval.take_back", LEAD_AGENCY, {}, {}),
    "decide together": ("proposals.index", LEAD_AGENCY, {}, {}),
    "look after companies' accounts": ("company_accounts.index", LEAD_AGENCY, {}, {}),
    "bring in a list of firms": ("pool_import.index", LEAD_AGENCY, {}, {}),
    "assign an application": ("submissions.assign", LEAD_AGENCY, {"agency": "x"}, {}),
    "edit addresses and taxonomies": ("agencies.show", LEAD_AGENCY, {}, {}),
    "read the access log": ("access_log.index", LEAD_AGENCY, {}, {}),
    "look after evaluators": ("evaluators.index", LEAD_AGENCY, {}, {}),
    "see rounds and make them": ("rounds.index", LEAD_AGENCY, {}, {}),
    "see own evaluations": ("evaluation.index", EVALUATOR, {}, {}),
}
ASKED_IN_ROUNDS: dict[str, tuple[str, str, dict[str, str]]] = {  # action: a route of it, who asks, what is sent
    "see rounds and make them": ("rounds.show", LEAD_AGENCY, {}),
    "fill a round and end it": ("rounds.act", LEAD_AGENCY, {"do": "nothing"}),
    "confirm what a round was filled with": ("rounds.confirm", LEAD_AGENCY, {}),
    "void a sheet for a conflict": ("rounds.void", LEAD_AGENCY, {}),
    "see own evaluations": ("evaluation.show", EVALUATOR, {}),
    "answer about conflicts": ("evaluation.answer", EVALUATOR, {}),
    "decline a case": ("evaluation.decline", EVALUATOR, {"reason": "일이 겹칩니다."}),
    "tell of a conflict found later": ("evaluation.declare_late", EVALUATOR, {"note": "친척입니다."}),
    "read a case to evaluate": ("evaluation.plan", EVALUATOR, {}),
}
ASKED_IN_CONSULTING = {
    "handle a request for consulting": ("consulting.act", LEAD_AGENCY, {"do": "nothing"}),
    "write the result of consulting": ("consulting.save_step", LEAD_AGENCY, {}),
}
REFUSED = (403, 409)
TWICE = {"join", "leave the consortium", "fill in from the pool"}  # the service asks at once whether the window is open
TWICE |= {"take a request for completion back", "write notes", "give a step to a company", "start from an earlier plan"}
TWICE |= {"confirm what a round was filled with", "decline a case", "tell of a conflict found later"}
TWICE |= {"write the result of consulting"}


def test_every_action_is_asked_for():
    asked = [*ASKED.items(), *ASKED_IN_ROUNDS.items(), *ASKED_IN_CONSULTING.items()]
    assert {action for action, _ in asked} == set(TABLE) - set(
        case_routes.ACTIONS
    )  # of cases: tests/test_case_pages.py
    assert all(permissions.ROUTES[endpoint] == action for action, (endpoint, *_) in asked)


def kind(site: Flask, endpoint: str) -> tuple[str, ...]:
    """The states of what a route is about."""
    (rule,) = site.url_map.iter_rules(endpoint)
    about = rule.arguments | set(rule.defaults or {})
    if about & {"application", "submission"}:
        return WINDOW
    if "registration" in about:
        return tuple(POOL_STATES)
    return WINDOW[:2] if "purpose" in about else ("none",)


@pytest.mark.parametrize("state", ["none", *WINDOW, *POOL_STATES])
def test_a_state_taken_out_of_an_action_s_column_or_put_in_changes_what_is_answered(
    site,
    gathered,
    client,
    monkeypatch,
    state,
):
    asked = {action: row for action, row in ASKED.items() if state in kind(site, row[0])}
    paths = {action: path_to(site, row[0], gathered.token, **row[3]) for action, row in asked.items()}
    set_up(state, gathered)

    for action, (endpoint, who, sent, _) in asked.items():
        if state in POOL_STATES:
            be(state, registration())  # which the action before may have changed
        if who:
            client.sign_in(who, proved=who in PROVED)
        data = {"base": f"1-{state}", **sent} if posts(endpoint) else None
        without, with_it = answers(client, monkeypatch, action, state, paths[action], data)

        assert without in REFUSED, action
        assert with_it not in REFUSED or (action in TWICE and state not in TABLE[action][1]), (action, with_it)


def answers(client, monkeypatch, action: str, state: str, path: str, data: dict[str, str] | None) -> list[int]:
    """What the action is answered with the state taken out of its column, and put into it."""
    as_it_is, codes = permissions.ACTIONS[action], []
    sent = None if data is None else posted({"csrf_token": client.csrf(), **data})
    for when in (as_it_is.when - {state}, as_it_is.when | {state}):
        with monkeypatch.context() as patched:
            patched.setitem(permissions.ACTIONS, action, replace(as_it_is, when=when))
            response = client.get(path) if sent is None else client.post(path, **sent)
        codes.append(response.status_code)
    return codes


def posted(data: dict[str, str]) -> dict[str, Any]:
    return {"data": data, "tokenless": True, "content_type": "multipart/form-data"}


def set_up(state: str, application: Application) -> None:
    """Let the call, the lead's application and the registration be in this state."""
    if state in POOL_STATES:
        be(state, registration())
    if state == "as submitted":
        view = Submission.standing_for(application)
        view.revision = application.revision
        view.save()
    if state in ("closed", "as submitted"):
        close()


# Requests for consulting


@pytest.fixture
def request_here(site, client) -> ConsultingCase:
    """What came of a request that the lead's company handed in."""
    client.sign_in(LEAD)
    hand_in(finished_by(client))
    return ConsultingCase.get()


@pytest.mark.parametrize("state", CASE_STATES)
def test_a_state_of_a_request_taken_out_of_an_action_s_column_or_put_in_changes_what_is_answered(
    site, request_here, client, monkeypatch, state
):
    ConsultingCase.update(state=state).where(ConsultingCase.id == request_here.id).execute()
    client.sign_in(LEAD_AGENCY, proved=True)
    for action, (endpoint, _, sent) in ASKED_IN_CONSULTING.items():
        path = path_to(site, endpoint, "", submission=request_here.application.token)
        without, with_it = answers(client, monkeypatch, action, f"consulting {state}", path, sent)
        assert without in REFUSED, action
        named = f"consulting {state}" in TABLE[action][1]
        assert with_it not in (*REFUSED, 404) or (action in TWICE and not named), (action, with_it)


PAGES = {  # the pages that only some kinds of application have: of which, and who comes
    "completions.show": ({"registration"}, ""),
    "filings.show": ({"project", "registration"}, ""),
    "submissions.show": ({"project", "consulting"}, LEAD_AGENCY),
    "submissions.assign": ({"project"}, LEAD_AGENCY),
}


def test_a_page_of_some_kinds_of_application_is_not_there_for_the_others(site, request_here, client):
    mine = {"project": (application_of(LEAD), LEAD), "registration": (registration(), REGISTRANT)}
    mine["consulting"] = (request_here.application, LEAD)
    for endpoint, (kinds, officer) in PAGES.items():
        for each, (application, owner) in mine.items():
            client.sign_in(officer or owner, proved=bool(officer))
            path = path_to(site, endpoint, application.token, **({"submission": application.token} if officer else {}))
            answer = client.post(path, data={"agency": "women"}) if posts(endpoint) else client.get(path)
            assert (answer.status_code in (200, 303)) == (each in kinds), (endpoint, each, answer.status_code)
            assert each in kinds or answer.status_code == 404, (endpoint, each)


# Rounds of evaluation, and what is assigned in them


@pytest.fixture
def assigned(site) -> dict[str, Assignment]:
    """One an evaluator was given for every action of ASKED_IN_ROUNDS, of a round in which one more waits to be
    confirmed."""
    cases = [case(number) for number, _ in enumerate(ASKED_IN_ROUNDS, 1)]
    of, who = round_of(cases, need=2), evaluator(EVALUATOR)
    rows = [assign(of, each, who) for each in cases]
    assign(of, cases[0], evaluator("second@second.example.com"), PROPOSED)
    return dict(zip(ASKED_IN_ROUNDS, rows, strict=True))


def put_in(state: str, rows: dict[str, Assignment]) -> None:
    """Let the round, or every one of these of its evaluator, be in this state."""
    stored = {"round closed": "handed_in"}.get(state, state.removesuffix(" late"))
    for row in rows.values() if stored in ("clear", "handed_in") else ():
        clear(row)
        Assignment.update(state=stored).where(Assignment.id == row.id).execute()
    over = now() - timedelta(seconds=1)
    if state == "over" or state.endswith(" late"):
        Round.update(closes_at=over).execute()
    if state == "round closed":
        Round.update(closed_at=over).execute()


@pytest.mark.parametrize("state", {**ROUND_STATES, **ASSIGNMENT_STATES})
def test_a_state_of_a_round_taken_out_of_an_action_s_column_or_put_in_changes_what_is_answered(
    site,
    assigned,
    client,
    monkeypatch,
    state,
):
    put_in(state, assigned)
    for action, (endpoint, who, sent) in ASKED_IN_ROUNDS.items():
        if state not in (ROUND_STATES if who == LEAD_AGENCY else ASSIGNMENT_STATES):
            continue
        client.sign_in(who, proved=True)
        where = {"round": Round.get().token, "assignment": assigned[action].token}
        path = path_to(site, endpoint, "", **where).partition("?")[0]
        without, with_it = answers(client, monkeypatch, action, state, path, sent if posts(endpoint) else None)

        reading = endpoint.startswith("evaluation.") and not posts(endpoint)  # what is not to be read is not there
        assert without in ((404,) if reading else REFUSED), action
        assert with_it != 404 or endpoint == "rounds.void", action  # which names no assignment
        assert with_it not in REFUSED or (action in TWICE and state not in TABLE[action][1]), (action, with_it)


def test_what_is_typed_for_a_round_that_was_closed_meanwhile_is_kept_whatever_else_is_wrong_with_it(
    site, assigned, client
):
    url = f"/staff/rounds/{Round.get().token}/"
    Round.update(closed_at=now()).execute()
    client.sign_in(LEAD_AGENCY, proved=True)

    response = client.post(url, data={"do": "extend", "why": "늦은 글", "author": author(LEAD_AGENCY)})

    assert response.status_code == 409 and "이미 마감한 회차" in response.text
    kept = Rescue.select().order_by(Rescue.id.desc()).get()
    assert (kept.path, kept.sent["why"]) == (url, ["늦은 글"])
