"""The supplier pool for everybody: searching it, looking at one supplier, comparing some; and for who is signed in,
keeping some in mind and asking how to reach one."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from models.company import Supplier
from programme.characters import visible
from services.drafts import applications
from services.pool import search, suppliers
from services.pool.search import Entry, Wanted
from web.url_params import positive_int

bp = Blueprint("suppliers", __name__, url_prefix="/suppliers")
SEARCH_LENGTH = 100  # letters of a search
COMPARED = 4  # suppliers side by side


@bp.get("/")
def index():
    found = search.find(search_query(), applications.current_call())
    return render_template("suppliers/index.html", found=found, chosen=compared_tokens(), search=search)


def search_query() -> Wanted:
    """The search an address asks for; what it asks for and we do not know is as if it were not asked."""
    sort = request.args.get("sort", "")
    return Wanted(
        words=search_text(request.args.get("q", "")),
        filters={name: value for name in search.FILTERS if (value := search_text(request.args.get(name, "")))},
        sort=sort if sort in search.SORTS else "name",
        page=request.args.get("page", 1, type=positive_int),
    )


def search_text(text: str) -> str:
    return visible(text).strip()[:SEARCH_LENGTH]


def compared_tokens() -> list[str]:
    """Suppliers ticked to be compared, each once."""
    return list(dict.fromkeys(search_text(text) for text in request.args.getlist("s")))[: COMPARED + 1]


@bp.get("/compare")
def compare():
    tokens = compared_tokens()
    found = search.entries(tokens[:COMPARED], applications.current_call())
    refused = len(tokens) > COMPARED
    page = render_template("suppliers/compare.html", entries=found, asked=tokens, most=COMPARED, failed=refused)
    return page, 422 if refused else 200


@bp.get("/shortlist")
def shortlist():
    kept = suppliers.shortlisted(g.person)
    found = search.entries(kept, applications.current_call())
    suspended = suppliers.suspended(g.person) if len(found) < len(kept) else []
    return render_template("suppliers/shortlist.html", entries=found, suspended=suspended)


@bp.get("/<supplier>")
def show(supplier: str):
    return page(entry(supplier))


@bp.post("/<supplier>/contact")
def contact(supplier: str):
    one = entry(supplier)
    return page(one, suppliers.contact(Supplier.get_by_id(one.supplier.id), g.person))


@bp.post("/<supplier>/shortlist")
def change_shortlist(supplier: str):
    if "drop" in request.form:  # a suspended one too
        suppliers.remove_from_shortlist(g.person, Supplier.get_or_none(Supplier.token == supplier) or abort(404))
    else:
        suppliers.add_to_shortlist(g.person, entry(supplier).supplier)
    where = url_for(".shortlist") if "list" in request.form else url_for(".show", supplier=supplier)
    return redirect(where, 303)


def entry(token: str) -> Entry:
    """A published entry; 404 for any other."""
    return next(iter(search.entries([token], applications.current_call())), None) or abort(404)


def page(one: Entry, contacts: list[tuple[str, str]] | None = None):
    return render_template(
        "suppliers/show.html",
        entry=one,
        contacts=contacts,
        kept=one.supplier.token in suppliers.shortlisted(g.person),
        takes_part=suppliers.takes_part(g.person),
        leads=suppliers.led_by(g.person, one.supplier, g.arrived),
    )
