"""A person's applications: the list, one application's task list, and the companies in it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms.invitations import MessageForm
from forms.wizard import Respondent
from models.application import Application, Party
from models.base import now
from models.case import Case
from models.company import POOL_STATES, Company, Supplier
from models.consortium import SUPPLIER, Invitation
from models.submission import Submission
from programme import course
from programme.application_types import CONSULTING, POOL, PROJECT
from programme.korean import official_date
from services.access import quotas, rejected_posts
from services.consortium import invitations, members
from services.drafts import applications, checks, companies, earlier_plans, pool_changes, several, workload
from services.evaluation import letters
from services.pool import search, supplier_states, suppliers
from services.submissions import completions, consulting_cases, discards, filings, pool_offers, registrations
from web import invitation_preview, navigation, own_entries, rescued_input
from web import task_list as rows
from web.current import g
from web.pool_search import requested
from web.problem_list import finding_url
from web.url_params import positive_int

bp = Blueprint("applications", __name__, url_prefix="/applications")


@bp.get("/")
def index():
    calls, opened = applications.every_call(), applications.open_calls(g.arrived)
    call = applications.current_call(of=calls)
    shown = opened or ([call] if call else [])
    begun = {kind: list(Application.of(g.person, kind)) for kind in (PROJECT, CONSULTING)}
    standing = Submission.standing_of([row for rows in begun.values() for row in rows])
    mine, requests = own_applications(begun[PROJECT], standing), own_applications(begun[CONSULTING], standing)
    return render_template(
        "applications/index.html",
        call=call,
        opened=opened,
        open=bool(opened),
        mine=mine,
        supplier_states=supplier_states.of_projects(
            [row.id for row, _, _ in mine if row.call == call or row.open_at(g.arrived)]
        ),
        unfinished_stages=navigation.unfinished_stages,
        lost=[row for rows in begun.values() for row in rows if not row.call.takes(row.purpose)],
        elsewhere={row.id for row, _, _ in mine if filings.is_needed(row, standing.get(row.id))},
        filed=filings.filed(standing.values()),
        most=quotas.BEGUN,
        requests=requests,
        progress={row.id: consulting_cases.progress(row) for row, _, _ in requests},
        discarded=discarded_drafts(),
        consulting=[Application(call=one, purpose=CONSULTING) for one in shown if one.takes(CONSULTING)],
        registers=applications.offered(POOL, shown),
        entries=own_entries.own_entries(applications.current_call(POOL, of=calls)),
        rescues=rejected_posts.offered(g.person),
        companies=[(one, companies.name_of(one)) for one in companies.of(g.person)],
    )


def own_applications(
    rows: list[Application], standing: dict[int, Submission]
) -> list[tuple[Application, applications.ApplicationView, str]]:
    """The person's applications, each with where it stands. standing: what was submitted and counts, by their ids."""
    known = [row for row in rows if row.call.takes(row.purpose)]
    gone, views = Case.withdrawn(known), several.load_all(known, g.person)
    return [(row, view, state_of(row, standing.get(row.id), gone)) for row, view in zip(known, views, strict=True)]


def state_of(application: Application, standing: Submission | None, gone: set[int]) -> str:
    """Where it stands. gone: those whose withdrawal after closing was confirmed."""
    return "withdrawn" if application.id in gone else applications.state(application, standing)


def discarded_drafts() -> list[tuple[Application, str, str]]:
    """The person's drafts that were thrown away: with its title each, and the last day to take it back."""
    views = several.load_all([row for row in discards.discarded(g.person) if row.call.takes(row.purpose)])
    rows = [(view.application, view.title) for view in views]
    return [(row, title, official_date(discards.last_day(row.discarded_at))) for row, title in rows]


@bp.post("/", defaults={"purpose": PROJECT})
def start(purpose: str):
    return begin(purpose)


@bp.post("/consulting", defaults={"purpose": CONSULTING})
def ask_for_consulting(purpose: str):
    return begin(purpose)


def begin(purpose: str):
    token = request.form.get("company", "")
    company = (Company.acted_for(g.person, token) or abort(404)) if token else None
    application = applications.start(g.person, g.call, g.arrived, purpose, company)
    return redirect(url_for(".task_list", application=application.token), 303)


@bp.get("/<application>/")
def task_list():
    view = g.view
    context = {
        "view": view,
        "state": state_of(view.application, view.standing, Case.withdrawn([view.application])),
        "open": view.application.open_at(g.arrived),
        "completing": view.application.completing_at(g.arrived),
        "elsewhere": filings.is_needed(view.application, view.standing),
        "filed": bool(view.standing and filings.filed([view.standing])),
        "discardable": discards.discardable(view.application) and view.party.lead,
        "rescues": [row for row in rejected_posts.offered(g.person) if row.path.startswith(request.path)],
    }
    if view.application.type.registers:
        return registration_page(context)
    if not view.party.joined:
        return render_template("applications/chosen.html", **context)
    journey, verdict = view.journey, checks.verdict(view)
    statuses = members.party_statuses(view, verdict)
    pool = rows.pool_rows()
    stages = rows.project_stages(statuses, verdict, pool)
    return render_template(
        "applications/task_list.html",
        stages=stages,
        time=workload.duration(rows.minutes_left(stages)),
        others=[
            rows.StageRows(part.name, rows.rows_of_other(part, verdict, pool))
            for part in journey.parties
            if part != view.party
        ],
        party_statuses=statuses,
        mine=next(status for status in statuses if status.part == view.party),
        asked=invitations.pending_invitations(view.application) if view.party.lead else [],
        verdict=verdict,
        supplier_states=supplier_states.of_project(view.application),
        finding_url=finding_url,
        step_url=navigation.step_url,
        newer=pool_changes.changes(view),
        offer=pool_offers.offered(view, g.person).tasks,
        earlier=[(one.application, one.title) for one in several.load_all(earlier_plans.offered(view))],
        case_state=case_state(view.application),
        progress=consulting_cases.progress(view.application),
        barred=any(journey.blocked_by(task, view.party) for task in journey.of(view.party)),
        **context,
    )


def case_state(application: Application) -> str:
    """How it stands with the agencies after closing; "" before."""
    case = Case.of(application) if g.arrived >= application.closes_at else None
    return course.STATES[letters.told_state(letters.told(case))] if case else ""


def registration_page(context: dict[str, object]):
    """The task list of a registration in the supplier pool."""
    entry, review, submission = g.view.entry, g.view.returned, g.view.standing
    assert entry, "begun with the registration"
    asked = completions.progress(g.view)
    stages = rows.registration_stages(checks.verdict(g.view), asked)
    return render_template(
        "registrations/task_list.html",
        stages=stages,
        time=workload.duration(rows.minutes_left(stages)),
        entry=entry,
        review=review,
        asked=asked,
        left=completions.still_open(asked),
        overdue=review is not None and completions.overdue(review.due, now()),
        suspension=registrations.suspension(entry),
        submission=submission,
        expected=registrations.expected(submission, entry) if submission else None,
        states=POOL_STATES,
        **context,
    )


@bp.post("/<application>/")
def join():
    party = Party.get_by_id(g.view.party.key)
    applications.join(g.view.application, party, g.person, g.arrived)
    return redirect(url_for(".task_list"), 303)


@bp.get("/<application>/consortium")
def consortium():
    call, following = applications.current_call(POOL), g.view.next_task()
    found, own = search.find(requested(request.args), call), g.view.application.call
    kept = suppliers.shortlisted(g.person) if g.view.party.lead else []
    shortlist = search.entries(kept, call)
    away = len(shortlist) < len(kept)
    return render_template(
        "applications/consortium.html",
        view=g.view,
        supplier_states=supplier_states.of_project(g.view.application),
        state=applications.state(g.view.application, g.view.standing),
        stages=navigation.stepper_stages(checks.hints(g.view)),
        stage=navigation.CHOICE_STAGE + 1,
        choosing=invitations.supplier_choice_state(g.view),
        following=(following.step.title, navigation.step_url(following)) if following else None,
        work=workload.of_project(g.view.application.type, g.view.journey, Respondent.SUPPLIER),
        registering=workload.of_registration(own.type_of(POOL)) if own.takes(POOL) else None,
        chosen={member.company_id for member in g.view.members},
        open=g.view.application.open_at(g.arrived),
        search=search,
        found=found,
        shortlist=shortlist,
        suspended=suppliers.suspended(g.person) if away else [],
        ended=suppliers.ended(g.person) if away else [],
        leading=g.view.party.lead,
        party_statuses=members.party_statuses(g.view, checks.verdict(g.view)),
        newer={part.key: pool_changes.of(g.view, part) for part in g.view.journey.parties},
        asked=invitations.pending_invitations(g.view.application) if g.view.party.lead else [],
    )


@bp.get("/<application>/consortium/<supplier>")
def choose_page(supplier: str):
    """Asks once before a supplier of the pool is chosen, and its people mailed."""
    entry = published_supplier(supplier)
    if entry.company_id in {member.company_id for member in g.view.members}:
        return redirect(url_for(".consortium"), 303)
    kept, sent = rescued_input.restored_input()
    return choice_page(entry, invitation_preview.message_form(sent if kept else None), restored=kept)


@bp.post("/<application>/consortium/<supplier>")
def choose(supplier: str):
    entry, form = published_supplier(supplier), invitation_preview.message_form(request.form)
    if not form.validate():
        return choice_page(entry, form, failed=True), 422
    view = invitation_preview.save_sender(form)
    invitations.choose(view, entry, g.person, g.arrived, form.message.data or "")
    rescued_input.discard_restored()
    return redirect(url_for(".consortium", said="invited"), 303)


def published_supplier(token: str) -> Supplier:
    """A published entry; 404 for any other."""
    return Supplier.get_or_none(Supplier.token == token, Supplier.published()) or abort(404)


def choice_page(entry: Supplier, form: MessageForm, **context):
    row = Invitation(role=SUPPLIER, application=g.view.application, company=entry.company)
    return invitation_preview.confirmation_page(
        row, entry.name, form, url_for(".consortium", application=g.view.application.token), **context
    )


@bp.post("/<application>/consortium/leave")
def remove_party():
    other = g.view.other_at(request.form.get("position", 0, type=positive_int)) or abort(404)
    members.remove_party(g.view.application, other, g.person, g.arrived)
    return redirect(url_for(".consortium", said="company_removed"), 303)
