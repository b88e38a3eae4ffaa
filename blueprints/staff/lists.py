"""Lists of what was submitted and of the pool's entries, on pages and as XLSX."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, render_template

from models.application import Call
from models.company import DRAFT, POOL_STATES
from programme.application_types import CONSULTING, POOL, PROJECT, ApplicationType
from services.backoffice import agencies, queries
from services.drafts import applications as applications_of
from services.pool import decisions, supplier_states
from services.pool.search import SORTS
from web import remembered
from web.current import g
from web.staff import ROWS_A_PAGE, calls_taking, list_paging, one_of, requested_call, search_words, send_xlsx

bp = Blueprint("lists", __name__, url_prefix="/staff")
OFFERED_STATES = {state: name for state, name in POOL_STATES.items() if state != DRAFT}
OFFERED_STATES |= {queries.NOT_BEGUN: "현행화 시작 전"}


@bp.get("/applications/")
def applications():
    call, of, wanted, known = requested_list()
    if (back := remembered.restored(f"applications {of.kind}", asdict(wanted))) is not None:
        return back
    shown = list_paging(queries.narrowed(g.post, call, of.kind, wanted).count())
    return render_template(
        "staff/applications.html",
        title=of.title,
        of=of,
        call=call,
        wanted=asdict(wanted),
        choices=known,
        drafts=None if g.post.agency else queries.drafts(call, of.kind),
        rows=queries.applications(g.post, call, of.kind, wanted, shown["page"], ROWS_A_PAGE),
        **shown,
    )


@bp.get("/applications.xlsx")
def applications_xlsx():
    call, of, wanted, _ = requested_list()
    return send_xlsx(of.title, *queries.application_table(of, queries.applications(g.post, call, of.kind, wanted)))


@bp.get("/pool/")
def entries():
    wanted = requested_entries()
    if (back := remembered.restored("pool", wanted)) is not None:
        return back
    call = applications_of.current_call(POOL)
    shown = list_paging(queries.pool_listings(call, **wanted).count())
    rows = queries.entries(call, **wanted, page=shown["page"], each=ROWS_A_PAGE)
    return render_template(
        "staff/entries.html",
        wanted=wanted,
        states=POOL_STATES,
        offered=OFFERED_STATES,
        sorts=SORTS,
        drafts=queries.drafts(None, POOL),
        registrations=decisions.registrations_of(row.supplier.company_id for row in rows),
        rows=rows,
        **shown,
    )


@bp.get("/pool.xlsx")
def entries_xlsx():
    rows = queries.entries(applications_of.current_call(POOL), **requested_entries())
    return send_xlsx("공급기업 풀", *queries.entry_table(rows))


def requested_entries() -> dict[str, Any]:
    """What the address narrows the pool to, and in which order."""
    return {"state": one_of("state", OFFERED_STATES), "words": search_words(), "sort": one_of("sort", SORTS)}


def requested_list() -> tuple[Call | None, ApplicationType, queries.Filter, dict[str, dict[str, str]]]:
    """What the address asks for, and what may be asked for, {of what: {code: name}}; what it names that is no choice of
    ours does not narrow the list."""
    kind = one_of("purpose", (CONSULTING,)) or PROJECT
    call = requested_call(kind)
    of = applications_of.type_in(call, kind)
    known = choices(call, of)
    narrowed = {name: one_of(name, known[name]) for name in ("agency", "track", "service_type", "supplier")}
    return call, of, queries.Filter(words=search_words(), **narrowed), known


def choices(call: Call | None, of: ApplicationType) -> dict[str, dict[str, str]]:
    """What a list may be narrowed by, {code: name}; nothing where there is nothing to choose."""
    looking_after = agencies.choices(g.post, call, of.kind)
    return {
        "agency": looking_after | ({queries.UNASSIGNED: "배정 전"} if looking_after else {}),
        "track": dict(of.announcement.tracks) if of.consortium else {},
        "service_type": dict(of.announcement.service_types) if of.consortium else {},
        "supplier": {queries.ANY: "확인 필요 모두"} | supplier_states.TROUBLED if of.consortium else {},
        "call": {call.slug: call.label for call in calls_taking(of.kind)},
    }
