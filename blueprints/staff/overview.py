"""The first page of the agencies' people, and how many applications stand against the programme's slots."""

from flask import Blueprint, g, render_template

from models.application import Application
from models.company import RETURNED, WAITING
from programme import calls
from programme.agencies import AGENCIES, LEAD_AGENCY
from programme.application_types import CONSULTING, PROJECT
from services.backoffice import proposals, queries
from services.drafts import applications
from services.pool import decisions
from web.staff import requested_call

bp = Blueprint("staff", __name__, url_prefix="/staff")


@bp.get("/")
def index():
    call = requested_call()
    projects = queries.standing_submissions(g.post, call, PROJECT)
    return render_template(
        "staff/index.html",
        call=call,
        calls=list(applications.known_calls()),
        agency=AGENCIES[g.post.agency].name if g.post.agency else f"전담기관 {LEAD_AGENCY}",
        lead=g.post.agency is None,
        projects=projects.count(),
        unassigned=projects.where(Application.agency.is_null()).count(),
        requests=queries.standing_submissions(g.post, call, CONSULTING).count(),
        waiting=decisions.queued(WAITING),
        returned=decisions.queued(RETURNED),
        deciding=0 if g.post.agency else proposals.waiting(g.person, g.arrived),
    )


@bp.get("/counts")
def counts():
    call = requested_call()
    announcement, found = call.announcement if call else calls.newest(), queries.counts(g.post, call)
    own = {slug: AGENCIES[slug].short for slug in AGENCIES if g.post.agency in (None, slug)}
    columns = own | ({} if g.post.agency else {queries.UNASSIGNED: "배정 전"})
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
        columns=list(columns.values()),
        rows=[*rows, sums],
        drafts=drafts,
        call=call,
        calls=list(applications.known_calls()),
    )
