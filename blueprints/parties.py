"""Each company's place in a consortium: leaving it, being let go, transferring the lead, confirming, its pool facts."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from models.application import Party
from models.base import now
from models.consortium import LEAD, Invitation
from services.consortium import invitations, members
from services.drafts import checks, earlier_plans, pool_changes
from services.submissions import pool_offers
from web.current import g
from web.problem_list import problem_links
from web.url_params import positive_int, requested_position

bp = Blueprint("parties", __name__, url_prefix="/applications/<application>")


@bp.get("/leave")
def leave_page():
    return removal_page(Party.get_by_id(g.view.party.key), own=True)


@bp.post("/leave")
def leave():
    members.leave(g.view.application, Party.get_by_id(g.view.party.key), g.person, g.arrived)
    return redirect(url_for("applications.index", said="left_consortium"), 303)


@bp.get("/consortium/leave")
def confirm_removal():
    other = g.view.other_at(request.args.get("position", 0, type=positive_int)) or abort(404)
    return removal_page(other)


def removal_page(row: Party, own: bool = False):
    """What going means, and the button; row: the company that goes."""
    part = next((part for part in g.view.journey.parties if part.key == row.id), None) or abort(404)
    return render_template(
        "parties/leave.html",
        view=g.view,
        part=part,
        position=row.position,
        bound=members.bound(g.view.application, row) if own else "",
        own=own,
        open=g.view.application.open_at(g.arrived),
    )


@bp.get("/lead")
def transfer_lead_page():
    return lead_page()


@bp.post("/lead")
def transfer_lead():
    to = g.view.other_at(request.form.get("position", 0, type=positive_int)) or abort(404)
    if to.role != "adopter" or not to.joined_at:
        abort(404)
    if request.form.get("confirmed") != "yes":
        return lead_page(unconfirmed=to.position), 422
    try:
        invitations.offer_lead(g.view.application, to, g.person, g.arrived)
    except invitations.TooMany as refusal:
        return lead_page(refused=str(refusal)), 429
    return redirect(url_for(".transfer_lead_page", said="lead_offered"), 303)


def lead_page(unconfirmed: int = 0, refused: str = ""):
    offers = Invitation.select().where(
        Invitation.application == g.view.application, Invitation.role == LEAD, Invitation.open_at(now())
    )
    places = {member.id: member.position for member in g.view.members}
    candidates = [
        (places[part.key], part)
        for part in g.view.journey.parties
        if part.role == "adopter" and part.joined and not part.lead
    ]
    return render_template(
        "parties/lead.html",
        view=g.view,
        lead_candidates=candidates,
        offers=[(row, invitations.invitee_name(row)) for row in offers],
        unconfirmed=unconfirmed,
        refused=refused,
        failed=bool(unconfirmed or refused),
        open=g.view.application.open_at(g.arrived),
    )


@bp.get("/confirm")
def confirm_page():
    return confirmation_page()


@bp.post("/confirm")
def confirm():
    party = Party.get_by_id(g.view.party.key)
    seen = request.form.get("revision", 0, type=positive_int)
    if request.form.get("confirmed") != "yes":
        return confirmation_page(unconfirmed=True), 422
    if members.confirm(g.view.application, party, seen, g.person, g.arrived):
        return confirmation_page(failed=True), 422
    return redirect(url_for(".confirm_page"), 303)


def confirmation_page(failed: bool = False, unconfirmed: bool = False):
    verdict = checks.verdict(g.view)
    status = next(status for status in members.party_statuses(g.view, verdict) if status.part == g.view.party)
    return render_template(
        "parties/confirm.html",
        view=g.view,
        party_status=status,
        tasks=g.view.journey.of(g.view.party),
        failed=failed or unconfirmed,
        unconfirmed=unconfirmed,
        **problem_links(verdict),
    )


@bp.post("/pool")
def fill_from_pool():
    """Fill the supplier's empty steps from its registration in the pool."""
    position = requested_position()
    if not pool_offers.fill_from_pool(g.view.application, g.person, position, g.arrived):
        abort(404)
    step = request.form.get("step", "")
    if step in g.view.journey.steps:
        return redirect(url_for("wizard.show", slug=step, said="filled"), 303)
    return redirect(url_for("applications.task_list", said="filled"), 303)


@bp.post("/plan")
def start_from_earlier():
    """Fill the blank plan from one the company led before."""
    position = requested_position()
    earlier = request.form.get("earlier", "")
    if not earlier_plans.start_from(g.view.application, earlier, g.person, position, g.arrived):
        abort(404)
    return redirect(url_for("applications.task_list", said="begun"), 303)


@bp.post("/<slug>/pool")
def update_from_pool(slug: str):
    """Bring the pool's values into one of the supplier's steps."""
    position = requested_position()
    if not pool_changes.update_from_pool(g.view.application, slug, g.person, position, g.arrived):
        abort(404)
    return redirect(url_for("wizard.show", slug=slug, said="updated"), 303)
