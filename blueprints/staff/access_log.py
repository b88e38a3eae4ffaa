"""The access log: who looked at whose data, what, why and when. Rows are only added; nobody can change one here."""

from datetime import date

from flask import Blueprint, render_template, request

from models.staff import Staff
from programme.agencies import AGENCIES, LEAD_AGENCY
from programme.characters import visible
from services.access import staff
from services.backoffice import queries, search
from web.staff import ROWS_A_PAGE
from web.url_params import positive_int

bp = Blueprint("access_log", __name__, url_prefix="/staff/log")


@bp.get("/")
def index():
    who = request.args.get("who", 0, type=positive_int)
    words = visible(request.args.get("words", "")).strip()[:100]
    since = day(request.args.get("since", ""))
    rows = staff.access_log(who, words, since)
    total = rows.count()
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=positive_int)), pages)
    shown = list(rows.paginate(page, ROWS_A_PAGE))
    return render_template(
        "staff/log.html",
        rows=shown,
        names=queries.names([row.application_id for row in shown]),
        companies=search.names([row.company_id for row in shown]),
        people={post.id: f"{post.person.email} ({agency_of(post)})" for post in Staff.select().order_by(Staff.id)},
        wanted={"who": who, "words": words, "since": since.isoformat() if since else ""},
        total=total,
        page=page,
        pages=pages,
    )


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def agency_of(post: Staff) -> str:
    return AGENCIES[post.agency].name if post.agency in AGENCIES else LEAD_AGENCY
