"""The access log: who looked at whose data, what, why, when and from where; and the record of accounts. Rows are only
added; nobody can change one here."""

from datetime import date

from flask import Blueprint, render_template, request

from models.person import Person
from models.staff import Staff
from programme import calls
from services.access import account_log, staff
from services.backoffice import queries, search
from services.mail.outbox import masked
from web import remembered
from web.current import g
from web.staff import ROWS_A_PAGE, list_paging, search_words
from web.url_params import positive_int

bp = Blueprint("access_log", __name__, url_prefix="/staff/log")


@bp.get("/")
def index():
    who = request.args.get("who", 0, type=positive_int)
    words = search_words()
    since = day(request.args.get("since", ""))
    wanted = {"who": who, "words": words, "since": since.isoformat() if since else ""}
    if (back := remembered.restored("log", wanted)) is not None:
        return back
    rows = staff.access_log(g.person, who, words, since)
    paging = list_paging(rows.count())
    shown = list(rows.paginate(paging["page"], ROWS_A_PAGE))
    return render_template(
        "staff/log.html",
        rows=shown,
        names=queries.names([row.application_id for row in shown]),
        companies=search.names([row.company_id for row in shown]),
        people={post.id: f"{post.person.email} ({agency_of(post)})" for post in posts_ever()},
        wanted=wanted,
        **paging,
    )


NARROWED = {"sign-ins": "로그인과 담당자 확인", "rights": "권한"} | account_log.KINDS


@bp.get("/accounts")
def accounts():
    """Who signed in or failed to, and whose rights changed. Of applicants the address is not spelt out."""
    posts = {post.person_id: post for post in posts_ever()}
    who = request.args.get("who", 0, type=positive_int)
    kinds = request.args.get("kind", "")
    kinds = kinds if kinds in NARROWED else ""
    since = day(request.args.get("since", ""))
    rows = account_log.events(who if who in posts else 0, kinds, since)
    paging = list_paging(rows.count())
    shown = list(rows.paginate(paging["page"], ROWS_A_PAGE))
    known = account_log.people(shown)
    return render_template(
        "staff/account_log.html",
        rows=shown,
        names={number: email if number in posts else masked(email) for number, email in known.items()},
        kinds=account_log.KINDS,
        rights=account_log.RIGHTS,
        narrowed=NARROWED,
        agencies={slug: agency.name for slug, agency in calls.agencies().items()} | {"": calls.newest().lead_agency},
        people={number: f"{post.person.email} ({agency_of(post)})" for number, post in posts.items()},
        wanted={"who": who, "kind": kinds, "since": since.isoformat() if since else ""},
        **paging,
    )


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def posts_ever() -> list[Staff]:
    """Every post that was ever held, with its person."""
    return list(Staff.select(Staff, Person).join(Person).order_by(Staff.id))


def agency_of(post: Staff) -> str:
    return calls.agency(post.agency).name if post.agency else calls.newest().lead_agency
