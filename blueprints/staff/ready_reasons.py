"""The words the office keeps ready for requests for completion."""

from flask import Blueprint, redirect, render_template, request, url_for

from forms import staff as forms
from models.rescue import Rescue
from services.pool import registration_items, review_notes
from web import rescued_input
from web.url_params import positive_int

bp = Blueprint("ready_reasons", __name__, url_prefix="/staff/reasons")


@bp.get("/")
def show():
    kept, sent = rescued_input.restored_input()
    form = forms.ready_reason(tuple(registration_items.titles().items()))
    return page(form.of(form.pick(sent) if kept else None), restored=kept)


@bp.post("/")
def save():
    kind = forms.ready_reason(tuple(registration_items.titles().items()))
    form = kind.of(kind.pick(request.form))
    if not form.validate():
        return page(form, failed=True), 422
    if not review_notes.keep_reason(form["item"].data or "", form.words.data):
        form.words.errors = [f"{review_notes.MOST_REASONS}개까지 둘 수 있습니다. 쓰지 않는 문구를 지운 뒤 더해 주세요."]
        return page(form, failed=True), 422
    rescued_input.discard_restored()
    return redirect(url_for(".show"), 303)


@bp.post("/remove")
def remove():
    review_notes.drop_reason(request.form.get("reason", 0, type=positive_int))
    return redirect(url_for(".show"), 303)


def page(form, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "staff/ready_reasons.html",
        form=form,
        rows=review_notes.ready_reasons(),
        titles=registration_items.titles(),
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
