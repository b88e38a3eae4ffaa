"""All of what was submitted, for staff: one ZIP and one PDF. The documents hold telephones and addresses of mail, so
whoever takes them says why, once a working day for an application; every taking is logged."""

from flask import Blueprint, redirect, render_template, request, url_for

from forms.staff import TakingForm
from services.access.staff import TAKING
from services.pdf import conversions, documents_pdf
from services.pdf.conversions import SUBMITTED
from services.submissions import snapshots
from web import downloads, rescued_input
from web.current import g
from web.staff import log_access, reason_page, reason_to_take, submission_url

bp = Blueprint("submitted_set", __name__, url_prefix="/staff/applications/<submission>/submitted")


@bp.get("/reason")
def ask():
    kept, sent = rescued_input.restored_input()
    return reason_page("staff/taking.html", TakingForm.of(TakingForm.pick(sent) if kept else None), restored=kept)


@bp.post("/reason")
def give():
    form = TakingForm.of(TakingForm.pick(request.form))
    if not form.validate():
        return reason_page("staff/taking.html", form, failed=True), 422
    log_access(g.submission, TAKING, form.why.data)
    rescued_input.discard_restored()
    return redirect(submission_url(g.submission) + "#documents", 303)


@bp.get("/all.zip")
def bundle():
    submission, why = g.submission, reason_to_take(g.submission)
    if not why:
        return redirect(url_for(".ask"), 303)
    log_access(submission, f"제출본 모두 (제{submission.edition}차, ZIP)", why)
    return downloads.send_submitted_zip(submission, None)


@bp.get("/pdf/")
def show():
    submission = g.submission
    if not reason_to_take(submission):
        return redirect(url_for(".ask"), 303)
    return render_template(
        "staff/set.html",
        title=snapshots.title(submission),
        submission=submission,
        made=downloads.newest_submitted_pdf(submission, None),
        possible=documents_pdf.is_available(),
        back=submission_url(submission),
    )


@bp.post("/pdf/")
def make():
    conversions.request_pdf(g.submission.application, None, SUBMITTED, g.person)
    return redirect(url_for(".show"), 303)


@bp.get("/pdf/<made>")
def download(made: str):
    submission, why = g.submission, reason_to_take(g.submission)
    if not why:
        return redirect(url_for(".ask"), 303)
    response = downloads.send_conversion(made, SUBMITTED, None, application=submission.application)
    log_access(submission, f"제출본 모두 (제{submission.edition}차, PDF)", why)
    return response
