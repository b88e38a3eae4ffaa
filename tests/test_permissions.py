"""Who may do what: every route walked by everybody, and nobody reaching what is another's (docs/promises.md P7)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from peewee import fn

import models
from app import create_app
from models.application import Application, Call, Party, Revision
from models.base import db, now, writing
from models.company import Company, Supplier
from models.evidence import Conversion, Evidence
from models.mail import Outbox
from models.picture import Picture
from models.proposal import PoolImport, Proposal
from models.rescue import Rescue
from models.submission import StoredDocument, Submission
from models.together import Note, Presence, ShareLink
from programme import course
from services.access import accounts, permissions, rejected_posts
from services.access.rejected_posts import BUTTONS
from services.backoffice import proposals
from services.backoffice.acts import ACTS
from services.consortium import members
from services.drafts import applications, notes, share_links
from services.pdf import conversions
from tests.applying import HALF, HALF_SUPPLIER, LEAD, STRANGER, SUPPLIER, application_of, change, fresh, hand_in, person
from tests.reviewing import AGENCY, COLLEAGUE, LEAD_AGENCY, posts, register, registration
from tests.upload_pictures import draw
from tests.uploads import png

EVERYBODY = ("anonymous", "stranger", "other applicant", "supplier", "lead")
STAFF = ("unproved", "agency", "lead agency")
ADDRESS = {"stranger": STRANGER, "other applicant": HALF, "supplier": SUPPLIER, "lead": LEAD}
ADDRESS |= {"unproved": LEAD_AGENCY, "agency": AGENCY, "lead agency": LEAD_AGENCY}


@dataclass(frozen=True)
class Try:
    """A request to one route, and what each of EVERYBODY and of STAFF is answered, in that order; staff who may do
    nothing of their own there are answered as any stranger."""

    codes: tuple[int, int, int, int, int]
    where: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, Any] | Callable[[], dict[str, Any]] | None = None  # None: a GET
    staff: tuple[int, int, int] | None = None
    query: Callable[[], dict[str, Any]] | None = None

    def code(self, who: str) -> int:
        if who in EVERYBODY:
            return self.codes[EVERYBODY.index(who)]
        return self.staff[STAFF.index(who)] if self.staff else self.codes[EVERYBODY.index("stranger")]


READING_KEY = "k" * 43
IN = 303  # on to somewhere: the sign-in page for whom it is not, the next page for whom it is
OPEN = (200,) * 5
SIGNED_IN = (303, 200, 200, 200, 200)
GOING_ON = (303,) * 5
MEMBERS = (IN, 404, 404, 200, 200)
MEMBERS_POST = (IN, 404, 404, 303, 303)
LEAD_ONLY = (IN, 404, 404, 404, 200)
LEAD_POST = (IN, 404, 404, 404, 303)
NOBODY = (IN, 404, 404, 404, 404)
LEAD_AGENCY_ONLY = (IN, 404, 200)  # of STAFF; what nobody assigned to an agency is not there for it
ASKED_WHY = (IN, 404, 303)  # of STAFF: files are given for a reason, which was not said
UNMET = (IN, 404, 404)  # of STAFF
REGISTRATION = {"registration": lambda: registration().token}
CASE = {"case": lambda: application_of(LEAD).token}
SUPPLIERS = (IN, 404, 404, 200, 404)

TRIES: dict[str, Try] = {
    "static": Try(OPEN, {"filename": "site.css"}),
    "home.index": Try(OPEN),
    "home.guide": Try(OPEN),
    "home.help": Try(OPEN),
    "home.glossary": Try(OPEN),
    "probes.healthz": Try(OPEN),
    "probes.readyz": Try((503,) * 5),  # no worker runs beside the tests
    "probes.metrics": Try(OPEN),
    "policies.privacy": Try(OPEN),
    "policies.terms": Try(OPEN),
    "policies.accessibility": Try(OPEN),
    "home.mail": Try((404,) * 5),  # only in the demo
    "home.stored_mail": Try((404,) * 5, {"name": "1"}),
    "account.ask": Try((200, 303, 303, 303, 303)),
    "account.send": Try((422,) * 5, sent={"email": "nobody"}),
    "account.code": Try(GOING_ON),
    "account.check": Try(GOING_ON, sent={"code": "000000"}),
    "account.extend": Try((401, 204, 204, 204, 204), sent={}),
    "account.sessions": Try(SIGNED_IN),
    "applications.index": Try(SIGNED_IN),
    "applications.task_list": Try(MEMBERS),
    "applications.join": Try(NOBODY, sent={}),  # only for whom was chosen and has not joined
    "applications.consortium": Try(MEMBERS),
    "invitations.index": Try(LEAD_ONLY),
    "invitations.invite": Try((IN, 404, 404, 404, 422), sent={"email": "nobody"}),
    "invitations.resend": Try(NOBODY, sent={"invitation": "x"}),
    "invitations.withdraw": Try(NOBODY, sent={"invitation": "x"}),
    "invitations.show": Try((404,) * 5, {"key": "x"}),
    "invitations.answer": Try(NOBODY, {"key": "x"}, {"answer": "accept"}),
    "parties.confirm_removal": Try((IN, 404, 404, 404, 404)),  # of nobody
    "parties.transfer_lead_page": Try(LEAD_ONLY),
    "parties.transfer_lead": Try(NOBODY, sent={"position": "2"}),  # to a supplier
    "parties.confirm_page": Try(SUPPLIERS),
    "parties.confirm": Try((IN, 404, 404, 422, 404), sent={}),
    "parties.fill_from_pool": Try(NOBODY, sent={}),  # nothing is empty
    "parties.start_from_earlier": Try(NOBODY, sent={"earlier": "nothing"}),
    "parties.update_from_pool": Try(NOBODY, {"slug": "solutions"}, {}),  # nothing changed in the pool
    "parties.leave_page": Try(SUPPLIERS),
    "companies.show": Try(SUPPLIERS),
    "companies.invite": Try((IN, 404, 404, 422, 404), sent={"email": "nobody"}),
    "companies.resend": Try(NOBODY, sent={"invitation": "x"}),
    "companies.withdraw": Try(NOBODY, sent={"invitation": "x"}),
    "companies.remove_member_page": Try(SUPPLIERS, sent=None, query=lambda: {"member": member()}),
    "companies.remove_member": Try((IN, 404, 404, 409, 404), sent=lambda: {"member": member()}),  # the last one
    "company_contact.show": Try(SUPPLIERS),
    "company_contact.save": Try((IN, 404, 404, 422, 404), sent={}),
    "wizard.show": Try(MEMBERS, {"slug": "overview"}),
    "wizard.help": Try(MEMBERS, {"slug": "overview"}),
    "wizard.save": Try(MEMBERS_POST, {"slug": "overview"}, {}),
    "lookups.industries": Try(MEMBERS, {"step": "business"}),
    "lookups.addresses": Try(MEMBERS, {"step": "company"}),
    "lookups.ask_for_address": Try((IN, 404, 404, 422, 422), {"step": "company"}, {"q": "세종대로 209"}),  # off here
    "lookups.ask_for_status": Try(MEMBERS_POST, sent={}),
    "checks.history": Try(MEMBERS, {"slug": "overview"}),
    "checks.put_back": Try(MEMBERS_POST, {"slug": "overview"}, lambda: {"revision": revision("overview")}),
    "checks.calendar": Try(MEMBERS),
    "checks.check": Try(MEMBERS),
    "notes.show": Try(MEMBERS, {"slug": "need"}),
    "notes.write": Try(MEMBERS_POST, {"slug": "need"}, {"text": "근거 통계를 넣어 주세요."}),
    "notes.settle": Try(MEMBERS_POST, {"slug": "need"}, lambda: {"note": Note.get().token, "settled": "yes"}),
    "notes.give": Try(LEAD_POST, {"slug": "need"}, {"position": "2"}),
    "share_links.index": Try(MEMBERS),
    "share_links.make": Try(MEMBERS_POST, sent={"label": "회계사", "days": "7"}),
    "share_links.read": Try(OPEN, {"key": READING_KEY}),
    "share_links.revoke": Try(LEAD_POST, sent=lambda: {"link": ShareLink.get().token}),
    "completions.show": Try(NOBODY),  # of registrations only
    "completions.save": Try(NOBODY, sent={}),
    "consents.show": Try(MEMBERS),
    "consents.save": Try((IN, 404, 404, 422, 422), sent={}),
    "consents.change": Try(MEMBERS_POST, {"kind": "personal_optional"}, {"choice": "no"}),
    "evidence.show": Try(MEMBERS),
    "evidence.upload": Try((IN, 404, 404, 422, 422), sent={"kind": "business_registration"}),
    "evidence.download": Try(LEAD_ONLY, {"certificate": lambda: certificate_of(LEAD).token}),
    "evidence.remove": Try(LEAD_POST, sent=lambda: {"evidence": certificate_of(LEAD).token}),
    "evidence.put_back": Try(LEAD_POST, sent=lambda: {"evidence": certificate_of(LEAD).token}),
    "undescribed.show": Try(MEMBERS),
    "undescribed.save": Try((IN, 404, 404, 422, 422), sent={}),
    "undescribed.picture": Try(NOBODY, {"certificate": "x"}),  # of nobody; see test_several_files
    "evidence.bundle": Try(MEMBERS),
    "evidence.submitted_bundle": Try(LEAD_ONLY),
    "evidence_pdf.show": Try(MEMBERS),
    "evidence_pdf.make": Try(MEMBERS_POST, sent={}),
    "evidence_pdf.download": Try(LEAD_ONLY, {"made": lambda: Conversion.get(Conversion.kind == "evidence").token}),
    "pictures.show": Try(MEMBERS),
    "pictures.put": Try((IN, 404, 404, 422, 422), sent={"place": "seal"}),
    "pictures.picture": Try(MEMBERS, {"picture": lambda: Picture.get().token}),
    "pictures.remove": Try(MEMBERS_POST, sent={"place": "seal"}),
    "pictures.put_back": Try(MEMBERS_POST, sent={"place": "seal"}),
    "company_evidence.show": Try(LEAD_ONLY, {"company": lambda: certificate_of(LEAD).company.token}),
    "company_evidence.upload": Try(
        (IN, 404, 404, 404, 422), {"company": lambda: certificate_of(LEAD).company.token}, {}
    ),
    "company_evidence.download": Try(
        LEAD_ONLY,
        {"company": lambda: certificate_of(LEAD).company.token, "certificate": lambda: certificate_of(LEAD).token},
    ),
    "company_evidence.put_back": Try(
        LEAD_POST,
        {"company": lambda: certificate_of(LEAD).company.token},
        lambda: {"evidence": certificate_of(LEAD).token},
    ),
    "company_evidence.remove": Try(
        LEAD_POST,
        {"company": lambda: certificate_of(LEAD).company.token},
        lambda: {"evidence": certificate_of(LEAD).token},
    ),
    "documents.index": Try(MEMBERS),
    "documents.download": Try(MEMBERS, {"slug": "form2-1"}),
    "documents.bundle": Try(MEMBERS),
    "documents.page": Try(MEMBERS, {"slug": "form2-1"}),
    "documents.part": Try((IN, 404, 404, 303, 303), {"step": "need"}),
    "documents_pdf.show": Try(MEMBERS),
    "documents_pdf.make": Try(MEMBERS_POST, sent={}),
    "documents_pdf.download": Try(MEMBERS, {"made": lambda: Conversion.get(Conversion.kind == "documents").token}),
    "documents.stored": Try(MEMBERS, {"document": lambda: StoredDocument.select().first().id}),
    "submission.confirm": Try(LEAD_ONLY),
    "submission.receipt": Try(MEMBERS),
    "submission.result": Try(NOBODY, {"edition": 1}),  # of consulting only: tests/test_consulting_cases.py
    "submission.resend": Try(MEMBERS_POST, sent={"mail": "1"}),
    "submission.submit": Try((IN, 404, 404, 404, 422), sent={}),
    "submitted.bundle": Try(MEMBERS),
    "submitted.show": Try(MEMBERS),
    "submitted.make": Try(MEMBERS_POST, sent={}),
    "submitted.download": Try(LEAD_ONLY, {"made": lambda: Conversion.get(Conversion.kind == "submitted").token}),
    "discards.show": Try(LEAD_ONLY),
    "discards.discard": Try((IN, 404, 404, 404, 409), sent={}),  # submitted
    "discards.take_back": Try(NOBODY, sent={"application": "nothing"}),
    "filings.show": Try(LEAD_ONLY),
    "filings.save": Try(LEAD_POST, sent={"answer": "now", "base": "1"}),
    "filings.undo": Try(LEAD_POST, sent={}),
    "submission.withdraw": Try(LEAD_POST, sent={"confirmed": "yes"}),
    "applications.choose_page": Try(LEAD_ONLY, {"supplier": lambda: outside().token}),
    "applications.choose": Try(LEAD_POST, {"supplier": lambda: outside().token}, {}),
    "parties.leave": Try((IN, 404, 404, 303, 404), sent={}),
    "applications.remove_party": Try(LEAD_POST, sent={"position": "2"}),
    "applications.start": Try(GOING_ON, sent={}),
    "registrations.index": Try(OPEN),
    "registrations.start": Try(GOING_ON, sent={}),
    "applications.ask_for_consulting": Try(GOING_ON, sent={}),
    "industries.index": Try(OPEN),
    "industries.suggestions": Try(OPEN),
    "suppliers.index": Try(OPEN),
    "suppliers.show": Try(OPEN, {"supplier": lambda: Supplier.get().token}),
    "suppliers.compare": Try(OPEN),
    "suppliers.shortlist": Try(SIGNED_IN),
    "suppliers.change_shortlist": Try(GOING_ON, {"supplier": lambda: Supplier.get().token}, {}),
    # only for who takes part in an application: who only began a draft, as the supplier that left, is told of no
    # contact
    "suppliers.contact": Try((IN, 409, 200, 409, 200), {"supplier": lambda: Supplier.get().token}, {}),
    "rescue.put_back": Try((IN, 404, 404, 404, 303), {"number": lambda: Rescue.get().id}, {}),
    "rescue.discard": Try((IN, 404, 404, 404, 303), {"number": lambda: Rescue.get().id}, {}),
    "two_factor.show": Try(NOBODY, staff=(200, 200, 200)),
    "two_factor.check": Try(NOBODY, sent={"code": "x"}, staff=(422, 422, 422)),
    "staff.index": Try(NOBODY, staff=(IN, 200, 200)),
    "staff.counts": Try(NOBODY, staff=(IN, 200, 200)),
    "staff.choose_digest": Try(NOBODY, sent={}, staff=(IN, 303, 303)),
    "assigning.show": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "assigning.assign": Try(NOBODY, sent={"agency": "women"}, staff=(IN, 404, 422)),
    "find.show": Try(NOBODY, staff=(IN, 200, 200)),
    "find.find": Try(NOBODY, sent={"words": "a@b.kr"}, staff=(IN, 200, 200)),
    "lists.applications": Try(NOBODY, staff=(IN, 200, 200)),
    "lists.applications_xlsx": Try(NOBODY, staff=(IN, 200, 200)),
    "lists.entries": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "lists.entries_xlsx": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "consulting.index": Try(NOBODY, staff=(IN, 200, 200)),
    "consulting.list_xlsx": Try(NOBODY, staff=(IN, 200, 200)),
    # A project is no request for consulting; who meets one: tests/test_consulting_cases.py
    "consulting.show": Try(NOBODY, {"submission": lambda: application_of(LEAD).token}, staff=UNMET),
    "consulting.act": Try(NOBODY, {"submission": lambda: application_of(LEAD).token}, {}, staff=UNMET),
    "consulting.step": Try(NOBODY, {"submission": lambda: application_of(LEAD).token, "slug": "plan"}, staff=UNMET),
    "consulting.save_step": Try(
        NOBODY, {"submission": lambda: application_of(LEAD).token, "slug": "plan"}, {}, staff=UNMET
    ),
    "consulting.draft": Try(NOBODY, {"submission": lambda: application_of(LEAD).token}, staff=UNMET),
    "consulting.file": Try(NOBODY, {"submission": lambda: application_of(LEAD).token, "edition": 1}, staff=UNMET),
    "submissions.show": Try(NOBODY, {"submission": lambda: application_of(LEAD).token}, staff=LEAD_AGENCY_ONLY),
    "submissions.contacts_reason": Try(
        NOBODY, {"submission": lambda: application_of(LEAD).token}, staff=LEAD_AGENCY_ONLY
    ),
    "submissions.contacts": Try(NOBODY, {"submission": lambda: application_of(LEAD).token}, {}, staff=(IN, 404, 422)),
    "submissions.evidence": Try(
        NOBODY,
        {"submission": lambda: application_of(LEAD).token, "edition": 1, "part": 0, "number": 0},
        staff=LEAD_AGENCY_ONLY,
    ),
    "submissions.view": Try(
        NOBODY,
        {"submission": lambda: application_of(LEAD).token, "edition": 1, "part": 0, "number": 0},
        staff=LEAD_AGENCY_ONLY,
    ),
    "submissions.document": Try(
        NOBODY,
        {"submission": lambda: application_of(LEAD).token, "document": lambda: StoredDocument.select().first().id},
        staff=ASKED_WHY,
    ),
    "submitted_set.ask": Try(NOBODY, {"submission": lambda: application_of(LEAD).token}, staff=LEAD_AGENCY_ONLY),
    "submitted_set.give": Try(NOBODY, {"submission": lambda: application_of(LEAD).token}, {}, staff=(IN, 404, 422)),
    "submitted_set.bundle": Try(NOBODY, {"submission": lambda: application_of(LEAD).token}, staff=ASKED_WHY),
    "submitted_set.show": Try(NOBODY, {"submission": lambda: application_of(LEAD).token}, staff=ASKED_WHY),
    "submitted_set.make": Try(
        NOBODY, {"submission": lambda: application_of(LEAD).token}, {"agency": ""}, staff=(IN, 404, 303)
    ),
    "submitted_set.download": Try(
        NOBODY,
        {
            "submission": lambda: application_of(LEAD).token,
            "made": lambda: Conversion.get(Conversion.kind == "submitted").token,
        },
        staff=ASKED_WHY,
    ),
    "submissions.assign": Try(
        NOBODY, {"submission": lambda: application_of(LEAD).token}, {"agency": ""}, staff=(IN, 404, 303)
    ),
    "approval.queue": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "approval.show": Try(NOBODY, REGISTRATION, staff=LEAD_AGENCY_ONLY),
    "approval.send_back": Try(NOBODY, REGISTRATION, {"base": "1-waiting"}, staff=(IN, 404, 422)),
    "approval.suspend_page": Try(NOBODY, REGISTRATION, staff=LEAD_AGENCY_ONLY),
    "approval.suspend": Try(NOBODY, REGISTRATION, {"base": "1-waiting"}, staff=(IN, 404, 422)),
    "approval.resume": Try(NOBODY, REGISTRATION, {"base": "1-waiting"}, staff=(IN, 404, 409)),
    "approval.take_back": Try(NOBODY, REGISTRATION, {"base": "1-waiting"}, staff=(IN, 404, 409)),
    "approval.approve_several": Try(NOBODY, sent={}, staff=(IN, 404, 422)),
    "ready_reasons.show": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "ready_reasons.save": Try(NOBODY, sent={}, staff=(IN, 404, 422)),
    "ready_reasons.remove": Try(NOBODY, sent={"reason": "0"}, staff=(IN, 404, 303)),
    "approval.tick": Try(NOBODY, REGISTRATION, {"base": "1-waiting"}, staff=(IN, 404, 303)),
    "approval.take": Try(NOBODY, REGISTRATION, {}, staff=(IN, 404, 303)),
    "approval.approve": Try(NOBODY, REGISTRATION, {"base": "1-waiting"}, staff=(IN, 404, 303)),
    "agencies.show": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "agencies.save": Try(NOBODY, sent={"women": "x"}, staff=(IN, 404, 422)),
    "terms.show": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "terms.save": Try(NOBODY, sent={"base": "", "kind": "expertise"}, staff=(IN, 404, 422)),
    # Before closing there are no cases; who meets one, and may do what to it: tests/test_case_pages.py
    "cases.index": Try(NOBODY, staff=(IN, 200, 200)),
    "cases.open_cases": Try(NOBODY, sent={"call": ""}, staff=(IN, 404, 409)),
    **{name: Try(NOBODY, CASE, staff=UNMET) for name in ("cases.show", "cases.ask_page", "cases.ineligible_page")},
    "cases.document": Try(NOBODY, CASE | {"document": 1}, staff=UNMET),
    "requirements.show": Try(NOBODY, CASE, staff=UNMET),
    "requirements.check": Try(NOBODY, CASE, {}, staff=UNMET),
    "cases.take_back": Try(NOBODY, CASE, {}, staff=UNMET),
    **{f"cases.{move.name}": Try(NOBODY, CASE, {}, staff=UNMET) for move in course.MOVES if move.button},
    "case_progress.show": Try(NOBODY),
    "case_progress.document": Try(NOBODY, {"document": 1}),
    "case_progress.ask": Try(NOBODY, sent={"reason": "그만둡니다."}),
    "case_progress.keep": Try(NOBODY, sent={}),
    "access_log.index": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "access_log.accounts": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "proposals.index": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "proposals.ask": Try(NOBODY, {"act": "add-staff"}, staff=LEAD_AGENCY_ONLY),
    "proposals.propose": Try(NOBODY, {"act": "add-staff"}, {}, staff=(IN, 404, 422)),
    "proposals.show": Try(NOBODY, {"proposal": lambda: Proposal.get().token}, staff=LEAD_AGENCY_ONLY),
    "proposals.settle": Try(
        NOBODY, {"proposal": lambda: Proposal.get().token}, {"do": "confirm"}, staff=(IN, 404, 409)
    ),  # one's own
    "company_accounts.index": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "company_accounts.show": Try(NOBODY, {"firm": lambda: company_of(SUPPLIER).token}, staff=LEAD_AGENCY_ONLY),
    "pool_import.index": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "pool_import.upload": Try(NOBODY, sent={}, staff=(IN, 404, 422)),
    "pool_import.template": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "pool_import.show": Try(NOBODY, {"pool_import": lambda: PoolImport.get().token}, staff=LEAD_AGENCY_ONLY),
    "pool_import.faults": Try(NOBODY, {"pool_import": lambda: PoolImport.get().token}, staff=LEAD_AGENCY_ONLY),
    "pool_import.begin": Try(NOBODY, {"pool_import": lambda: PoolImport.get().token}, {}, staff=(IN, 404, 303)),
    # No round and no evaluator here; who meets them: tests/test_conflicts.py, test_rounds.py
    "evaluators.index": Try(NOBODY, staff=LEAD_AGENCY_ONLY),
    "evaluators.invite": Try(NOBODY, sent={"email": "nobody"}, staff=(IN, 404, 422)),
    "evaluators.settle": Try(NOBODY, sent={"invitation": "x"}, staff=UNMET),
    "evaluators.show": Try(NOBODY, {"other_evaluator": "x"}, staff=UNMET),
    "evaluators.end": Try(NOBODY, {"other_evaluator": "x"}, {}, staff=UNMET),
    "rounds.index": Try(NOBODY, staff=(IN, 200, 200)),
    "rounds.ask": Try(NOBODY, staff=(IN, 200, 200)),
    "rounds.make": Try(NOBODY, sent={}, staff=(IN, 422, 422)),
    "rounds.show": Try(NOBODY, {"round": "x"}, staff=(IN, 404, 404)),
    **{name: Try(NOBODY, {"round": "x"}, {}, staff=UNMET) for name in ("rounds.act", "rounds.confirm", "rounds.void")},
    "rounds.choose": Try(NOBODY, {"round": "x", "line": "x"}, staff=UNMET),
    "rounds.add": Try(NOBODY, {"round": "x", "line": "x"}, {}, staff=UNMET),
    "evaluation.index": Try(NOBODY),
    "evaluation.pledge_page": Try(NOBODY),
    "evaluation.pledge": Try(NOBODY, sent={}),
    "evaluation.profile_page": Try(NOBODY),
    "evaluation.profile": Try(NOBODY, sent={}),
    "evaluation.show": Try(NOBODY, {"assignment": "x"}),
    "evaluation.answer": Try(NOBODY, {"assignment": "x"}, {}),
    "evaluation.decline": Try(NOBODY, {"assignment": "x"}, {}),
    "evaluation.declare_late": Try(NOBODY, {"assignment": "x"}, {}),
    "evaluation.plan": Try(NOBODY, {"assignment": "x"}),
    "evaluation.plan_file": Try(NOBODY, {"assignment": "x"}),
    "account.choose_mails": Try(GOING_ON, sent={}),
    "account.save_name": Try(GOING_ON, sent={"name": "홍길동"}),
    "account.end_all": Try(GOING_ON, sent={}),
    "account.sign_out": Try(GOING_ON, sent={}),
}


def outside() -> Supplier:
    """A published supplier that is not in the application."""
    there = Party.select(Party.company).where(Party.application == application_of(LEAD))
    return (
        Supplier.select().where(Supplier.published(), Supplier.company.not_in(there)).order_by(Supplier.id.desc()).get()
    )


def revision(slug: str) -> int:
    rows = Revision.select().where(Revision.application == application_of(LEAD), Revision.step == slug)
    return rows.order_by(Revision.number).first().number


def certificate_of(email: str) -> Evidence:
    companies = Party.companies_of(person(email))
    return Evidence.select().where(Evidence.company.in_(companies)).order_by(Evidence.id).first()


def company_of(email: str) -> Company:
    return person(email).memberships.get().company


def member() -> int:
    """The only one of the supplier's people."""
    return company_of(SUPPLIER).memberships.get().id


@pytest.fixture
def site(seeded) -> Flask:
    """A submitted application, evidence bound and something kept for its lead, and staff."""
    posts()
    form = ACTS["add-staff"].form(None).of({"email": [COLLEAGUE], "agency": ["lead"], "reason": ["시험"]})
    form.validate()
    proposals.propose(ACTS, "add-staff", None, form, person(LEAD_AGENCY))
    PoolImport.create(name="목록.csv", rows=[], faults=[], total=0)
    draw(application_of(LEAD), "as_is", png())
    hand_in(application_of(LEAD))
    register()
    for company, kind in ((certificate_of(LEAD).company, "evidence"), (None, "documents"), (None, "submitted")):
        conversions.request_pdf(application_of(LEAD), company, kind, person(LEAD))
    view = applications.load_view(application_of(LEAD), person(LEAD))
    notes.write(view.application, view.journey.task("need", None), view.party, person(LEAD), "메모", now())
    key = share_links.make(view.application, view.party, person(LEAD), "회계사", 7)
    ShareLink.update(key_hash=accounts.digest(READING_KEY)).where(ShareLink.key_hash == accounts.digest(key)).execute()
    Conversion.update(state="done", name="모음.pdf", storage=certificate_of(LEAD).storage).execute()
    rejected_posts.store(
        person(LEAD), f"/applications/{application_of(LEAD).token}/overview", {"project": ["글"]}, "시험"
    )
    return seeded


def test_every_route_has_its_line_in_the_permission_table_and_in_this_test(app):
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert routes == set(permissions.ROUTES)
    assert routes == set(TRIES)
    assert set(permissions.ROUTES.values()) == set(permissions.ACTIONS)


def test_a_route_nobody_listed_is_not_served(app, settings):
    site = create_app(settings)
    site.add_url_rule("/forgotten", "forgotten", lambda: "secret")

    with pytest.raises(KeyError):
        site.test_client().get("/forgotten")


@pytest.mark.parametrize("who", EVERYBODY + STAFF)
def test_everybody_is_answered_at_every_route_as_the_table_says(site, client, who):
    if who in ADDRESS:
        client.sign_in(ADDRESS[who], proved=who in STAFF and who != "unproved")
    for endpoint, path, sent in requests(site):
        before = newest()
        response = client.get(path) if sent is None else client.post(path, data=sent)

        assert response.status_code == TRIES[endpoint].code(who), (endpoint, path)
        if who == "anonymous" and response.status_code == 303 and endpoint not in ("account.code", "account.check"):
            assert "/sign-in" in response.location, endpoint
        if path.startswith("/applications/") and response.status_code == 404:
            assert newest() == before, endpoint


def requests(site: Flask) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """One to every route: (endpoint, path, what is sent or None for a GET)."""
    adapter = site.url_map.bind("localhost")
    token = application_of(LEAD).token
    for endpoint, attempt in TRIES.items():
        where = {name: value() if callable(value) else value for name, value in attempt.where.items()}
        if any("application" in rule.arguments for rule in site.url_map.iter_rules(endpoint)):
            where["application"] = token
        if any("company" in rule.arguments for rule in site.url_map.iter_rules(endpoint)):
            where.setdefault("company", company_of(SUPPLIER).token)
        where |= attempt.query() if attempt.query else {}
        sent = attempt.sent() if callable(attempt.sent) else attempt.sent
        yield endpoint, adapter.build(endpoint, where, method="GET" if sent is None else "POST"), sent


def newest() -> tuple[int, ...]:
    """What changes with whatever is written: the newest revision and the rows of every table."""
    counts = ", ".join(f'(SELECT COUNT(*) FROM "{table._meta.table_name}")' for table in models.TABLES)  # noqa: S608
    return db.execute_sql(f"SELECT (SELECT SUM(revision) FROM application), {counts}").fetchone()  # noqa: S608


# What is another's


def test_an_unknown_application_and_a_forbidden_one_look_the_same(site, client):
    client.sign_in(HALF)

    forbidden = client.get(f"/applications/{application_of(LEAD).token}/")
    unknown = client.get("/applications/AAAAAAAAAAAAAAAAAAAAAA/")

    assert forbidden.status_code == unknown.status_code == 404
    assert str(forbidden.page.main) == str(unknown.page.main)


@pytest.mark.parametrize("email", [HALF, SUPPLIER])
def test_anothers_evidence_is_neither_given_nor_removed_through_ones_own_application(site, client, email):
    client.sign_in(email)
    home, certificate = f"/applications/{application_of(email).token}/evidence", certificate_of(LEAD)

    assert client.get(f"{home}/{certificate.token}").status_code == 404
    assert client.post(f"{home}/remove", data={"evidence": certificate.token}).status_code == 404
    assert Evidence.get_by_id(certificate.id).removed_at is None


def test_anothers_stored_document_is_not_given_through_ones_own_application(site, client):
    client.sign_in(HALF)
    document = StoredDocument.select().first()

    assert (
        client.get(f"/applications/{application_of(HALF).token}/documents/submitted/{document.id}").status_code == 404
    )


def test_anothers_mail_is_not_sent_again_through_ones_own_application(site, client):
    client.sign_in(HALF)
    with writing():
        Outbox.update(state="sent", next_at=now() - timedelta(days=1)).execute()
    row = Outbox.select().first()

    client.post(f"/applications/{application_of(HALF).token}/receipt/resend", data={"mail": str(row.id)})

    assert Outbox.get_by_id(row.id).state == "sent"


def test_what_was_kept_for_one_person_is_not_another_s(site, client):
    client.sign_in(SUPPLIER)
    kept = Rescue.get()

    page = client.get(f"/applications/{application_of(LEAD).token}/overview?rescue={kept.id}")

    assert "글" not in [tag.get("value") for tag in page.page.select("input")]


@pytest.mark.parametrize("email", [HALF, SUPPLIER])
def test_anothers_document_is_neither_given_described_nor_removed_through_the_companys_evidence(site, client, email):
    client.sign_in(email)
    home, certificate = f"/companies/{certificate_of(email).company.token}/evidence", certificate_of(LEAD)
    said = {"kind": "other", "issuer": "남", "issued": "2024-04-01", "evidence": certificate.token}

    assert client.get(f"{home}/{certificate.token}").status_code == 404
    assert client.post(f"{home}/remove", data={"evidence": certificate.token}).status_code == 404
    assert client.post(f"{home}/", data=said).status_code == 422
    assert certificate.name not in client.get(f"{home}/?certificate={certificate.token}").get_data(as_text=True)
    assert Evidence.get_by_id(certificate.id).__data__ == certificate.__data__


# A supplier in the consortium


def test_a_supplier_cannot_write_the_leads_or_the_adopters_steps(site, client):
    client.sign_in(SUPPLIER)
    application = application_of(LEAD)
    view = applications.load_view(application, person(SUPPLIER))
    not_theirs = {task.step.slug for task in view.journey.tasks if not view.party.answers(task.step)}
    assert {"track", "history"} <= not_theirs

    for slug in not_theirs:
        for path in (slug, f"{slug}/history"):
            assert client.get(f"/applications/{application.token}/{path}").status_code == 404
            assert client.post(f"/applications/{application.token}/{path}", data={"revision": "1"}).status_code == 404
    assert fresh(application).revision == application.revision


def test_a_company_writes_only_its_own_facts_whatever_part_it_claims(site, client):
    client.sign_in(SUPPLIER)
    application = application_of(LEAD)
    lead, supplier = Party.present(application)
    before = Revision.of(application, "company", lead.id).first().number

    for claim in ("", "?as=1", f"?as={lead.id}", "?as=-1", "?as=99999999999999999999", "?party=1"):
        client.post(f"/applications/{application.token}/company{claim}", data={"name": f"새 이름 {claim}"})

    assert Revision.of(application, "company", lead.id).first().number == before
    assert Revision.of(application, "company", supplier.id).first().number > before


def test_a_company_that_left_the_consortium_is_a_stranger(site, client):
    application = application_of(LEAD)
    members.remove_party(application, Party.present(application)[1], person(LEAD), now())
    client.sign_in(SUPPLIER)

    assert client.get(f"/applications/{application.token}/").status_code == 404


def test_being_supplier_elsewhere_opens_nothing_here(site, client):
    client.sign_in(HALF_SUPPLIER)

    assert client.get(f"/applications/{application_of(LEAD).token}/").status_code == 404


def test_no_column_can_be_set_by_naming_it(seeded, client):
    """Every column of every table, sent to every step, changes nothing but that step's answers."""
    application = application_of(LEAD)
    client.sign_in(LEAD)
    columns = {name: "1" for table in models.TABLES for name in table._meta.combined if name not in BUTTONS}
    tables = [table for table in models.TABLES if table not in (Revision, Application, Presence, models.Session)]
    before = {table: list(table.select().order_by(table._meta.primary_key).dicts()) for table in tables}
    view = applications.load_view(application, person(LEAD))

    for task in view.journey.of(view.party):
        asked = task.step.form().names()
        client.post(
            f"/applications/{application.token}/{task.step.slug}",
            data={name: value for name, value in columns.items() if name not in asked} | {"base": "0"},
        )

    assert {table: list(table.select().order_by(table._meta.primary_key).dicts()) for table in tables} == before
    row = fresh(application)
    kept = ("id", "token", "number", "call_id", "created_by_id", "created_at", "receipt", "frozen")
    assert [getattr(row, name) for name in kept] == [getattr(application, name) for name in kept]
    assert not Submission.select().exists()
    for revised in Revision.select().where(Revision.application == application):
        assert not {"status", "receipt", "token"} & set(revised.sent)


# After closing


FROZEN = {  # what is sent to them is kept for its person or told to be too late, and nothing of it is done
    "lead": {
        *("notes.write", "notes.settle", "notes.give"),
        *("wizard.save", "checks.put_back", "consents.save", "evidence.remove", "pictures.remove", "pictures.put"),
        *(
            "applications.choose",
            "applications.remove_party",
            "invitations.invite",
            "submission.submit",
            "submission.withdraw",
        ),
    },
    "supplier": {"notes.write", "notes.settle", "wizard.save", "consents.save", "parties.leave", "parties.confirm"},
}
SAID = {"wizard.save": {"project": "늦은 이름"}, "invitations.invite": {"role": "adopter", "email": "late@example.com"}}
SAID |= {"notes.write": {"text": "늦은 메모"}}
SAID |= {"submission.submit": {"confirmed": "yes"}, "parties.confirm": {"confirmed": "yes"}}


@pytest.mark.parametrize("who", FROZEN)
def test_after_closing_nothing_of_what_ends_with_the_window_is_done(site, client, who):
    change(application_of(LEAD))  # so that there is something to submit again
    Call.update(closes_at=now() - timedelta(seconds=1)).execute()
    client.sign_in(ADDRESS[who])
    adapter = site.url_map.bind("localhost")

    for endpoint in sorted(FROZEN[who]):
        attempt = TRIES[endpoint]
        where = {name: value() if callable(value) else value for name, value in attempt.where.items()}
        path = adapter.build(endpoint, where | {"application": application_of(LEAD).token}, method="POST")
        sent = attempt.sent() if callable(attempt.sent) else attempt.sent
        before = revisions_and_states()
        response = client.post(path, data=sent | SAID.get(endpoint, {}))

        assert response.status_code in (403, 422), (endpoint, response.status_code)
        assert revisions_and_states() == before, endpoint


def revisions_and_states() -> tuple[Any, ...]:
    rows = [table.select().count() for table in models.TABLES if table is not Rescue]
    standing = [(row.id, row.standing) for row in Submission.select(Submission.id, Submission.standing)]
    return Application.select(fn.SUM(Application.revision)).scalar(), rows, standing
