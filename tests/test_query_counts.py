"""What a request costs the database: a few queries, however much has been written, and none of them twice."""

import math
import shutil

import pytest

from models import industry
from models.base import db
from models.mail import Outbox
from models.pool import Term
from services.access.permissions import ROUTES
from services.drafts import applications, loading
from services.pool import taxonomies
from tests import judging, registering
from tests.applying import LEAD, SUPPLIER, application_of, person, post_submit
from tests.conftest import opened
from tests.conftest import site as settings_of
from tests.pages import STEPS, begin, good
from tests.query_walks import WALKS
from tests.reviewing import LEAD_AGENCY
from tests.staffed import staffed  # noqa: F401 - a fixture
from tests.test_permissions import TRIES, requests, site  # noqa: F401 - a fixture
from tests.walking import Walk, counted

PAGE, CHANGE, SUBMIT = 3, 10, 40  # a step; saving it; submitting
CEILINGS = {  # of each route, the most queries it asks, whoever asks it of those below
    3: """
        account.ask account.check account.choose_mails account.code account.end_all account.extend account.save_name
        account.sessions account.sign_out agencies.show case_progress.document cases.ineligible_page
        company_accounts.index company_evidence.download consulting.step discards.show documents.part
        evaluation.pledge evaluation.pledge_page evaluation.profile_page evaluators.settle find.show home.glossary
        home.guide home.help home.index home.mail home.stored_mail industries.index industries.suggestions
        lookups.addresses lookups.ask_for_address lookups.ask_for_status lookups.industries parties.leave_page
        pictures.picture policies.accessibility policies.privacy policies.terms pool_import.faults pool_import.index
        pool_import.show pool_import.template probes.healthz proposals.ask ready_reasons.remove ready_reasons.save
        ready_reasons.show rescue.discard rescue.put_back staff.choose_digest static submission.resend
        submission.result submissions.assign submissions.contacts submissions.contacts_reason submitted_set.ask
        submitted_set.download submitted_set.give submitted_set.show two_factor.show wizard.help wizard.show
    """,
    5: """
        access_log.accounts account.send agencies.save approval.take case_progress.show cases.ask_page cases.document
        checks.calendar checks.history companies.withdraw company_evidence.put_back consulting.draft consulting.file
        consulting.save_step documents.page documents.stored documents_pdf.download documents_pdf.show
        evaluation.index evaluators.index evidence.bundle evidence.download evidence.submitted_bundle
        evidence_pdf.download filings.show filings.undo invitations.withdraw lists.entries_xlsx notes.give
        notes.settle notes.show notes.write parties.transfer_lead_page pictures.put_back pictures.remove pictures.show
        pool_import.begin pool_import.upload probes.metrics proposals.index rounds.ask share_links.index
        share_links.make share_links.revoke staff.counts submissions.document submitted_set.make
        suppliers.change_shortlist terms.show
    """,
    7: """
        access_log.index applications.choose_page approval.suspend_page assigning.assign assigning.show cases.index
        cases.open_cases companies.remove_member_page company_evidence.remove consents.show consulting.index
        consulting.list_xlsx discards.take_back documents.bundle documents.download evaluation.plan
        evaluation.plan_file evaluation.show evaluators.invite evaluators.show evidence_pdf.show filings.save
        invitations.index invitations.show lists.applications lists.applications_xlsx lists.entries
        parties.confirm_removal probes.readyz rounds.index submitted.download submitted.show submitted_set.bundle
        suppliers.compare suppliers.index suppliers.shortlist terms.save undescribed.picture
    """,
    10: """
        approval.queue approval.tick case_progress.keep cases.hold cases.reinstate cases.release cases.take_back
        cases.take_up cases.visit_again checks.check checks.put_back companies.remove_member company_accounts.show
        company_contact.show completions.show consents.change consents.save consulting.show documents.index
        documents_pdf.make evaluation.decline evidence.remove evidence_pdf.make find.find parties.confirm_page
        proposals.propose registrations.index requirements.show rounds.make share_links.read submissions.evidence
        submissions.show submissions.view submitted.bundle suppliers.show two_factor.check undescribed.show
        wizard.save
    """,
    12: """
        approval.take_back companies.invite companies.resend companies.show company_evidence.show evaluation.profile
        evaluators.end evidence.put_back invitations.resend proposals.show requirements.check rounds.void
        submission.confirm submission.receipt submitted.make
    """,
    16: """
        applications.index case_progress.ask cases.end_completion cases.show cases.withdraw company_evidence.upload
        consulting.act discards.discard evaluation.declare_late evidence.show invitations.invite parties.confirm
        parties.start_from_earlier parties.update_from_pool pictures.put rounds.choose submission.withdraw
        suppliers.contact undescribed.save
    """,
    20: """
        applications.remove_party approval.approve approval.resume approval.send_back approval.show approval.suspend
        cases.find_ineligible cases.pass_requirements cases.reassign company_contact.save completions.save
        parties.leave parties.transfer_lead rounds.confirm rounds.show staff.index
    """,
    25: """
        applications.ask_for_consulting applications.consortium applications.start applications.task_list
        approval.approve_several evaluation.answer evidence.upload parties.fill_from_pool proposals.settle
        registrations.start rounds.add
    """,
    30: """
        applications.join cases.ask_completion rounds.act
    """,
    40: """
        applications.choose invitations.answer submission.submit
    """,
}
MOST = {endpoint: most for most, endpoints in CEILINGS.items() for endpoint in endpoints.split()}
UNANSWERED = {  # why no request to these is answered here, and so none is measured but refusals
    "the demo alone shows kept mail": "home.mail home.stored_mail",
    "no worker runs beside the tests": "probes.readyz",
    "no service looks addresses up here": "lookups.ask_for_address",
    "letters go to applicants where the site is the reception": "case_progress.document",
    "tests/test_evaluation_queries.py measures these, of rounds of two sizes": """
        rounds.make rounds.show rounds.act rounds.choose rounds.add rounds.confirm rounds.void evaluation.index
        evaluation.pledge_page evaluation.pledge evaluation.profile_page evaluation.profile evaluation.show
        evaluation.answer evaluation.decline evaluation.declare_late evaluation.plan evaluation.plan_file
    """,
}


READ_TWICE = {  # by services that each make sure for themselves, in one transaction
    "cases.find_ineligible": "an officer's post: by the case he moves, and by his proposal",
    "proposals.settle": "the posts of both officers: by the proposal, and by the case they move",
}


@pytest.fixture(scope="module", autouse=True)
def industries_are_read_once():
    """They are read again once a minute, by whichever request comes then."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(industry, "FRESH", math.inf)
        yield


@pytest.fixture(scope="module")
def walks(staffed, tmp_path_factory) -> list[Walk]:  # noqa: F811
    """What was met on each walk, every one on a site of its own."""
    taken = []
    for walk in WALKS:
        folder = tmp_path_factory.mktemp(walk.__name__) / "data"
        shutil.copytree(staffed, folder)
        taken.append(Walk(opened(settings_of(folder))))
        walk(taken[-1])
        db.close()
    return taken


@pytest.fixture
def met(walks) -> dict[str, int]:
    """The most queries each route of the walks asked."""
    return {
        endpoint: max(walk.met.get(endpoint, 0) for walk in walks) for endpoint in set().union(*(w.met for w in walks))
    }


@pytest.mark.parametrize("who", [LEAD, SUPPLIER, LEAD_AGENCY])
def test_every_route_asks_few_queries_and_none_twice(site, client, who):  # noqa: F811
    client.sign_in(who, proved=who == LEAD_AGENCY)
    token, again = client.csrf(), {}
    for endpoint, path, sent in requests(site):
        if sent is None:
            loading.memo.clear()
            with counted() as first:
                client.get(path)
            if first.again:
                again[endpoint] = first.again
            with counted() as asked:  # what is worked out once is worked out
                client.get(path)
        else:
            data = {"csrf_token": token, **sent}
            with counted() as asked:
                client.post(path, data=data, tokenless=True, content_type="multipart/form-data")
        assert len(asked) <= MOST[endpoint], (endpoint, len(asked), asked)
        if asked.again:
            again[endpoint] = asked.again
    assert again.keys() <= READ_TWICE.keys()


def test_every_route_has_a_ceiling():
    assert MOST.keys() == ROUTES.keys()


def test_no_route_asks_more_where_there_is_something_to_answer(met):
    assert {endpoint: asked for endpoint, asked in met.items() if asked > MOST[endpoint]} == {}


def test_no_route_reads_anything_twice_where_there_is_something_to_answer(walks):
    assert set().union(*(walk.again for walk in walks)) == set(READ_TWICE)


def test_every_route_is_measured_where_it_is_not_refused(met):
    who = ("lead", "supplier", "lead agency")
    refused = {endpoint for endpoint, attempt in TRIES.items() if all(attempt.code(each) >= 400 for each in who)}

    assert refused - met.keys() == set(" ".join(UNANSWERED.values()).split())


@pytest.mark.parametrize("who", [LEAD, SUPPLIER])
def test_a_step_asks_for_the_session_the_revision_and_what_none_covers(seeded, client, who):
    client.sign_in(who)
    view = applications.load_view(application_of(LEAD), person(who))
    for task in view.journey.of(view.party):
        path = f"/applications/{view.application.token}/{task.step.slug}"
        assert client.get(path).status_code == 200

        with counted() as asked:
            client.get(path)

        assert len(asked) <= PAGE, (path, asked)


def test_what_staff_call_a_term_is_read_once_and_anew_once_it_is_changed(seeded, client):
    application = registering.filled()
    client.sign_in(registering.NEW)
    path = f"/applications/{application.token}/expertise"
    client.get(path)
    with counted() as asked:
        client.get(path)
    assert len(asked) <= PAGE, asked

    term = Term.get(Term.kind == "region", ~Term.retired)
    taxonomies.rename(term, "새 이름의 지역", person(LEAD))

    assert "새 이름의 지역" in client.get(path).page.main.get_text()


@pytest.mark.parametrize(
    "page", ["", "company", "consents/", "evidence/", "evidence/several/", "submit", "receipt", "check", "completion/"]
)
def test_whether_a_registration_was_sent_back_is_asked_once_after_closing(registered, client, page):
    application = registering.mine("ceo@s4.example.com")
    judging.close_call()
    client.sign_in("ceo@s4.example.com")
    path = f"/applications/{application.token}/{page}"
    client.get(path)  # what is worked out once is worked out

    with counted() as asked:
        assert client.get(path).status_code == 200

    assert asked.again == []


def saves(walk) -> list[list[str]]:
    """What is asked by a first save, an autosave, one more, a save of the same, the page that follows, and a first look
    at it."""
    sent, token, asked = good(walk.step), walk.csrf, []
    for auto in ({}, {"auto": "1"}, {"auto": "1"}, {}):
        name = next(iter(sent))
        sent = sent | {name: [f"{sent[name][0]} "]} if auto else sent
        walk.get()
        base = walk.form()["base"]
        data = {"csrf_token": token, "base": base, "whole": "1", **auto, **sent}
        with counted() as one:
            response = walk.client.post(walk.url, data=data, tokenless=True, content_type="multipart/form-data")
        assert response.status_code in (200, 303)
        asked.append(one)
    with counted() as one:
        walk.follow(response)
    return [*asked, one]


def test_saving_a_step_asks_few_queries_and_nothing_is_loaded_again_after_it(seeded, client):
    step = next(step for step in STEPS if step.slug == "need")
    *changes, following = saves(begin(client, step))

    assert max(map(len, changes)) <= CHANGE, max(changes, key=len)
    assert len(following) <= PAGE + 3, following  # at the first look, where its answers and its picture come from


@pytest.mark.parametrize("slug", ["company", "kpi", "funding"])
def test_saving_a_step_asks_few_queries_when_nothing_is_owed_and_others_gave_their_word(seeded, client, slug):
    """Whether all is ready to be submitted is for the page that comes after to find out."""
    client.sign_in(LEAD)
    application = application_of(LEAD)
    path = f"/applications/{application.token}/{slug}"
    view = applications.load_view(application, person(LEAD))
    task = view.journey.task(slug, view.party)
    told = Outbox.select().where(Outbox.kind == "reopened").count()
    sent = view.journey.answers[task.key]
    name = next(name for name, values in sent.items() if values[0] and not name.startswith("number"))
    data = {"csrf_token": client.csrf(), "base": view.base(task), "whole": "1", **sent}
    client.get(path)

    with counted() as asked:
        response = client.post(path, data=data | {name: f"{sent[name][0]} "}, tokenless=True)

    assert response.status_code == 303
    assert len(asked) <= CHANGE, asked
    assert Outbox.select().where(Outbox.kind == "reopened").count() == told + (slug != "company")


def test_submitting_asks_few_queries(seeded, client):
    client.sign_in(LEAD)
    application = application_of(LEAD)
    client.get(f"/applications/{application.token}/submit")
    client.csrf()

    with counted() as asked:
        response = post_submit(client, application)

    assert response.status_code == 303
    assert len(asked) - 4 <= SUBMIT, asked  # the pages the test takes its token from ask as well
