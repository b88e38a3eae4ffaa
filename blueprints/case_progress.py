"""After closing: how an application stands, as its companies see it; and its lead asking to withdraw it."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms.cases import WithdrawalForm
from models.case import Case, CaseDocument
from models.rescue import Rescue
from programme import course
from programme.pictures import EVERY
from services.evaluation import completion, letters, moves
from web import downloads, navigation, rescued_input
from web.current import g
from web.url_params import positive_int

bp = Blueprint("case_progress", __name__, url_prefix="/applications/<application>/case")


def seen_here() -> int:
    return request.form.get("base", 0, type=positive_int)


@bp.get("")
def show():
    kept, sent = rescued_input.restored_input()
    return page(WithdrawalForm.of(WithdrawalForm.pick(sent) if kept else None), restored=kept)


@bp.post("/withdrawal")
def ask():
    form = WithdrawalForm.posted(request.form)
    if not form.validate():
        return page(form, failed=True), 422
    moves.make(g.case, course.ASK_WITHDRAWAL, g.person, seen_here(), said={"reason": form.reason.data})
    rescued_input.discard_restored()
    return redirect(url_for(".show", done=course.ASK_WITHDRAWAL), 303)


@bp.post("/keep")
def keep():
    moves.make(g.case, course.KEEP, g.person, seen_here())
    return redirect(url_for(".show", done=course.KEEP), 303)


@bp.get("/letters/<int(max=999999999):document>")
def document(document: int):
    """A letter that went to the lead; 404 to the others, and where none went out."""
    row = next((each for each in letters_sent(g.case) if each.id == document), None) or abort(404)
    return downloads.send_docx(row.name, CaseDocument.get_by_id(row.id).content)


def letters_sent(case: Case) -> list[CaseDocument]:
    """The letters its lead was sent, without their content."""
    if not (letters.may_decide() and g.view.party.lead):
        return []
    known = CaseDocument.id, CaseDocument.name, CaseDocument.size
    return list(CaseDocument.select(*known).where(CaseDocument.case == case).order_by(CaseDocument.id))


def way_to(item: dict[str, Any]) -> str:
    """Where what is asked for is completed; "" where another company does it."""
    slug, party, view = item["slug"], item["party"], g.view
    if party not in (None, view.party.key):
        return ""
    if task := view.journey.task(slug, view.party):
        return navigation.step_url(task) if task in view.journey.of(view.party) else ""
    of = view.application.type
    if slug in {kind.slug for kind in of.evidence}:
        return url_for("evidence.show", _anchor=slug)
    if slug in EVERY:
        return url_for("pictures.show", _anchor=slug)
    return url_for("consents.show")


def page(form: WithdrawalForm, failed: bool = False, restored: Rescue | None = None):
    case = g.case
    agency, phones = letters.agency_of(case, g.view.application.announcement)
    asked, told = completion.asked_here(g.view.application), letters.told(case)
    return render_template(
        "applications/case.html",
        view=g.view,
        case=case,
        state=letters.told_state(told),
        states=course.STATES,
        agency=agency,
        phones=phones,
        told=told,
        named=course.BY_NAME,
        reasoned=letters.REASONED,
        asked=asked,
        asked_ways=[(item, way_to(item)) for item in asked],
        open=g.view.application.completing_at(g.arrived),
        letters=letters_sent(case),
        may_decide=letters.may_decide(),
        withdrawable=g.view.party.lead and case.state in course.ACTIVE and case.held is None,
        done=request.args.get("done", "") if not failed else "",
        form=form,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
