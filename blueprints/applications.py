"""A person's applications: the list, one application's desk, and the companies in it."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from blueprints import desk as rows
from blueprints import registrations as pool
from blueprints import rescue, sending, way
from blueprints.review import place
from blueprints.words import number
from forms.invitations import MessageForm
from forms.wizard import By
from models.application import Application, Party
from models.company import POOL_STATES, Company, Supplier
from models.consortium import SUPPLIER, Invitation
from models.submission import Submission
from programme.application_types import CONSULTING, POOL, PROJECT
from programme.characters import visible
from services.access import quotas, rejected_posts
from services.consortium import invitations, members
from services.drafts import applications, checks, companies, pool_changes, workload
from services.pool import search
from services.pool.search import Wanted
from services.submissions import filings, pool_offers, registrations

bp = Blueprint("applications", __name__, url_prefix="/applications")


@bp.get("/")
def index():
    call, opened = applications.current_call(), applications.open_calls(g.arrived)
    return render_template(
        "applications/index.html",
        call=call,
        opened=opened,
        open=bool(opened),
        mine=mine(PROJECT),
        lost=[row for kind in (PROJECT, CONSULTING) for row in Application.of(g.person, kind) if not row.call.known],
        filed={row.id for row in Application.of(g.person, PROJECT) if filings.holds(row)},
        most=quotas.BEGUN,
        requests=mine(CONSULTING),
        consulting=[Application(call=call, purpose=CONSULTING) for call in opened or ([call] if call else [])],
        entries=pool.entries(),
        rescues=rejected_posts.offered(g.person),
        companies=[(one, companies.name_of(one)) for one in companies.of(g.person)],
    )


def mine(purpose: str) -> list[tuple[Application, applications.Standing, str]]:
    """The person's applications of a purpose, each with where it stands."""
    rows = [row for row in Application.of(g.person, purpose) if row.call.known]
    return [(row, applications.stand(row, g.person), applications.state(row)) for row in rows]


@bp.post("/", defaults={"purpose": PROJECT})
def start(purpose: str):
    return begun(purpose)


@bp.post("/consulting", defaults={"purpose": CONSULTING})
def ask_for_consulting(purpose: str):
    return begun(purpose)


def begun(purpose: str):
    token = request.form.get("company", "")
    company = (Company.acted_for(g.person, token) or abort(404)) if token else None
    application = applications.start(g.person, g.call, g.arrived, purpose, company)
    return redirect(url_for(".desk", application=application.token), 303)


@bp.get("/<application>/")
def desk():
    standing = g.standing
    facts = {
        "standing": standing,
        "state": applications.state(standing.application),
        "open": standing.application.open_at(g.arrived),
        "filed": filings.holds(standing.application),
        "rescues": [row for row in rejected_posts.offered(g.person) if row.path.startswith(request.path)],
    }
    if standing.application.type.registers:
        return registration(facts)
    if not standing.party.joined:
        return render_template("applications/chosen.html", **facts)
    journey, verdict = standing.journey, checks.verdict(standing)
    seats = members.seats(standing, verdict)
    return render_template(
        "applications/desk.html",
        stages=rows.project(seats, verdict),
        others=[(part.name, rows.rows_of_other(part, verdict)) for part in journey.parties if part != standing.party],
        seats=seats,
        mine=next(seat for seat in seats if seat.part == standing.party),
        asked=invitations.waiting(standing.application) if standing.party.lead else [],
        verdict=verdict,
        place=place,
        to=way.to,
        newer=pool_changes.changes(standing),
        offer=pool_offers.offered(standing, g.person).tasks,
        barred=any(journey.barred_by(task, standing.party) for task in journey.of(standing.party)),
        **facts,
    )


def registration(facts: dict[str, object]):
    """The desk of a registration in the supplier pool."""
    application = g.standing.application
    review, submission = registrations.returned(application), Submission.standing_for(application)
    return render_template(
        "registrations/desk.html",
        stages=rows.registration(checks.verdict(g.standing), review),
        entry=registrations.entry(application),
        review=review,
        submission=submission,
        expected=registrations.expected(submission) if submission else None,
        states=POOL_STATES,
        **facts,
    )


@bp.post("/<application>/")
def join():
    party = Party.get_by_id(g.standing.party.key)
    applications.join(g.standing.application, party, g.person, g.arrived)
    return redirect(url_for(".desk"), 303)


@bp.get("/<application>/consortium")
def consortium():
    words = visible(request.args.get("q", "")).strip()[:100]
    following = g.standing.ahead()
    return render_template(
        "applications/consortium.html",
        standing=g.standing,
        stages=way.stages(checks.hints(g.standing)),
        stage=way.SECOND + 1,
        choosing=invitations.choosing(g.standing),
        following=(following.step.title, way.to(following)) if following else None,
        work=workload.of_project(g.standing.application.type, g.standing.journey, By.SUPPLIER),
        registering=workload.of_registration(g.standing.application.call.type_of(POOL)),
        chosen={party.company_id for party in Party.present(g.standing.application)},
        open=g.standing.application.open_at(g.arrived),
        words=words,
        found=search.find(Wanted(words), applications.current_call()),
        leading=g.standing.party.lead,
        seats=members.seats(g.standing, checks.verdict(g.standing)),
        newer={part.key: pool_changes.of(g.standing, part) for part in g.standing.journey.parties},
        asked=invitations.waiting(g.standing.application) if g.standing.party.lead else [],
    )


@bp.get("/<application>/consortium/<supplier>")
def choosing(supplier: str):
    """Asks once before a supplier of the pool is chosen, and its people mailed."""
    entry = offered(supplier)
    if entry.company_id in {party.company_id for party in Party.present(g.standing.application)}:
        return redirect(url_for(".consortium"), 303)
    kept, sent = rescue.restored()
    return choice(entry, sending.asked(sent if kept else None), restored=kept)


@bp.post("/<application>/consortium/<supplier>")
def choose(supplier: str):
    entry, form = offered(supplier), sending.asked(request.form)
    if not form.validate():
        return choice(entry, form, failed=True), 422
    sending.introduce(form)
    invitations.choose(g.standing.application, entry, g.person, g.arrived, form.message.data or "")
    rescue.stored()
    return redirect(url_for(".consortium"), 303)


def offered(token: str) -> Supplier:
    """A published entry; 404 for any other."""
    return Supplier.get_or_none(Supplier.token == token, Supplier.published()) or abort(404)


def choice(entry: Supplier, form: MessageForm, **facts):
    row = Invitation(role=SUPPLIER, application=g.standing.application, company=entry.company)
    return sending.page(
        row, entry.name, form, url_for(".consortium", application=g.standing.application.token), **facts
    )


@bp.post("/<application>/consortium/leave")
def drop():
    position = request.form.get("position", 0, type=number)
    present = {party.position: party for party in Party.present(g.standing.application) if not party.lead}
    members.let_go(g.standing.application, present.get(position) or abort(404), g.person, g.arrived)
    return redirect(url_for(".consortium"), 303)
