"""The evaluators' pages: their assignments, the questions about conflicts before anything of a case is shown, and the
plan to read beside the sheet, which is a wizard like any other (blueprints/wizard.py)."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from forms import evaluation as forms
from forms.base import StepForm
from models.evaluation import CLEAR, HANDED_IN, OFFERED
from models.rescue import Rescue
from programme.evaluation import PLEDGE
from services.access import staff
from services.evaluation import anonymising, assignments, gate, reading
from services.evaluation.gate import Part
from web import downloads, rescued_input
from web.current import g
from web.form_errors import form_error_page

bp = Blueprint("evaluation", __name__, url_prefix="/evaluation")


@bp.get("/")
def index():
    pledged = gate.pledged(g.evaluator)
    return render_template(
        "evaluation/index.html",
        parts=gate.parts(g.evaluator) if pledged and g.evaluator.ready else [],
        pledged=pledged,
        evaluator=g.evaluator,
        states=assignments.STATES,
        done=request.args.get("done", ""),
    )


@bp.get("/pledge")
def pledge_page():
    kept, sent = rescued_input.restored_input()
    form = forms.PledgeForm.of(forms.PledgeForm.pick(sent) | {"agreed": []}) if kept else forms.PledgeForm()
    rescues = rescued_input.offered_rescues(kept)
    return render_template("evaluation/pledge.html", form=form, restored=kept, rescues=rescues, **pledging())


@bp.post("/pledge")
def pledge():
    form = forms.PledgeForm.posted(request.form)
    if not form.validate():
        return form_error_page("evaluation/pledge.html", form, **pledging())
    gate.pledge(g.evaluator, form.signer.data)
    rescued_input.discard_restored()
    return redirect(url_for(".index", done="pledge"), 303)


def pledging() -> dict[str, Any]:
    return {"lines": PLEDGE, "given": gate.pledged(g.evaluator)}


@bp.get("/profile")
def profile_page():
    kept, sent = rescued_input.restored_input()
    if kept:
        form = forms.EvaluatorForm.of(forms.EvaluatorForm.pick(sent))
        return render_template("evaluation/profile.html", form=form, restored=kept, **profiling())
    post = g.evaluator
    said = {"name": [post.name or ""], "institution": [post.institution or ""], "number": [post.number or ""]}
    said |= {"sector": [post.sector], "fields": post.fields, "regions": post.regions}
    form = forms.EvaluatorForm.of(said | {"most": [str(post.most)]} if post.ready else {})
    rescues = rescued_input.offered_rescues()
    return render_template("evaluation/profile.html", form=form, rescues=rescues, **profiling())


@bp.post("/profile")
def profile():
    form = forms.EvaluatorForm.posted(request.form)
    if not form.validate():
        return form_error_page("evaluation/profile.html", form, **profiling())
    gate.save_profile(g.evaluator, **form.data)
    rescued_input.discard_restored()
    return redirect(url_for(".index", done="profile"), 303)


def profiling() -> dict[str, Any]:
    return {"kept_because": anonymising.kept_because(g.evaluator)}


# One case


@bp.get("/cases/<assignment>/")
def show():
    part = g.assignment
    kept, sent = rescued_input.restored_input()
    refusal = forms.RefusalForm.of(forms.RefusalForm.pick(sent))
    if part.row.state == OFFERED:
        staff.log_access(g.person, "이해관계 확인 화면", "현장평가", evaluates=True, application=part.case.application)
        asked = gate_form(part)
        return gate_page(part, asked.of(asked.pick(sent)), refusal=refusal, restored=kept)
    late = forms.LateConflictForm.of(forms.LateConflictForm.pick(sent))
    return case_page(part, refusal=refusal, late=late, restored=kept)


@bp.post("/cases/<assignment>/answer")
def answer():
    part = g.assignment
    form = gate_form(part).posted(request.form)
    if not form.validate():
        return gate_page(part, form, wrong=form), 422
    opened = gate.answer(part, form, g.person, g.arrived)
    rescued_input.discard_restored()
    return redirect(url_for(".show") if opened else url_for(".index", done="closed"), 303)


@bp.post("/cases/<assignment>/decline")
def decline():
    part = g.assignment
    form = forms.RefusalForm.posted(request.form)
    if not form.validate():
        if part.row.state == OFFERED:
            return gate_page(part, gate_form(part).of(None), refusal=form, wrong=form), 422
        return case_page(part, refusal=form, wrong=form), 422
    gate.decline(part, form.reason.data, g.person, g.arrived)
    rescued_input.discard_restored()
    return redirect(url_for(".index", done="declined"), 303)


@bp.post("/cases/<assignment>/conflict")
def declare_late():
    part = g.assignment
    form = forms.LateConflictForm.posted(request.form)
    if not form.validate():
        return case_page(part, late=form, wrong=form), 422
    gate.declare_late(part, form.note.data, g.person)
    rescued_input.discard_restored()
    return redirect(url_for(".index", done="closed"), 303)


@bp.get("/cases/<assignment>/plan")
def plan():
    part = g.assignment
    mark = reading.mark_of(g.evaluator.name, g.arrived)
    staff.log_access(g.person, "사업계획서 사본 보기", "현장평가", evaluates=True, application=part.case.application)
    return render_template("evaluation/plan.html", part=part, mark=mark, copy=reading.page(part.edition, mark))


@bp.get("/cases/<assignment>/plan.docx")
def plan_file():
    part = g.assignment
    staff.log_access(
        g.person, "사업계획서 사본 내려받기", "현장평가", evaluates=True, application=part.case.application
    )
    name, content = reading.file(part.edition, reading.mark_of(g.evaluator.name, g.arrived))
    return downloads.send_docx(name, content)


def gate_form(part: Part) -> type[forms.GateForm]:
    return forms.gate({each.place: each.name for each in part.companies})


def gate_page(
    part: Part,
    form: forms.GateForm,
    refusal: forms.RefusalForm | None = None,
    wrong: StepForm | None = None,
    restored: Rescue | None = None,
):
    """wrong: which of the two is refused."""
    return render_template(
        "evaluation/gate.html",
        part=part,
        over=part.round.over_at(g.arrived),
        form=form,
        refusal=refusal or forms.RefusalForm(),
        failed=wrong is not None,
        faults=wrong.faults if wrong else [],
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


def case_page(
    part: Part,
    refusal: forms.RefusalForm | None = None,
    late: forms.LateConflictForm | None = None,
    wrong: StepForm | None = None,
    restored: Rescue | None = None,
):
    return render_template(
        "evaluation/case.html",
        part=part,
        readable=part.readable,
        begun=g.arrived >= part.round.opens_at,
        open=part.round.open_at(g.arrived),
        over=part.round.over_at(g.arrived),
        clear=part.row.state == CLEAR,
        handed_in=part.row.state == HANDED_IN,
        refusal=refusal or forms.RefusalForm(),
        late=late or forms.LateConflictForm(),
        failed=wrong is not None,
        faults=wrong.faults if wrong else [],
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
