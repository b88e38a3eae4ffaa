"""Projects nobody looks after yet, given to an agency several at once."""

from collections import Counter

from flask import Blueprint, abort, redirect, render_template, request, url_for

from programme import calls
from programme.application_types import PROJECT
from services.backoffice import agencies, queries
from web import rescued_input
from web.current import g
from web.staff import calls_taking, requested_call
from web.url_params import positive_int

bp = Blueprint("assigning", __name__, url_prefix="/staff/assigning")

SHOWN = 100  # projects a page; those assigned make room for the next
ELSEWHERE = "주소에서 시·도를 알 수 없음"


@bp.get("/")
def show():
    kept, sent = rescued_input.restored_input()
    if kept:
        return page(sent.getlist("project"), sent.get("agency", ""), restored=kept)
    return page(everything=request.args.get("all") == "1")


@bp.post("/")
def assign():
    ticked, agency = list(dict.fromkeys(request.form.getlist("project"))), request.form.get("agency", "")
    if agency and agency not in calls.agencies():
        abort(400)
    errors = {}
    if not ticked:
        errors["projects"] = "배정할 과제신청을 하나 이상 골라 주세요."
    if not agency:
        errors["agency"] = "배정할 수행기관을 골라 주세요."
    if errors:
        return page(ticked, agency, errors=errors), 422
    try:
        many = agencies.assign_unassigned(ticked, agency, g.person)
    except agencies.AlreadyAssigned as late:
        return page([token for token in ticked if token not in late.tokens], agency, taken=late.tokens), 409
    rescued_input.discard_restored()
    region = request.args.get("region")
    return redirect(url_for(".show", done=agency, many=many, region=region, call=request.args.get("call")), 303)


def page(ticked=(), agency="", *, errors=None, taken=(), everything=False, restored=None):
    call = requested_call()
    rows = queries.applications(g.post, call, PROJECT, queries.Filter(agency=queries.UNASSIGNED))[::-1]
    known = (call.announcement if call else calls.newest()).agencies
    addresses = agencies.addresses()
    rests = {row.application_id for row in agencies.resting()}
    rows = [row for row in rows if row.application.id not in rests]
    regions = Counter(row.region or ELSEWHERE for row in rows)
    region = request.args.get("region", "")
    region = region if region in regions else ""
    shown = [row for row in rows if region in ("", row.region or ELSEWHERE)]
    done = request.args.get("done", "") if not errors and not taken else ""
    return render_template(
        "staff/assigning.html",
        call=call,
        calls=calls_taking(),
        rows=shown[:SHOWN],
        total=len(shown),
        regions=dict(sorted(regions.items(), key=lambda each: (-each[1], each[0]))),
        region=region,
        ticked={row.application.token for row in shown[:SHOWN]} if everything else set(ticked),
        agency=agency,
        agencies=known,
        addresses=addresses,
        errors=errors or {},
        failed=bool(errors or taken),
        late=bool(taken),
        taken=agencies.kept_from(taken, agency) if taken else [],
        done=known[done].name if done in known else "",
        told=bool(addresses.get(done)),
        many=request.args.get("many", 0, type=positive_int),
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
