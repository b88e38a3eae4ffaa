"""One search over numbers, names, telephones and addresses of mail. What was typed comes in the body of a POST: an
address would keep a caller's telephone in histories and logs."""

from flask import Blueprint, render_template, request

from forms.staff import FindForm
from models.rescue import Rescue
from services.backoffice import search
from web import rescued_input
from web.current import g

bp = Blueprint("find", __name__, url_prefix="/staff/find")


@bp.get("/")
def show():
    kept, sent = rescued_input.restored_input()
    return page(FindForm.of(FindForm.pick(sent) if kept else None), restored=kept)


@bp.post("/")
def find():
    form = FindForm.posted(request.form)
    if not form.validate():
        return page(form, failed=True), 422
    rescued_input.discard_restored()
    return page(form, search.find(g.post, form.words.data, g.person))


def page(form: FindForm, answer: search.Answer | None = None, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "staff/find.html",
        form=form,
        answer=answer,
        lead=g.post.agency is None,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
