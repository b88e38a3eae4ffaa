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

bp = Blueprint("handed_in", __name__, url_prefix="/staff/applications/<token>")


def found(token: str, *purposes: str) -> Submission:
    """The edition that counts of an application this post may see; 404 for any other, and of another purpose."""
    submission = queries.find(g.post, token)
    if submission is None or (purposes and submission.application.purpose not in purposes):
        abort(404)
    return submission


def looked(submission: Submission, what: str, why: str = "", **whose) -> None:
    why = why or submission.application.type.words.review
    staff.looked(g.person, what, why, application=submission.application, **whose)


@bp.get("/")
def show(token: str):
    submission = found(token, PROJECT, CONSULTING)
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
def ask(token: str):
    submission = found(token)
    kept, sent = rescue.restored()
    return asking(submission, LookForm.of(LookForm.pick(sent) if kept else None), restored=kept)


@bp.post("/contacts")
def contacts(token: str):
    """Shown as the answer to the reason, and so once: another look is another reason."""
    submission = found(token)
    form = LookForm.of(LookForm.pick(request.form))
    if not form.validate():
        return asking(submission, form, failed=True), 422
    looked(submission, "연락처", form.why.data)
    rescue.stored()
    return render_template(
        "staff/contacts.html",
        title=snapshots.read(submission).title,
        contacts=snapshots.contacts(submission),
        back=page_of(submission),
    )


def asking(submission: Submission, form: LookForm, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "staff/ask.html",
        title=snapshots.read(submission).title,
        form=form,
        back=page_of(submission),
        failed=failed,
        restored=restored,
        rescues=rescue.offered(restored),
    )


def page_of(submission: Submission) -> str:
    application = submission.application
    endpoint = "approval.show" if application.type.registers else ".show"
    return url_for(endpoint, token=application.token)


@bp.get("/<int(max=99999):edition>/evidence/<int(max=999):part>/<int(max=999):place>")
def evidence(token: str, edition: int, part: int, place: int):
    submission = queries.edition(found(token), edition) or abort(404)
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
def paper(token: str, paper: int):
    submission = found(token)
    ours = StoredPaper.select().join(Submission).where(Submission.application == submission.application)
    row = ours.where(StoredPaper.id == paper).first() or abort(404)
    looked(submission, f"서류 {row.name}")
    response = send_file(io.BytesIO(row.content), mimetype=DOCX, as_attachment=True, download_name=row.name)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/agency")
def assign(token: str):
    submission = found(token, PROJECT)
    agency = request.form.get("agency")  # "" for nobody, which must be said too
    if agency is None or (agency and agency not in AGENCIES):
        abort(400)
    agencies.assign(submission.application, agency or None, g.person)
    return redirect(url_for(".show", token=token, assigned=agency or "nobody") + "#agency", 303)
