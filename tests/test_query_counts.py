"""What a request costs the database: a few queries, however much has been written."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from models.base import db
from models.mail import Outbox
from services.access.permissions import ROUTES
from services.drafts import applications
from tests.applying import LEAD, SUPPLIER, application_of, person, post_submit
from tests.pages import STEPS, begin, good
from tests.reviewing import LEAD_AGENCY
from tests.test_permissions import requests, site  # noqa: F401 - a fixture

PAGE, CHANGE, SUBMIT = 3, 10, 40  # a step; saving it; submitting
CEILINGS = {  # of each route, the most queries it asks, whoever asks it of those below
    3: """
        account.ask account.check account.choose_mails account.code account.end_all account.extend account.send
        account.sessions account.sign_out agencies.save agencies.show applications.join companies.resend
        companies.withdraw company_evidence.download completions.save completions.show discards.show
        discards.take_back documents.part evaluation.answer evaluation.decline evaluation.declare_late
        evaluation.index evaluation.plan evaluation.plan_file evaluation.pledge evaluation.pledge_page
        evaluation.profile evaluation.profile_page evaluation.show evaluators.end evaluators.settle
        evaluators.show find.show home.glossary home.guide home.help home.index home.stored_mail
        home.mail industries.index industries.suggestions invitations.answer invitations.resend invitations.show
        invitations.withdraw lookups.addresses lookups.ask_for_address lookups.ask_for_status lookups.industries
        parties.confirm_removal parties.leave_page parties.transfer_lead pictures.put pictures.show
        policies.accessibility policies.privacy policies.terms probes.healthz ready_reasons.remove
        ready_reasons.save ready_reasons.show rescue.discard rescue.put_back staff.choose_digest static
        submission.resend submissions.assign two_factor.check two_factor.show wizard.show
    """,
    5: """
        evaluators.invite case_progress.ask case_progress.document case_progress.keep case_progress.show
        cases.ask_completion cases.ask_page cases.document cases.end_completion
        cases.find_ineligible cases.hold cases.ineligible_page cases.pass_requirements
        cases.reassign cases.reinstate cases.release cases.show
        cases.take_back cases.take_up cases.visit_again cases.withdraw
        requirements.check requirements.show
        companies.remove_member_page company_evidence.put_back consulting.act consulting.file consulting.save_step
        consulting.show consulting.step documents.page documents.stored documents_pdf.download documents_pdf.show
        evidence.bundle evidence.download evidence.submitted_bundle evidence_pdf.download filings.undo
        lists.entries_sheet parties.transfer_lead_page pictures.picture pictures.put_back pictures.remove
        pool_import.faults pool_import.show pool_import.template pool_import.upload proposals.ask proposals.propose
        checks.history staff.counts submission.result submissions.document submitted_set.download submitted_set.make
        suppliers.change_shortlist wizard.help
    """,
    7: """
        approval.queue approval.take assigning.assign assigning.show companies.remove_member company_accounts.index
        company_evidence.remove consulting.index consulting.sheet discards.discard documents.bundle
        documents.download evidence_pdf.show filings.save filings.show evaluators.index evaluators.invite invitations.index
        invitations.invite lists.applications_sheet lists.entries pool_import.begin pool_import.index
        proposals.index proposals.settle proposals.show submissions.contacts submissions.contacts_reason
        submitted.download submitted.show submitted_set.ask submitted_set.bundle submitted_set.give submitted_set.show
        terms.save terms.show
    """,
    10: """
        find.find
        rounds.act rounds.add rounds.ask rounds.choose rounds.index rounds.make rounds.show
        access_log.accounts access_log.index account.save_name applications.choose_page approval.approve_several approval.suspend
        approval.suspend_page approval.take_back consents.save consents.show documents.index documents_pdf.make
        evidence_pdf.make lists.applications notes.give notes.settle notes.show notes.write parties.fill_from_pool
        parties.start_from_earlier parties.update_from_pool probes.metrics probes.readyz checks.calendar
        checks.put_back share_links.index share_links.make share_links.read share_links.revoke submitted.bundle
        suppliers.compare suppliers.index suppliers.shortlist wizard.save
    """,
    12: """
        cases.index cases.open_cases companies.invite companies.show company_evidence.show company_evidence.upload consents.change
        evidence.remove registrations.index checks.check submissions.evidence submissions.view submitted.make
    """,
    16: """
        company_accounts.show company_contact.save company_contact.show evidence.put_back parties.confirm
        parties.confirm_page submission.confirm submission.submit submission.withdraw
        submissions.show suppliers.contact suppliers.show undescribed.picture undescribed.save undescribed.show
    """,
    20: """
        submission.receipt applications.remove_party approval.resume approval.tick
    """,
    25: """
        staff.index applications.consortium applications.index evidence.show evidence.upload parties.leave
    """,
    30: """
        applications.ask_for_consulting applications.task_list approval.show
    """,
    40: """
        applications.choose applications.start approval.approve approval.send_back
    """,
    55: """
        registrations.start
    """,
}
MOST = {endpoint: most for most, endpoints in CEILINGS.items() for endpoint in endpoints.split()}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL asked meanwhile."""
    asked: list[str] = []

    def hook(event) -> None:
        asked.append(event.sql)

    db.obj.query_hooks.append(hook)
    try:
        yield asked
    finally:
        db.obj.query_hooks.remove(hook)


@pytest.mark.parametrize("who", [LEAD, SUPPLIER, LEAD_AGENCY])
def test_every_route_asks_few_queries(site, client, who):  # noqa: F811
    client.sign_in(who, proved=who == LEAD_AGENCY)
    token = client.csrf()
    for endpoint, path, sent in requests(site):
        if sent is None:
            client.get(path)  # what is worked out once is worked out
            with counted() as asked:
                client.get(path)
        else:
            data = {"csrf_token": token, **sent}
            with counted() as asked:
                client.post(path, data=data, tokenless=True, content_type="multipart/form-data")
        assert len(asked) <= MOST[endpoint], (endpoint, len(asked), asked)


def test_every_route_has_a_ceiling():
    assert MOST.keys() == ROUTES.keys()


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
