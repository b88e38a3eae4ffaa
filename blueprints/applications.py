"""A person's applications: the list, one application's desk, and the companies in it."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from blueprints import desk as rows
from blueprints import registrations as pool
from blueprints.words import number
from models.application import Application, Party
from models.company import POOL_STATES, Company, Supplier
from models.submission import Submission
from programme.korean import visible
from programme.purposes import CONSULTING, POOL, PROJECT
from services import (
    applications,
    companies,
    invitations,
    judging,
    parties,
    pool_changes,
    quotas,
    registrations,
    rescue,
    search,
)
from services.search import Wanted

bp = Blueprint("applications", __name__, url_prefix="/applications")


@bp.get("/")
def index():
    call = applications.current_call()
    return render_template(
        "applications/index.html",
        call=call,
        open=call and call.open_at(g.arrived),
        mine=mine(PROJECT),
        most=quotas.BEGUN,
        requests=mine(CONSULTING),
        consulting=call and Application(call=call, purpose=CONSULTING),
        entries=pool.entries(),
        rescues=rescue.offered(g.person),
        companies=[(one, companies.name_of(one)) for one in companies.of(g.person)],
    )


def mine(purpose: str) -> list[tuple[Application, applications.Standing, str]]:
    """The person's applications of a purpose, each with where it stands."""
    rows = Application.of(g.person, purpose)
    return [(row, applications.stand(row, g.person), applications.state(row)) for row in rows]


@bp.post("/")
def start():
    return begun(PROJECT)


@bp.post("/consulting")
def ask_for_consulting():
    return begun(CONSULTING)


def begun(purpose: str):
    token = request.form.get("company", "")
    company = (Company.acted_for(g.person, token) or abort(404)) if token else None
    application = applications.start(g.person, applications.current_call() or abort(404), g.arrived, purpose, company)
    return redirect(url_for(".desk", application=application.token), 303)


@bp.get("/<application>/")
def desk(application: str):
    standing = g.standing
    facts = {
        "standing": standing,
        "state": applications.state(standing.application),
        "open": standing.application.open_at(g.arrived),
        "rescues": [row for row in rescue.offered(g.person) if row.path.startswith(request.path)],
    }
    if standing.application.purpose == POOL:
        return registration(facts)
    if not standing.party.joined:
        return render_template("applications/chosen.html", **facts)
    journey, verdict = standing.journey, judging.verdict(standing)
    seats = parties.seats(standing, verdict)
    return render_template(
        "applications/desk.html",
        stages=rows.project(seats, verdict),
        others=[(part.name, rows.rows_of_other(part, verdict)) for part in journey.parties if part != standing.party],
        seats=seats,
        mine=next(seat for seat in seats if seat.part == standing.party),
        asked=invitations.waiting(standing.application) if standing.party.lead else [],
        verdict=verdict,
        newer=pool_changes.changes(standing),
        barred=any(journey.barred_by(task, standing.party) for task in journey.of(standing.party)),
        **facts,
    )


def registration(facts: dict[str, object]):
    """The desk of a registration in the supplier pool."""
    application = g.standing.application
    review, submission = registrations.returned(application), Submission.standing_for(application)
    return render_template(
        "registrations/desk.html",
        stages=rows.registration(judging.verdict(g.standing), review),
        entry=registrations.entry(application),
        review=review,
        submission=submission,
        expected=registrations.expected(submission.arrived_at) if submission else None,
        states=POOL_STATES,
        **facts,
    )


@bp.post("/<application>/")
def join(application: str):
    party = Party.get_by_id(g.standing.party.key)
    applications.join(g.standing.application, party, g.person, g.arrived)
    return redirect(url_for(".desk", application=application), 303)


@bp.get("/<application>/consortium")
def consortium(application: str):
    words = visible(request.args.get("q", "")).strip()[:100]
    return render_template(
        "applications/consortium.html",
        standing=g.standing,
        chosen={party.company_id for party in Party.present(g.standing.application)},
        open=g.standing.application.open_at(g.arrived),
        words=words,
        found=search.find(Wanted(words), applications.current_call()),
        leading=g.standing.party.lead,
        seats=parties.seats(g.standing, judging.verdict(g.standing)),
        newer={part.key: pool_changes.of(g.standing, part) for part in g.standing.journey.parties},
        asked=invitations.waiting(g.standing.application) if g.standing.party.lead else [],
    )


@bp.post("/<application>/consortium")
def choose(application: str):
    wanted = Supplier.id == request.form.get("supplier", 0, type=number)
    supplier = Supplier.get_or_none(wanted, Supplier.published()) or abort(404)
    invitations.choose(g.standing.application, supplier, g.person, g.arrived)
    return redirect(url_for(".consortium", application=application), 303)


@bp.post("/<application>/consortium/leave")
def drop(application: str):
    position = request.form.get("position", 0, type=number)
    present = {party.position: party for party in Party.present(g.standing.application) if not party.lead}
    parties.let_go(g.standing.application, present.get(position) or abort(404), g.person, g.arrived)
    return redirect(url_for(".consortium", application=application), 303)
