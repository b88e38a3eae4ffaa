"""One application as it was handed in: its answers, papers and evidence. Every look is logged (services/access/staff.py)."""

import io

from flask import Blueprint, abort, g, redirect, render_template, request, send_file, url_for

from blueprints import rescue
from blueprints.documents import DOCX
from forms.staff import LookForm
from models.application import Rescue
from models.submission import StoredPaper, Submission
from programme.agencies import AGENCIES
from programme.application_types import CONSULTING, PROJECT
from services.access import staff
from services.backoffice import agencies, queries
from services.drafts import evidence as files
from services.submissions import snapshots

bp = Blueprint("handed_in", __name__, url_prefix="/staff/applications/<submission>")


def looked(submission: Submission, what: str, why: str = "", **whose) -> None:
    why = why or submission.application.type.words.review
    staff.looked(g.person, what, why, application=submission.application, **whose)


def only(*purposes: str) -> Submission:
    """What was handed in; 404 for what has a page of another kind."""
    return g.submission if g.submission.application.purpose in purposes else abort(404)


@bp.get("/")
def show():
    submission = only(PROJECT, CONSULTING)
    looked(submission, f"제출 내용 (제{submission.edition}차)")
    return render_template(
        "staff/application.html",
        shown=snapshots.read(submission),
        submission=submission,
        papers=list(StoredPaper.named(submission)),
        agencies=AGENCIES,
        lead=g.post.agency is None,
        assigned=request.args.get("assigned") == (submission.application.agency or "nobody"),
    )


@bp.get("/contacts")
def ask():
    kept, sent = rescue.restored()
    return asking(LookForm.of(LookForm.pick(sent) if kept else None), restored=kept)


@bp.post("/contacts")
def contacts():
    """Shown as the answer to the reason, and so once: another look is another reason."""
    submission = g.submission
    form = LookForm.of(LookForm.pick(request.form))
    if not form.validate():
        return asking(form, failed=True), 422
    looked(submission, "연락처", form.why.data)
    rescue.stored()
    return render_template(
        "staff/contacts.html",
        title=snapshots.read(submission).title,
        contacts=snapshots.contacts(submission),
        back=page_of(submission),
    )


def asking(form: LookForm, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "staff/ask.html",
        title=snapshots.read(g.submission).title,
        form=form,
        back=page_of(g.submission),
        failed=failed,
        restored=restored,
        rescues=rescue.offered(restored),
    )


def page_of(submission: Submission) -> str:
    application = submission.application
    if application.type.registers:
        return url_for("approval.show", registration=application.token)
    return url_for("handed_in.show", submission=application.token)


@bp.get("/<int(max=99999):edition>/evidence/<int(max=999):part>/<int(max=999):place>")
def evidence(edition: int, part: int, place: int):
    submission = queries.edition(g.submission, edition) or abort(404)
    shown = snapshots.read(submission)
    if part >= len(shown.journey.parties):
        abort(404)
    row = shown.file(shown.journey.parties[part], place) or abort(404)
    looked(submission, f"증빙 {shown.called(row.kind)}: {row.name}", company=row.company)
    response = send_file(
        files.path_of(row), mimetype="application/octet-stream", as_attachment=True, download_name=row.name
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/papers/<int(max=999999999):paper>")
def paper(paper: int):
    submission = g.submission
    ours = StoredPaper.select().join(Submission).where(Submission.application == submission.application)
    row = ours.where(StoredPaper.id == paper).first() or abort(404)
    looked(submission, f"서류 {row.name}")
    response = send_file(io.BytesIO(row.content), mimetype=DOCX, as_attachment=True, download_name=row.name)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/agency")
def assign():
    submission = only(PROJECT)
    agency = request.form.get("agency")  # "" for nobody, which must be said too
    if agency is None or (agency and agency not in AGENCIES):
        abort(400)
    agencies.assign(submission.application, agency or None, g.person)
    return redirect(url_for(".show", assigned=agency or "nobody") + "#agency", 303)
