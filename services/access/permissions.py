"""Who may do what, and when: one table (state × role × action), read by the app before every request and walked by a
test over every route. permission_document.py writes it down for readers: docs/permissions.md.

Each route names the action it is; each action says who may do it and in which states of what its address names. Both
are decided before every view (web/request_hooks.py), the state as of the instant the request arrived. The service that
writes judges the state once more in its transaction, because it may have changed: it raises revisions.Closed, NotNow.
What a form names or says is judged where it is read; where that decides, the action's line says where."""

from dataclasses import dataclass
from enum import StrEnum

from models.company import APPROVED, OUTDATED, POOL_STATES, RETURNED, SUSPENDED, WAITING
from models.consulting import CONSULTING_STATES, WRITABLE, listed
from models.evaluation import ASSIGNMENT_STATES, ROUND_STATES
from programme import course
from services.access import case_routes, evaluation_routes, staff_routes


class Role(StrEnum):
    ANYONE = "anyone"
    PERSON = "person"  # signed in
    LEAD = "lead"  # acts for the leading adopter of this application
    ADOPTER = "adopter"  # acts for another adopter in it
    SUPPLIER = "supplier"  # acts for a supplier in it
    CHOSEN = "chosen"  # acts for a company that was chosen or invited and has not joined
    APPLICANT = "applicant"  # acts for the one company of a pool registration or a request for consulting
    COMPANY = "company"  # acts for this company
    STAFF = "staff"  # of an agency, the second factor not yet given in this session
    AGENCY = "agency"  # of one of the four 수행기관, proved
    LEAD_AGENCY = "lead agency"  # of the 전담기관, proved
    UNPROVED = "unproved evaluator"  # the second factor not yet given in this session
    EVALUATOR = "evaluator"  # proved
    ASSIGNED = "assigned"  # an evaluator, proved, of the case whose sheet this is, with no conflict known


MEMBERS = {Role.LEAD, Role.ADOPTER, Role.SUPPLIER}
COMPANIES = MEMBERS | {Role.APPLICANT}
OFFICERS = {Role.AGENCY, Role.LEAD_AGENCY}

# An application's window; AS_SUBMITTED: closed, and nothing was changed since it was submitted.
# COMPLETING: closed, but for what completion is asked for.
OPEN, CLOSED, AS_SUBMITTED, COMPLETING = "open", "closed", "as submitted", "completing"
NONE = "none"  # of what has no state: a list, an account, a company
WINDOW = {OPEN: "접수 중", CLOSED: "마감", AS_SUBMITTED: "마감, 제출한 그대로", COMPLETING: "마감, 보완 중"}
STATES = WINDOW | {NONE: "상태 없음"} | POOL_STATES | course.STATES_NOW | ROUND_STATES | ASSIGNMENT_STATES
STATES |= CONSULTING_STATES
ALWAYS = frozenset(STATES)


@dataclass(frozen=True)
class Action:
    """who: any of these roles; when: in any of these states of what it is done to: an application, the call that one
    would be begun in, a pool entry, a case, a request for consulting, a round of evaluation or an assignment in one."""

    who: frozenset[Role]
    when: frozenset[str] = ALWAYS


class NotNow(Exception):
    """The state it is in does not allow this action; the message says in Korean which, and what to do."""


def allow(*who: Role | set[Role], when: set[str] | None = None) -> Action:
    roles = [{role} if isinstance(role, Role) else role for role in who]
    return Action(frozenset().union(*roles), frozenset(when) if when else ALWAYS)


# A stranger to an application meets 404 whatever he asks of it.
ACTIONS: dict[str, Action] = {
    "read public pages": allow(Role.ANYONE),
    "sign in": allow(Role.ANYONE),
    "manage own applications": allow(Role.PERSON),
    "begin an application": allow(Role.PERSON, when={OPEN}),
    # Begun once it is found again after closing; a new one needs an open call: services/submissions/registrations.py.
    "begin a registration": allow(Role.PERSON),
    "see the task list": allow(COMPANIES, Role.CHOSEN, Role.ASSIGNED),
    "join": allow(Role.CHOSEN, when={OPEN}),
    "read the application": allow(COMPANIES, Role.ASSIGNED),
    "see the consortium": allow(MEMBERS),
    "see own answers": allow(COMPANIES, Role.ASSIGNED),
    "answer": allow(COMPANIES, Role.ASSIGNED, when={OPEN, COMPLETING}),
    "ask other services": allow(COMPANIES, when={OPEN, COMPLETING}),
    "give consents": allow(COMPANIES, when={OPEN, COMPLETING}),
    "change optional consents": allow(COMPANIES),
    "attach evidence": allow(COMPANIES, when={OPEN, COMPLETING}),  # of which kinds then: blueprints/evidence.py
    "read notes": allow(MEMBERS),
    "write notes": allow(MEMBERS, when={OPEN}),
    "give a step to a company": allow(Role.LEAD, when={OPEN}),
    "share for reading": allow(COMPANIES),
    "read by a link": allow(Role.ANYONE),
    "upload pictures": allow(COMPANIES, when={OPEN, COMPLETING}),
    "manage company evidence": allow(Role.COMPANY),
    "download own evidence": allow(COMPANIES),
    "download submitted evidence": allow(Role.LEAD, Role.APPLICANT),
    "download documents": allow(COMPANIES, Role.ASSIGNED),
    "see how to change the consortium": allow(Role.LEAD),
    "change the consortium": allow(Role.LEAD, when={OPEN}),
    "withdraw an invitation": allow(Role.LEAD),
    "see own place in the consortium": allow(Role.ADOPTER, Role.SUPPLIER),
    "leave the consortium": allow(Role.ADOPTER, Role.SUPPLIER, when={OPEN}),
    "confirm": allow(Role.ADOPTER, Role.SUPPLIER, when={OPEN, COMPLETING}),
    "fill in from the pool": allow(Role.SUPPLIER, when={OPEN}),
    "start from an earlier plan": allow(Role.LEAD, when={OPEN}),
    "open an invitation": allow(Role.ANYONE),
    "answer an invitation": allow(Role.PERSON),  # its own states: services/consortium/responses.py
    "manage the company": allow(Role.COMPANY),
    "keep contact data right": allow(Role.COMPANY),  # of a pool entry, in the window and out of it
    "review before submitting": allow(Role.LEAD, Role.APPLICANT, Role.ASSIGNED),
    # As submitted: pressed again, the answer.
    "submit": allow(Role.LEAD, Role.APPLICANT, Role.ASSIGNED, when={OPEN, COMPLETING, AS_SUBMITTED}),
    "withdraw": allow(Role.LEAD, Role.APPLICANT, when={OPEN}),
    "record a filing": allow(Role.LEAD, Role.APPLICANT),
    "throw a draft away": allow(Role.LEAD, Role.APPLICANT),  # of drafts only: services/submissions/discards.py
    "keep a shortlist": allow(Role.PERSON),
    "see a supplier's contact": allow(Role.PERSON),  # for who takes part in an application: services/pool/suppliers.py
    "give the second factor": allow(Role.STAFF, OFFICERS, Role.UNPROVED, Role.EVALUATOR),
    "list submissions": allow(OFFICERS),
    "read submissions": allow(OFFICERS),  # of an agency its own, the rest is 404 (services/backoffice/queries.py)
    "list registrations": allow(Role.LEAD_AGENCY),
    "read a registration": allow(Role.LEAD_AGENCY),
    "approve a registration": allow(Role.LEAD_AGENCY, when={WAITING, RETURNED}),
    # Each by its own state: services/pool/clean_registrations.py.
    "approve several registrations": allow(Role.LEAD_AGENCY),
    "tick the items of a registration": allow(Role.LEAD_AGENCY, when={WAITING}),
    "send a registration back": allow(Role.LEAD_AGENCY, when={WAITING}),
    "take a request for completion back": allow(Role.LEAD_AGENCY, when={RETURNED}),
    "suspend a supplier": allow(Role.LEAD_AGENCY, when={WAITING, RETURNED, APPROVED, OUTDATED}),
    "resume a supplier": allow(Role.LEAD_AGENCY, when={SUSPENDED}),
    # Which move the form says decides in which states: services/submissions/consulting_cases.py.
    "handle a request for consulting": allow(OFFICERS),
    "write the result of consulting": allow(OFFICERS, when={listed(state) for state in WRITABLE}),
    "assign an application": allow(Role.LEAD_AGENCY),
    "edit addresses and taxonomies": allow(Role.LEAD_AGENCY),
    "read the access log": allow(Role.LEAD_AGENCY),
    "decide together": allow(Role.LEAD_AGENCY),  # by two people, once, in time: services/backoffice/proposals.py
    "look after companies' accounts": allow(Role.LEAD_AGENCY),
    "bring in a list of firms": allow(Role.LEAD_AGENCY),  # each list is begun once: services/pool/importing.py
}
OTHERS = case_routes.ACTIONS | evaluation_routes.ACTIONS
ACTIONS |= {name: allow({Role(one) for one in who}, when=set(when)) for name, (who, when) in OTHERS.items()}

ROUTES: dict[str, str] = (
    {
        "static": "read public pages",
        "home.index": "read public pages",
        "home.guide": "read public pages",
        "home.help": "read public pages",
        "home.glossary": "read public pages",
        "policies.privacy": "read public pages",
        "policies.terms": "read public pages",
        "policies.accessibility": "read public pages",
        "probes.healthz": "read public pages",
        "probes.readyz": "read public pages",
        "probes.metrics": "read public pages",
        "home.mail": "read public pages",
        "home.stored_mail": "read public pages",
        "account.ask": "sign in",
        "account.send": "sign in",
        "account.code": "sign in",
        "account.check": "sign in",
        "account.extend": "sign in",
        "account.sign_out": "sign in",
        "account.sessions": "manage own applications",
        "account.save_name": "manage own applications",
        "account.end_all": "manage own applications",
        "account.choose_mails": "manage own applications",
        "applications.index": "manage own applications",
        "applications.start": "begin an application",
        "registrations.index": "read public pages",
        "registrations.start": "begin a registration",
        "applications.ask_for_consulting": "begin an application",
        "rescue.put_back": "manage own applications",
        "rescue.discard": "manage own applications",
        "applications.task_list": "see the task list",
        "applications.join": "join",
        "applications.consortium": "see the consortium",
        "applications.choose_page": "see how to change the consortium",
        "applications.choose": "change the consortium",
        "applications.remove_party": "change the consortium",
        "invitations.index": "see how to change the consortium",
        "invitations.invite": "change the consortium",
        "invitations.resend": "change the consortium",
        "invitations.withdraw": "withdraw an invitation",
        "invitations.show": "open an invitation",
        "invitations.answer": "answer an invitation",
        "parties.confirm_removal": "see how to change the consortium",
        "parties.transfer_lead_page": "see how to change the consortium",
        "parties.transfer_lead": "change the consortium",
        "parties.leave_page": "see own place in the consortium",
        "parties.leave": "leave the consortium",
        "parties.confirm_page": "see own place in the consortium",
        "parties.confirm": "confirm",
        "parties.fill_from_pool": "fill in from the pool",
        "parties.update_from_pool": "fill in from the pool",
        "parties.start_from_earlier": "start from an earlier plan",
        "companies.show": "manage the company",
        "companies.invite": "manage the company",
        "companies.resend": "manage the company",
        "companies.withdraw": "manage the company",
        "companies.remove_member_page": "manage the company",
        "companies.remove_member": "manage the company",
        "company_contact.show": "keep contact data right",
        "company_contact.save": "keep contact data right",
        "wizard.show": "see own answers",
        "wizard.help": "see own answers",
        "wizard.save": "answer",
        "checks.history": "see own answers",
        "checks.put_back": "answer",
        "checks.calendar": "read the application",
        "checks.check": "read the application",
        "notes.show": "read notes",
        "notes.write": "write notes",
        "notes.settle": "write notes",
        "notes.give": "give a step to a company",
        "share_links.index": "share for reading",
        "share_links.make": "share for reading",
        "share_links.revoke": "share for reading",
        "share_links.read": "read by a link",
        "completions.show": "see own answers",
        "completions.save": "answer",
        "consents.show": "see own answers",
        "consents.save": "give consents",
        "consents.change": "change optional consents",
        "evidence.show": "see own answers",
        "evidence.upload": "attach evidence",
        "evidence.remove": "attach evidence",
        "evidence.put_back": "attach evidence",
        "evidence.download": "see own answers",
        "undescribed.show": "see own answers",
        "undescribed.save": "attach evidence",
        "undescribed.picture": "see own answers",
        "evidence.bundle": "download own evidence",
        "evidence.submitted_bundle": "download submitted evidence",
        "evidence_pdf.show": "download own evidence",
        "evidence_pdf.make": "download own evidence",
        "evidence_pdf.download": "download own evidence",
        "pictures.show": "see own answers",
        "pictures.put": "upload pictures",
        "pictures.remove": "upload pictures",
        "pictures.put_back": "upload pictures",
        "pictures.picture": "download documents",
        "company_evidence.show": "manage company evidence",
        "company_evidence.upload": "manage company evidence",
        "company_evidence.remove": "manage company evidence",
        "company_evidence.put_back": "manage company evidence",
        "company_evidence.download": "manage company evidence",
        "documents.index": "download documents",
        "documents.download": "download documents",
        "documents.bundle": "download documents",
        "documents.page": "download documents",
        "documents.part": "download documents",
        "documents.stored": "download documents",
        "documents_pdf.show": "download documents",
        "documents_pdf.make": "download documents",
        "documents_pdf.download": "download documents",
        "submission.confirm": "review before submitting",
        "submission.submit": "submit",
        "submission.receipt": "read the application",
        "submission.resend": "read the application",
        "submission.withdraw": "withdraw",
        "submission.result": "read the application",
        "submitted.bundle": "download documents",
        "submitted.show": "download documents",
        "submitted.make": "download documents",
        "submitted.download": "download documents",
        "discards.show": "throw a draft away",
        "discards.discard": "throw a draft away",
        "discards.take_back": "manage own applications",
        "filings.show": "record a filing",
        "filings.save": "record a filing",
        "filings.undo": "record a filing",
        "industries.index": "read public pages",
        "industries.suggestions": "read public pages",
        "lookups.industries": "see own answers",
        "lookups.addresses": "see own answers",
        "lookups.ask_for_address": "ask other services",
        "lookups.ask_for_status": "ask other services",
        "suppliers.index": "read public pages",
        "suppliers.show": "read public pages",
        "suppliers.compare": "read public pages",
        "suppliers.shortlist": "keep a shortlist",
        "suppliers.change_shortlist": "keep a shortlist",
        "suppliers.contact": "see a supplier's contact",
    }
    | staff_routes.ROUTES
    | case_routes.ROUTES
    | evaluation_routes.ROUTES
)


def may(action: str, roles: set[Role]) -> bool:
    """Whether someone in these roles may do this; raises KeyError for an action nobody declared."""
    return bool(ACTIONS[action].who & roles)


def allowed_in(action: str, state: str) -> bool:
    """Whether the action can be done to something in this state."""
    return state in ACTIONS[action].when
