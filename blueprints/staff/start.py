"""The first page of the agencies' people, and how many applications stand against the programme's slots."""

from flask import Blueprint, g, render_template

from models.application import Application
from models.company import RETURNED, WAITING
from programme import call_2024_221 as programme
from programme.agencies import AGENCIES, LEAD_AGENCY
from programme.purposes import CONSULTING, PROJECT
from services.backoffice import queries
from services.pool import decisions

bp = Blueprint("staff", __name__, url_prefix="/staff")


@bp.get("/")
def index():
    projects = queries.standing(g.post, PROJECT)
    return render_template(
        "staff/index.html",
        agency=AGENCIES[g.post.agency].name if g.post.agency else f"전담기관 {LEAD_AGENCY}",
        lead=g.post.agency is None,
        projects=projects.count(),
        unassigned=projects.where(Application.agency.is_null()).count(),
        requests=queries.standing(g.post, CONSULTING).count(),
        waiting=len(decisions.queue(WAITING)),
        returned=len(decisions.queue(RETURNED)),
    )


@bp.get("/counts")
def counts():
    found = queries.counts(g.post)
    own = {slug: AGENCIES[slug].short for slug in AGENCIES if g.post.agency in (None, slug)}
    columns = own | ({} if g.post.agency else {queries.UNASSIGNED: "배정 전"})
    rows = [
        [
            f"{programme.TRACKS[slot[0]]} · {programme.SERVICE_TYPES[slot[1]]}",
            size,
            sum(found[slot, agency] for agency in columns),
            *(found[slot, agency] for agency in columns),
        ]
        for slot, size in programme.SLOTS.items()
    ]
    sums = ["합계", *(sum(cells) for cells in zip(*(row[1:] for row in rows), strict=True))]
    drafts = None if g.post.agency else queries.drafts(PROJECT)
    return render_template("staff/counts.html", columns=list(columns.values()), rows=[*rows, sums], drafts=drafts)
