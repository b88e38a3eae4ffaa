"""What an address names by a token, loaded before its view: an application into g.view, a registration into
g.submission, anything else into g under its name in the address. The view is not given the token."""

from collections.abc import Callable
from typing import Any, NoReturn

from flask import abort, request

from models.application import Application
from models.case import Case
from models.company import Company
from models.consulting import ConsultingCase, listed
from programme.application_types import POOL
from services.access import evaluators, permissions, staff
from services.access.permissions import NotNow, Role
from services.backoffice import cases, proposals, queries
from services.backoffice.acts import ACTS
from services.drafts import applications, loading, revisions
from services.evaluation import gate, moves, rounds
from services.evaluation.gate import Part
from services.pool import decisions, importing
from services.submissions import consulting_cases, filings, lifecycle
from web import url_params
from web.current import g, is_own


def assignment_of(token: str) -> Part | None:
    """An evaluator's own, while it is there for him; who asks for another's is noted. Raises NotNow before he
    pledged."""
    if not gate.is_ready(g.evaluator):
        raise NotNow(gate.PLEDGE_FIRST)
    part = gate.find(g.evaluator, token)
    if part is None:
        staff.log_access(g.person, "평가 과제(거절)", "배정되지 않았거나 닫힌 과제의 주소", evaluates=True)
    return part


# Name in the address: how it is found for who asks, None for what is not there for him. A line is a case of the round.
FIND: dict[str, Callable[[str], Any]] = {
    "submission": lambda token: queries.find(g.post, token),
    "case": lambda token: cases.find(g.post, token),
    "round": lambda token: rounds.find(g.post, token),
    "line": lambda token: rounds.line_of(g.round, g.person, token),
    "other_evaluator": evaluators.find,
    "firm": lambda token: Company.get_or_none(Company.token == token),
    "proposal": lambda token: proposals.find(ACTS, token, g.person),
    "pool_import": importing.find,
    "assignment": assignment_of,
}
# By blueprint, what its pages are about that an application has one of: its name in g, and how it is found.
ITS_OWN: dict[str, tuple[str, Callable[[Application], Any]]] = {
    "case_progress": ("case", Case.of),
    "consulting": ("consulting", ConsultingCase.of),
}
# By blueprint or endpoint, of which applications there are such pages.
ONLY: dict[str, Callable[[Any], bool]] = {
    "completions": lambda application: application.type.registers,
    "filings": lambda application: filings.is_needed(application, g.view.standing),
    "submissions.show": lambda application: application.type.read_by_agencies,
    "submissions.assign": lambda application: application.type.assigned,
}
# "purpose" of an application to be begun stays the view's; so does what names a part of what is loaded (a step, a
# document, a file), and what anyone may ask for (a supplier of the pool, the key of an invitation or a shared link).
NAMES = ("application", "company", "registration", *FIND)


def roles_here(named: dict[str, Any], held: set[Role]) -> set[Role]:
    """The roles the person has in the application or the company the address names, which are loaded. held: those of a
    post; a score sheet is there for nobody but its evaluator, proved."""
    roles = set()
    if token := named.get("application"):
        view = loading.find_view(token, g.person, url_params.requested_position(), named.get("slug", ""))
        if view and view.application.type.evaluation:
            opened = Role.EVALUATOR in held and gate.sheet_opens(view.application, g.evaluator)
            if not opened and Role.EVALUATOR in held:
                staff.log_access(
                    g.person, "평가표(거절)", "다른 평가위원의 평가표이거나 닫힌 평가표의 주소", evaluates=True
                )
            view = view if opened else None
        if view and is_own(view):
            g.view = view
            roles.add(role_of(view.application, view.party))
    if (token := named.get("company")) and (company := Company.acted_for(g.person, token)):
        g.company = company
        roles.add(Role.COMPANY)
    return roles


def role_of(application: Application, part) -> Role:
    if not application.type.consortium:
        return Role.ASSIGNED if application.type.evaluation else Role.APPLICANT
    if part.lead:
        return Role.LEAD
    return Role(part.role) if part.joined else Role.CHOSEN


def load(named: dict[str, Any]) -> None:
    """What else the address names; 404 for what is not there for this person."""
    for name, find in FIND.items():
        if name in named:
            setattr(g, name, find(named[name]) or abort(404))
    if "registration" in named:
        g.submission = queries.find(g.post, named["registration"], POOL) or abort(404)
        g.supplier = decisions.entry(g.submission.application) or abort(404)
    if "purpose" in named:
        g.call = applications.call_named(request.form.get("call", "")) or abort(404)
        g.call.type_of(named["purpose"])  # what it does not take is said before that it is closed
    application = application_in(named)
    if application and request.blueprint in ITS_OWN:
        name, of = ITS_OWN[request.blueprint]
        setattr(g, name, of(application) or abort(404))


def application_in(named: dict[str, Any]) -> Application | None:
    """What the address names as an application, or as what was submitted of one."""
    if "application" in named:
        return g.view.application
    return g.submission.application if "submission" in named else None


def require_page(named: dict[str, Any]) -> None:
    """404 where there is no such page of the application the address names."""
    only = ONLY.get(request.endpoint or "") or ONLY.get(request.blueprint or "")
    if only and not only(application_in(named)):
        abort(404)


def state(named: dict[str, Any]) -> str:
    """The state of what the address names, as the permission table calls it."""
    if "registration" in named:
        return g.supplier.state
    if "case" in g:
        return g.case.state_now
    if "consulting" in g:
        return listed(g.consulting.state)
    if "round" in named:
        return g.round.state_at(g.arrived)
    if "assignment" in named:
        return g.assignment.row.state_at(g.arrived)
    if application := application_in(named):
        return lifecycle.window(application, g.arrived)
    if "purpose" in named:
        return lifecycle.window(Application(call=g.call, purpose=named["purpose"]), g.arrived)
    return permissions.NONE


def refuse(named: dict[str, Any]) -> NoReturn:
    """As the services refuse what the state does not allow."""
    if "registration" in named:
        decisions.refuse(g.submission.application, decisions.SeenState.of(request.form.get("base", "")))
    if "case" in g and "application" in named:
        raise NotNow(moves.MEANWHILE)  # what officers did is theirs until it is told
    if "case" in g:
        moves.refuse(g.case, request.form.get("base", 0, type=url_params.positive_int))
    if "round" in named:
        rounds.refuse(g.round)
    if request.method in ("GET", "HEAD") and ("assignment" in named or "consulting" in g):
        abort(404)  # what may not be read, or written, now is not there
    if "consulting" in g:
        consulting_cases.refuse(g.consulting)
    if "assignment" in named:
        gate.refuse(g.assignment, g.arrived)
    raise revisions.Closed
