"""Who may do what, and when: one table (state × role × action), read by the app before every request and walked by a
test over every route. `document` writes it down for readers: docs/permissions.md.

Each route names the action it is; each action says who may do it and in which states of what it is done to. Both are
decided at the door (blueprints/door.py), the state as of the instant the request arrived. The service that writes judges
the state once more in its transaction, because it may have changed meanwhile: it raises revisions.Closed or NotNow.
"""

from dataclasses import dataclass
from enum import StrEnum

from models.company import APPROVED, OUTDATED, POOL_STATES, RETURNED, SUSPENDED, WAITING


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


MEMBERS = {Role.LEAD, Role.ADOPTER, Role.SUPPLIER}
COMPANIES = MEMBERS | {Role.APPLICANT}
AGENCIES = {Role.AGENCY, Role.LEAD_AGENCY}

# An application's window; AS_SUBMITTED: closed, and nothing was changed since it was submitted.
OPEN, CLOSED, AS_SUBMITTED = "open", "closed", "as submitted"
NONE = "none"  # of what has no state: a list, an account, a company
STATES = {OPEN: "접수 중", CLOSED: "마감", AS_SUBMITTED: "마감, 제출한 그대로", NONE: "상태 없음"} | POOL_STATES
ALWAYS = frozenset(STATES)


@dataclass(frozen=True)
class Action:
    """who: any of these roles; when: in any of these states of the application, the call that one would be begun in, or
    the pool entry it is done to."""

    who: frozenset[Role]
    when: frozenset[str] = ALWAYS


class NotNow(Exception):
    """The state it is in does not allow this action; the message says in Korean which, and what to do."""


def by(*who: Role | set[Role], when: set[str] | None = None) -> Action:
    roles = [{role} if isinstance(role, Role) else role for role in who]
    return Action(frozenset().union(*roles), frozenset(when) if when else ALWAYS)


# A stranger to an application meets 404 whatever he asks of it.
ACTIONS: dict[str, Action] = {
    "look around": by(Role.ANYONE),
    "sign in": by(Role.ANYONE),
    "keep own applications": by(Role.PERSON),
    "begin an application": by(Role.PERSON, when={OPEN}),
    # Begun once it is found again after closing; a new one needs an open call: services/submissions/registrations.py.
    "begin a registration": by(Role.PERSON),
    "see the desk": by(COMPANIES, Role.CHOSEN),
    "join": by(Role.CHOSEN, when={OPEN}),
    "read the application": by(COMPANIES),
    "see the consortium": by(MEMBERS),
    "see own answers": by(COMPANIES),
    "answer": by(COMPANIES, when={OPEN}),
    "give consents": by(COMPANIES, when={OPEN}),
    "change optional consents": by(COMPANIES),
    "attach evidence": by(COMPANIES, when={OPEN}),
    "put pictures into papers": by(COMPANIES, when={OPEN}),
    "keep the shelf": by(Role.COMPANY),
    "gather own evidence": by(COMPANIES),
    "gather evidence handed in": by(Role.LEAD, Role.APPLICANT),
    "download papers": by(COMPANIES),
    "see how to shape the consortium": by(Role.LEAD),
    "shape the consortium": by(Role.LEAD, when={OPEN}),
    "withdraw an invitation": by(Role.LEAD),
    "see own place in the consortium": by(Role.ADOPTER, Role.SUPPLIER),
    "leave the consortium": by(Role.ADOPTER, Role.SUPPLIER, when={OPEN}),
    "confirm": by(Role.ADOPTER, Role.SUPPLIER, when={OPEN}),
    "bring pool facts": by(Role.SUPPLIER, when={OPEN}),
    "open an invitation": by(Role.ANYONE),
    "answer an invitation": by(Role.PERSON),  # its own states: services/consortium/responses.py
    "run the company": by(Role.COMPANY),
    "look over before submitting": by(Role.LEAD, Role.APPLICANT),
    # Sent again after closing, what was submitted is the answer.
    "submit": by(Role.LEAD, Role.APPLICANT, when={OPEN, AS_SUBMITTED}),
    "withdraw": by(Role.LEAD, Role.APPLICANT, when={OPEN}),
    "say it was filed": by(Role.LEAD, Role.APPLICANT),
    "keep a shortlist": by(Role.PERSON),
    "ask how to reach a supplier": by(Role.PERSON),  # for who takes part in an application: services/pool/suppliers.py
    "prove to be staff": by(Role.STAFF, AGENCIES),
    "see lists of what was handed in": by(AGENCIES),
    # Of what was handed in, an agency meets what it was sent or assigned; anything else is 404 to it (services/backoffice/queries.py).
    "read what was handed in": by(AGENCIES),
    "see the pool's lists": by(Role.LEAD_AGENCY),
    "read a registration": by(Role.LEAD_AGENCY),
    "approve a registration": by(Role.LEAD_AGENCY, when={WAITING}),
    "send a registration back": by(Role.LEAD_AGENCY, when={WAITING}),
    "suspend a supplier": by(Role.LEAD_AGENCY, when={WAITING, RETURNED, APPROVED, OUTDATED}),
    "let a supplier resume": by(Role.LEAD_AGENCY, when={SUSPENDED}),
    "assign an application": by(Role.LEAD_AGENCY),
    "keep addresses and taxonomies": by(Role.LEAD_AGENCY),
    "read the access log": by(Role.LEAD_AGENCY),
}

ROUTES: dict[str, str] = {
    "static": "look around",
    "home.index": "look around",
    "home.help": "look around",
    "home.healthz": "look around",
    "home.mail": "look around",
    "home.letter": "look around",
    "account.ask": "sign in",
    "account.send": "sign in",
    "account.code": "sign in",
    "account.check": "sign in",
    "account.extend": "sign in",
    "account.sign_out": "sign in",
    "account.sessions": "keep own applications",
    "account.end_all": "keep own applications",
    "applications.index": "keep own applications",
    "applications.start": "begin an application",
    "registrations.index": "look around",
    "registrations.start": "begin a registration",
    "applications.ask_for_consulting": "begin an application",
    "rescue.put_back": "keep own applications",
    "rescue.discard": "keep own applications",
    "applications.desk": "see the desk",
    "applications.join": "join",
    "applications.consortium": "see the consortium",
    "applications.choosing": "see how to shape the consortium",
    "applications.choose": "shape the consortium",
    "applications.drop": "shape the consortium",
    "invitations.index": "see how to shape the consortium",
    "invitations.invite": "shape the consortium",
    "invitations.resend": "shape the consortium",
    "invitations.withdraw": "withdraw an invitation",
    "invitations.show": "open an invitation",
    "invitations.answer": "answer an invitation",
    "parties.letting_go": "see how to shape the consortium",
    "parties.handing_over": "see how to shape the consortium",
    "parties.hand_over": "shape the consortium",
    "parties.leaving": "see own place in the consortium",
    "parties.leave": "leave the consortium",
    "parties.confirming": "see own place in the consortium",
    "parties.confirm": "confirm",
    "parties.bring_in": "bring pool facts",
    "parties.take_over": "bring pool facts",
    "companies.show": "run the company",
    "companies.invite": "run the company",
    "companies.resend": "run the company",
    "companies.withdraw": "run the company",
    "companies.parting": "run the company",
    "companies.part": "run the company",
    "wizard.show": "see own answers",
    "wizard.save": "answer",
    "review.history": "see own answers",
    "review.put_back": "answer",
    "review.check": "read the application",
    "consents.show": "see own answers",
    "consents.save": "give consents",
    "consents.change": "change optional consents",
    "evidence.show": "see own answers",
    "evidence.upload": "attach evidence",
    "evidence.remove": "attach evidence",
    "evidence.put_back": "attach evidence",
    "evidence.download": "see own answers",
    "evidence.bundle": "gather own evidence",
    "evidence.handed_in": "gather evidence handed in",
    "binding.show": "gather own evidence",
    "binding.bind": "gather own evidence",
    "binding.download": "gather own evidence",
    "pictures.show": "see own answers",
    "pictures.put": "put pictures into papers",
    "pictures.remove": "put pictures into papers",
    "pictures.put_back": "put pictures into papers",
    "pictures.picture": "download papers",
    "shelf.show": "keep the shelf",
    "shelf.upload": "keep the shelf",
    "shelf.remove": "keep the shelf",
    "shelf.put_back": "keep the shelf",
    "shelf.download": "keep the shelf",
    "documents.index": "download papers",
    "documents.paper": "download papers",
    "documents.bundle": "download papers",
    "documents.page": "download papers",
    "documents.part": "download papers",
    "documents.stored": "download papers",
    "printing.show": "download papers",
    "printing.make": "download papers",
    "printing.download": "download papers",
    "submission.confirm": "look over before submitting",
    "submission.submit": "submit",
    "submission.receipt": "read the application",
    "submission.resend": "read the application",
    "submission.withdraw": "withdraw",
    "submitted.bundle": "download papers",
    "submitted.show": "download papers",
    "submitted.make": "download papers",
    "submitted.download": "download papers",
    "filings.show": "say it was filed",
    "filings.save": "say it was filed",
    "filings.undo": "say it was filed",
    "suppliers.index": "look around",
    "suppliers.show": "look around",
    "suppliers.compare": "look around",
    "suppliers.shortlist": "keep a shortlist",
    "suppliers.keep": "keep a shortlist",
    "suppliers.contact": "ask how to reach a supplier",
    "proof.show": "prove to be staff",
    "proof.check": "prove to be staff",
    "staff.index": "see lists of what was handed in",
    "staff.counts": "see lists of what was handed in",
    "lists.applications": "see lists of what was handed in",
    "lists.applications_sheet": "see lists of what was handed in",
    "handed_in.show": "read what was handed in",
    "handed_in.ask": "read what was handed in",
    "handed_in.contacts": "read what was handed in",
    "handed_in.evidence": "read what was handed in",
    "handed_in.paper": "read what was handed in",
    "sets.bundle": "read what was handed in",
    "sets.show": "read what was handed in",
    "sets.make": "read what was handed in",
    "sets.download": "read what was handed in",
    "handed_in.assign": "assign an application",
    "lists.entries": "see the pool's lists",
    "lists.entries_sheet": "see the pool's lists",
    "approval.queue": "see the pool's lists",
    "approval.show": "read a registration",
    "approval.approve": "approve a registration",
    "approval.send_back": "send a registration back",
    "approval.suspension": "read a registration",
    "approval.suspend": "suspend a supplier",
    "approval.resume": "let a supplier resume",
    "agencies.show": "keep addresses and taxonomies",
    "agencies.save": "keep addresses and taxonomies",
    "terms.show": "keep addresses and taxonomies",
    "terms.save": "keep addresses and taxonomies",
    "looks.index": "read the access log",
}


def may(action: str, roles: set[Role]) -> bool:
    """Whether someone in these roles may do this; raises KeyError for an action nobody declared."""
    return bool(ACTIONS[action].who & roles)


def fits(action: str, state: str) -> bool:
    """Whether the action can be done to something in this state."""
    return state in ACTIONS[action].when


def document() -> str:
    """The table for readers, as Markdown."""
    lines = [
        "# Who may do what, and when",
        "",
        "Written by `flask permissions` from `services/access/permissions.py`; a test holds this file against it and walks every",
        "route as everybody. ● may; no mark: is answered 404, or asked to sign in. In a state that is not named the request",
        "is refused with a page that says so, and what was typed is kept.",
        "",
        "| action | " + " | ".join(Role) + " | states | routes |",
        "|---|" + "---|" * (len(Role) + 2),
    ]
    for name, action in ACTIONS.items():
        marks = " | ".join("●" if role in action.who else " " for role in Role)
        states = "all" if action.when == ALWAYS else ", ".join(state for state in STATES if state in action.when)
        routes = ", ".join(f"`{route}`" for route, what in ROUTES.items() if what == name)
        lines.append(f"| {name} | {marks} | {states} | {routes} |")
    states = ", ".join(f"{name} {korean}" for name, korean in STATES.items())
    return "\n".join([*lines, "", f"States: {states}.", ""])
