"""Staff and evaluators prove who they are by a second factor before they see anything of others."""

from typing import Any

import segno
from flask import Blueprint, redirect, render_template, request, session, url_for

from forms.sign_in import ProofForm
from models.base import now
from programme import calls, reception
from services.access import staff
from web.current import g, visitor
from web.form_errors import form_error_page
from web.formatting import duration_text
from web.rate_limit import GUESSES, limiter
from web.url_params import local_path

bp = Blueprint("two_factor", __name__, url_prefix="/staff/proof")


@bp.get("/")
def show():
    back = local_path(request.args.get("next"))
    if back:
        session["next"] = back
    return render_template("staff/two_factor.html", form=ProofForm(), **enrolment())


@bp.post("/")
@limiter.limit(GUESSES)
def check():
    form = ProofForm.posted(request.form)
    if not form.validate():
        return form_error_page("staff/two_factor.html", form, **enrolment())
    known = staff.proved_in(session.get("proved"), post_here())
    try:
        staff.verify_code(post_here(), g.session, form.code.data or "", now(), known, request.remote_addr or "")
    except staff.TooManyDeviceCodes as many:
        return form_error_page(
            "staff/two_factor.html",
            form,
            form.code,
            f"틀린 번호가 {staff.TRIES}번 이어져 잠시 받지 않습니다. {duration_text(many.wait)} 뒤에 다시 입력해 주세요. "
            "직접 입력하신 것이 아니라면 다른 사람이 이 메일 주소로 로그인한 것이니 "
            f"{reception.current(calls.newest()).ask}에 알려 주세요."
            + ("" if known else " 전에 담당자 확인을 마친 브라우저에서는 기다리지 않고 확인할 수 있습니다."),
            wait=many.wait,
            **enrolment(),
        )
    except staff.WrongDeviceCode:
        return form_error_page(
            "staff/two_factor.html",
            form,
            form.code,
            "인증 앱의 지금 번호와 다릅니다. 한 번 쓴 번호는 다시 쓸 수 없으니 다음 번호가 나오면 입력해 주세요. "
            "휴대전화의 시각이 자동으로 맞춰져 있는지도 확인해 주세요.",
            **enrolment(),
        )
    session["proved"] = staff.proof_mark(post_here())
    home = url_for("staff.index" if visitor.post else "evaluation.index")
    return redirect(local_path(session.pop("next", None)) or home, 303)


def post_here() -> staff.Post:
    """The post that is proved. Who works for an agency as well has one device, the stricter one's."""
    return visitor.post or g.evaluator


def enrolment() -> dict[str, Any]:
    """For a post without a device yet: what the authenticator app reads."""
    post = post_here()
    if post.enrolled_at:
        return {}
    address = staff.address(post)
    return {"picture": segno.make(address).svg_data_uri(scale=5, border=4), "secret": staff.device(post).secret}
