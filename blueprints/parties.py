"""Each company's place in a consortium: leaving it, being let go, handing over the lead, giving its word, its pool facts."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from blueprints.review import pointers
from blueprints.words import number
from models.application import Party
from models.base import now
from models.consortium import LEAD, Invitation
from services.consortium import invitations, members
from services.drafts import checks, pool_changes
from services.submissions import pool_offers

bp = Blueprint("parties", __name__, url_prefix="/applications/<application>")


@bp.get("/leave")
def leaving():
    return farewell(g.standing.party.key, own=True)


@bp.post("/leave")
def leave():
    members.leave(g.standing.application, Party.get_by_id(g.standing.party.key), g.person, g.arrived)
    return redirect(url_for("applications.index"), 303)


@bp.get("/consortium/leave")
def letting_go():
    return farewell(other(request.args.get("position", 0, type=number)).id)


def farewell(key: int, own: bool = False):
    """What going means, and the button; key: the party that goes."""
    part = next((part for part in g.standing.journey.parties if part.key == key), None) or abort(404)
    return render_template(
        "parties/leave.html",
        standing=g.standing,
        part=part,
        position=Party.get_by_id(key).position,
        own=own,
        open=g.standing.application.open_at(g.arrived),
    )


def other(position: int) -> Party:
    """The company at this place, not the lead; 404 for none."""
    present = {party.position: party for party in Party.present(g.standing.application) if not party.lead}
    return present.get(position) or abort(404)


@bp.get("/lead")
def handing_over():
    return lead_page()


@bp.post("/lead")
def hand_over():
    to = other(request.form.get("position", 0, type=number))
    if to.role != "adopter" or not to.joined_at:
        abort(404)
    if request.form.get("confirmed") != "yes":
        return lead_page(unconfirmed=to.position), 422
    try:
        invitations.offer_lead(g.standing.application, to, g.person, g.arrived)
    except invitations.TooMany as refusal:
        return lead_page(refused=str(refusal)), 429
    return redirect(url_for(".handing_over"), 303)


def lead_page(unconfirmed: int = 0, refused: str = ""):
    offers = Invitation.select().where(
        Invitation.application == g.standing.application, Invitation.role == LEAD, Invitation.open_at(now())
    )
    rows = {party.id: party.position for party in g.standing.application.parties}
    heirs = [
        (rows[part.key], part)
        for part in g.standing.journey.parties
        if part.role == "adopter" and part.joined and not part.lead
    ]
    return render_template(
        "parties/lead.html",
        standing=g.standing,
        heirs=heirs,
        offers=[(row, invitations.called(row)) for row in offers],
        unconfirmed=unconfirmed,
        refused=refused,
        failed=bool(unconfirmed or refused),
        open=g.standing.application.open_at(g.arrived),
    )


@bp.get("/confirm")
def confirming():
    return word_page()


@bp.post("/confirm")
def confirm():
    party = Party.get_by_id(g.standing.party.key)
    seen = request.form.get("revision", 0, type=number)
    if request.form.get("confirmed") != "yes":
        return word_page(unconfirmed=True), 422
    if members.confirm(g.standing.application, party, seen, g.person, g.arrived):
        return word_page(failed=True), 422
    return redirect(url_for(".confirming"), 303)


def word_page(failed: bool = False, unconfirmed: bool = False):
    verdict = checks.verdict(g.standing)
    seat = next(seat for seat in members.seats(g.standing, verdict) if seat.part == g.standing.party)
    return render_template(
        "parties/confirm.html",
        standing=g.standing,
        seat=seat,
        tasks=g.standing.journey.of(g.standing.party),
        failed=failed or unconfirmed,
        unconfirmed=unconfirmed,
        **pointers(verdict),
    )


@bp.post("/pool")
def bring_in():
    """Fill the supplier's empty steps from its registration in the pool."""
    position = request.args.get("as", 0, type=number)
    if not pool_offers.bring_in(g.standing.application, g.person, position, g.arrived):
        abort(404)
    step = request.form.get("step", "")
    if step in g.standing.journey.steps:
        return redirect(url_for("wizard.show", slug=step), 303)
    return redirect(url_for("applications.desk"), 303)


@bp.post("/<slug>/pool")
def take_over(slug: str):
    """Bring the pool's values into one of the supplier's steps."""
    position = request.args.get("as", 0, type=number)
    if not pool_changes.take_over(g.standing.application, slug, g.person, position, g.arrived):
        abort(404)
    return redirect(url_for("wizard.show", slug=slug), 303)
