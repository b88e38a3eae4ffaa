"""The supplier pool for everybody: searching it, looking at one supplier, comparing some; and for who is signed in,
keeping some in mind and asking how to reach one."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from models.company import Supplier
from programme import calls
from programme.application_types import POOL
from services.drafts import applications
from services.pool import search, suppliers
from services.pool.search import Entry
from web.current import g, visitor
from web.pool_search import COMPARED, TICKED, requested, ticked

bp = Blueprint("suppliers", __name__, url_prefix="/suppliers")


@bp.get("/")
def index():
    call, tokens = applications.current_call(POOL), ticked(request.args)
    found = search.find(requested(request.args), call)
    ticked_here = found.among(tokens)
    here = [found.by_id[number].supplier.token for number in ticked_here]
    left = [token for token in tokens if token not in here]
    elsewhere = search.entries(left, call) if left else []
    chosen = [token for token in tokens if token in here] + [entry.supplier.token for entry in elsewhere]
    return render_template(
        "suppliers/index.html",
        announcement=call.announcement if call else calls.newest(),
        found=found,
        search=search,
        chosen=chosen,
        ticked=ticked_here,
        elsewhere=elsewhere,
        most=COMPARED,
        carried=TICKED,
        kept=found.among(suppliers.shortlisted(visitor.person)),
        leads=suppliers.led_by(visitor.person, g.arrived),
    )


@bp.get("/compare")
def compare():
    tokens = ticked(request.args)
    refused = len(tokens) > COMPARED
    page = render_template(
        "suppliers/compare.html",
        entries=search.entries(tokens[:COMPARED], applications.current_call(POOL)),
        asked=tokens,
        wanted=requested(request.args),
        most=COMPARED,
        failed=refused,
        kept=suppliers.shortlisted(visitor.person),
        leads=suppliers.led_by(visitor.person, g.arrived),
    )
    return page, 422 if refused else 200


@bp.get("/shortlist")
def shortlist():
    kept = suppliers.shortlisted(g.person)
    found = search.entries(kept, applications.current_call(POOL))
    suspended = suppliers.suspended(g.person) if len(found) < len(kept) else []
    leads = suppliers.led_by(g.person, g.arrived)
    ended = suppliers.ended(g.person) if len(found) < len(kept) else []
    shown = {"entries": found, "suspended": suspended, "ended": ended, "leads": leads, "most": COMPARED}
    return render_template("suppliers/shortlist.html", **shown)


@bp.get("/<supplier>")
def show(supplier: str):
    return page(entry(supplier))


@bp.post("/<supplier>/contact")
def contact(supplier: str):
    one = entry(supplier)
    return page(one, suppliers.contact(Supplier.get_by_id(one.supplier.id), g.person))


@bp.post("/<supplier>/shortlist")
def change_shortlist(supplier: str):
    """Keep one in mind or no longer, and back to where the button stood, with the search and the ticks sent along."""
    if "drop" in request.values:  # a suspended one too
        suppliers.remove_from_shortlist(g.person, Supplier.get_or_none(Supplier.token == supplier) or abort(404))
    else:
        suppliers.add_to_shortlist(g.person, entry(supplier).supplier)
    wanted, tokens = requested(request.values), ticked(request.values)
    match request.values.get("back"):
        case "search":
            where = url_for(".index", s=tokens, **wanted.args(page=wanted.page)) + f"#card-{supplier}"
        case "compare":
            where = url_for(".compare", s=tokens, **wanted.args())
        case "list":
            where = url_for(".shortlist")
        case _:
            where = url_for(".show", supplier=supplier)
    return redirect(where, 303)


def entry(token: str) -> Entry:
    """A published entry; 404 for any other."""
    return next(iter(search.entries([token], applications.current_call(POOL))), None) or abort(404)


def page(one: Entry, contacts: list[tuple[str, str]] | None = None):
    return render_template(
        "suppliers/show.html",
        entry=one,
        contacts=contacts,
        kept=one.supplier.token in suppliers.shortlisted(visitor.person),
        takes_part=contacts is not None or suppliers.takes_part(visitor.person),
        leads=suppliers.led_by(visitor.person, g.arrived),
    )
