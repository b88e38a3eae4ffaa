"""Where the four 수행기관 are written to."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

import config
from forms.staff import AddressesForm
from models.rescue import Rescue
from services.backoffice import agencies
from web import rescued_input
from web.current import g

bp = Blueprint("agencies", __name__, url_prefix="/staff/agencies")


@bp.get("/")
def show():
    kept, sent = rescued_input.restored_input()
    if kept:
        return page(AddressesForm.of(AddressesForm.pick(sent)), restored=kept)
    return page(AddressesForm.of({slug: [email] for slug, email in agencies.addresses().items()}))


@bp.post("/")
def save():
    sent = AddressesForm.pick(request.form)
    form = AddressesForm.of(sent) if sent else abort(400)
    if not form.validate() or foreign(form):
        return page(form, failed=True), 422
    agencies.write_to({field.name: field.data or "" for field in form if field.name in sent}, g.person)
    rescued_input.discard_restored()
    return redirect(url_for(".show", saved=1), 303)


def foreign(form) -> bool:
    """In the demo nobody real is written to: says so beside each address that is not @example.com."""
    if not config.current().demo:
        return False
    real = [field for field in form if field.data and not field.data.endswith("@example.com")]
    for field in real:
        field.errors = ["시연 사이트에서는 실제 기관에 메일을 보내지 않습니다. @example.com 주소를 입력해 주세요."]
    return bool(real)


def page(form, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "staff/agencies.html",
        form=form,
        failed=failed,
        saved=bool(request.args.get("saved")) and not failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
