"""The first page of the agencies' people: what waits today, how many applications came, and how they stand against
the programme's slots."""

from collections import Counter

from flask import Blueprint, redirect, render_template, request, url_for

from models.application import Call
from models.company import RETURNED
from programme import calls, reception
from programme.application_types import CONSULTING, PROJECT, SITE
from services.access import staff
from services.backoffice import proposals, queries, today
from services.drafts import applications
from services.pool import decisions
from web import staff_charts
from web.current import g
from web.staff import calls_taking, every_call, requested_call

bp = Blueprint("staff", __name__, url_prefix="/staff")


@bp.get("/")
def index():
    call = requested_call()
    return render_template(
        "staff/index.html",
        call=call,
        calls=calls_taking(),
        consults=applications.offered(CONSULTING, [call]),
        evaluates=applications.offered(SITE, calls_taking()),
        agency=calls.agency(g.post.agency).name if g.post.agency else f"전담기관 {calls.newest().lead_agency}",
        lead=g.post.agency is None,
        projects=queries.standing_submissions(g.post, call, PROJECT).count(),
        requests=queries.standing_submissions(g.post, call, CONSULTING).count(),
        returned=0 if g.post.agency else decisions.queued(RETURNED),
        deciding=0 if g.post.agency else proposals.waiting(g.person, g.arrived),
        **day(call),
    )


def day(call: Call | None) -> dict[str, object]:
    """What waits today, and the charts."""
    announcement, counted = call.announcement if call else calls.newest(), queries.counts(g.post, call)
    slots: Counter[tuple[str, str]] = Counter()
    for (slot, _), count in counted.items():
        slots[slot] += count
    waits = today.of(g.post, call, every_call(), g.arrived)
    return {
        "today": waits,
        "shown": today.SHOWN,
        "failed_mails": today.failures(g.arrived) if waits.failed else [],
        "charts": [
            staff_charts.inflow(today.inflow(g.post, call, g.arrived), reception.current(announcement).act),
            staff_charts.slots(announcement, slots),
        ],
        "chosen": request.args.get("digest", ""),
    }


@bp.post("/digest")
def choose_digest():
    wanted = "digest" in request.form
    staff.choose_digest(g.post, wanted)
    return redirect(url_for(".index", digest="on" if wanted else "off") + "#digest-mail", 303)


@bp.get("/counts")
def counts():
    call = requested_call()
    announcement, found = call.announcement if call else calls.newest(), queries.counts(g.post, call)
    held = dict.fromkeys([*announcement.agencies, *(agency for _, agency in found)])  # the call may name some no more
    own = [slug for slug in held if slug != queries.UNASSIGNED and g.post.agency in (None, slug)]
    columns = {slug: calls.agency(slug, announcement).short for slug in own}
    columns |= {} if g.post.agency else {queries.UNASSIGNED: "배정 전"}
    rows = [
        [
            f"{announcement.tracks[slot[0]]} · {announcement.service_types[slot[1]]}",
            size,
            sum(found[slot, agency] for agency in columns),
            *(found[slot, agency] for agency in columns),
        ]
        for slot, size in announcement.slots.items()
    ]
    sums = ["합계", *(sum(cells) for cells in zip(*(row[1:] for row in rows), strict=True))]
    drafts = None if g.post.agency else queries.drafts(call, PROJECT)
    return render_template(
        "staff/counts.html",
        announcement=announcement,
        columns=list(columns.values()),
        rows=[*rows, sums],
        drafts=drafts,
        call=call,
        calls=calls_taking(),
    )
