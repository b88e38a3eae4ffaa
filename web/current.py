"""What the request in hand is about: who sent it, what the hooks loaded for it, and what that leads to as rows and
tasks.

`g` and `visitor` are both Flask's own `g`, which takes any name, with its names declared: mypy knows no others, so a
misspelt one, or a misspelt field of what it holds, fails `make check`. Whoever keeps something new in `g` declares it
here."""

from collections.abc import Hashable
from datetime import datetime
from typing import Any, Literal, Protocol, Self, TypeGuard, cast

import flask
from flask import abort

from forms.wizard import Party as Part
from forms.wizard import Task
from models.application import Call, Party
from models.case import Case
from models.company import Company, Supplier
from models.consulting import ConsultingCase
from models.evaluation import Evaluator, Round
from models.evidence import Evidence
from models.person import Person, Session
from models.proposal import PoolImport, Proposal
from models.staff import Staff
from models.submission import Submission
from programme.evidence_kinds import Kind
from services.drafts.application_view import ApplicationView
from services.evaluation.gate import Part as Assigned
from services.evaluation.rounds import Line


class Visitor(Protocol):
    """Who sent the request (web/identity.py), each None where there is none: for hooks, and for routes that are open to
    anyone or to several kinds of posts."""

    person: Person | None  # who is signed in
    session: Session | None  # by which one
    post: Staff | None  # that the person holds at an agency
    evaluator: Evaluator | None  # the person's post as one


class OwnView(ApplicationView):
    """As `is_own` finds it: the person has a part in the application."""

    party: Part


# What is looked for by its name: it may not be there, as where the request failed before the hook that sets it.
Name = Literal[
    "person",
    "session",
    "post",
    "evaluator",
    "view",
    "firm",
    "named",
    "address",
    "again",
    "request_id",
    "case",
    "consulting",
    "calls",
]


class Current(Visitor, Protocol):
    """What a view finds, as `request_hooks.authorize` let the request in. `person` and `session` are never None where
    somebody must be signed in, `post` on pages of staff, `evaluator` on those of evaluators; elsewhere ask `visitor`.
    What the address names is there on routes that name it, and on no others."""

    person: Person
    session: Session
    post: Staff
    evaluator: Evaluator
    view: OwnView  # of <application>
    company: Company  # of <company>, which the person acts for
    submission: Submission  # of <submission> or <registration>, the edition that counts, which the post is let see
    supplier: Supplier  # of <registration>: the pool entry it is for
    case: Case  # of <case>, and of the <application> whose case the page is about
    consulting: ConsultingCase  # of the <submission> that asks for it
    round: Round  # of <round>
    line: Line  # of <line>, a case of the round
    assignment: Assigned  # of <assignment>, the evaluator's own
    other_evaluator: Evaluator  # of <other_evaluator>, whom officers look after
    firm: Company  # of <firm>, whose account officers look after
    proposal: Proposal  # of <proposal>
    pool_import: PoolImport  # of <pool_import>
    call: Call  # that a form to begin an application names
    arrived: datetime  # when the request's first byte came
    calls: list[Call]  # every call, once a page of staff asked for them (web/staff.py)
    named: dict[str, str]  # the tokens of the address, which views are not given
    address: tuple[Hashable, ...]  # what links of this page depend on (web/templating.py)
    again: dict[str, list[str]]  # the form of a refused request, read anew (web/error_handlers.py)
    request_id: str  # what the log and a page of an error call the request (web/request_log.py)
    began: float  # on the clock of `time.perf_counter`

    def get(self, name: Name, default: Any = None) -> Any: ...

    def pop(self, name: Name, default: Any = None) -> Any: ...

    def __contains__(self, name: Name) -> bool: ...

    def _get_current_object(self) -> Self: ...  # what Flask's proxy stands for


g = cast(Current, flask.g)
visitor = cast(Visitor, flask.g)


def is_own(view: ApplicationView) -> TypeGuard[OwnView]:
    """Whether the person it was loaded for has a part in the application."""
    return view.party is not None


def current_party() -> Party:
    """The row of the part the person acts for here."""
    party = Party.get_by_id(g.view.party.key)
    party.application = g.view.application
    return party


def current_company() -> Company:
    """The company the person acts for here; 404 for a person alone, who has no evidence to bring."""
    company = g.view.company_of(g.view.party)
    return Company.get_by_id(company) if company else abort(404)


def own_evidence() -> list[Evidence]:
    """What that company brings here, newest first."""
    return g.view.evidence[g.view.party.key] if g.view.company_of(g.view.party) else abort(404)


def required_kinds() -> list[Kind]:
    """The kinds of certificate that company may submit here; where none is asked for there is no such page."""
    return g.view.application.type.kinds(g.view.party.role) or abort(404)


def task_or_404(slug: str) -> Task:
    """The step as this person's company answers it; 404 for an unknown one, one off the path or another's."""
    view = g.view
    task = view.journey.task(slug, view.party)
    if task is None or task not in view.journey.of(view.party):
        abort(404)
    return task
