"""What two officers decide together: proposing an act, and confirming, declining or taking back what was proposed."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms.acts import ActForm
from forms.staff import DeclineForm
from models.company import Company
from models.proposal import LIFE, OPEN, Proposal
from models.rescue import Rescue
from services.access import staff
from services.access.permissions import NotNow
from services.backoffice import proposals
from services.backoffice.acts import ACTS
from services.drafts import companies
from web import rescued_input
from web.current import g

bp = Blueprint("proposals", __name__, url_prefix="/staff/proposals")


@bp.get("/")
def index():
    return render_template(
        "staff/proposals.html",
        pending=proposals.pending(g.arrived, g.person),
        settled=proposals.settled(g.arrived, g.person),
        acts=ACTS,
        states=proposals.STATES,
        alone=len(staff.officers()) < 2,
        days=LIFE.days,
    )


@bp.get("/new/<act>/")
@bp.get("/new/<act>/<firm>/")
def ask(act: str):
    company = company_for(act)
    kept, sent = rescued_input.restored_input()
    form = ACTS[act].form(company)
    return asking(act, company, form.of(form.pick(sent) if kept else None), restored=kept)


@bp.post("/new/<act>/")
@bp.post("/new/<act>/<firm>/")
def propose(act: str):
    company = company_for(act)
    form = ACTS[act].form(company).posted(request.form)
    if not form.validate():
        return asking(act, company, form, failed=True), 422
    try:
        row = proposals.propose(ACTS, act, company, form, g.person)
    except NotNow as refusal:
        return asking(act, company, form, failed=True, refused=str(refusal)), 409
    rescued_input.discard_restored()
    return redirect(url_for(".show", proposal=row.token, made=1), 303)


def company_for(act: str) -> Company | None:
    """The company an act is about, None for one about none; 404 for an act that is not proposed here, or not of
    that."""
    company: Company | None = g.get("firm")
    if act not in ACTS or ACTS[act].of_case or ACTS[act].elsewhere or ACTS[act].of_company != bool(company):
        abort(404)
    return company


def asking(
    act: str,
    company: Company | None,
    form: ActForm,
    failed: bool = False,
    refused: str = "",
    restored: Rescue | None = None,
):
    return render_template(
        "staff/proposal_form.html",
        act=ACTS[act],
        company=company,
        name=companies.name_of(company) if company else "",
        form=form,
        failed=failed,
        refused=refused,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


@bp.get("/<proposal>/")
def show():
    kept, sent = rescued_input.restored_input()
    return page(g.proposal, DeclineForm.of(DeclineForm.pick(sent) if kept else None), restored=kept)


@bp.post("/<proposal>/")
def settle():
    row = g.proposal
    if request.form.get("do") == "confirm":
        proposals.confirm(ACTS, row, g.person, g.arrived)
    elif request.form.get("do") == "decline":
        form = DeclineForm.posted(request.form)
        if not form.validate():
            return page(row, form, failed=True), 422
        proposals.decline(ACTS, row, g.person, g.arrived, form.reason.data or "")
        rescued_input.discard_restored()
    else:
        abort(400)
    return redirect(url_for(".show", done=1), 303)


def page(row: Proposal, form: DeclineForm, failed: bool = False, restored: Rescue | None = None):
    state, own = row.state_at(g.arrived), row.by_id == g.person.id
    basis = proposals.basis_now(ACTS, row, g.person) if state == OPEN else None
    barred = basis.bars if basis else ""
    if state != OPEN or own or barred:
        restored = None  # there is no form to put it back into: it is offered to be read
    return render_template(
        "staff/proposal.html",
        row=row,
        act=ACTS[row.act],
        state=state,
        states=proposals.STATES,
        open=state == OPEN,
        own=own,
        warned=basis.warnings() if basis else [],
        basis=basis,
        refusal=proposals.CHANGED if proposals.is_overtaken(row) else proposals.refusal(row, basis),
        barred=barred,
        form=form,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
