"""One application as it was submitted: its answers, documents and evidence. Every access is logged
(services/access/staff.py)."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms.staff import LookForm
from models.evidence import Evidence
from models.submission import StoredDocument, Submission
from programme import calls
from services.backoffice import agencies, cases, queries
from services.submissions import snapshots
from web import downloads, rescued_input
from web.current import g
from web.registration_page import FRAMING
from web.staff import irregular_suppliers, log_access, log_look, reason_page, reason_to_take, submission_url

bp = Blueprint("submissions", __name__, url_prefix="/staff/applications/<submission>")


@bp.get("/")
def show():
    submission = g.submission
    agency, call = submission.application.agency, submission.application.announcement
    log_look(submission, f"제출 내용 (제{submission.edition}차)")
    page = render_template(
        "staff/application.html",
        shown=snapshots.read(submission),
        submission=submission,
        documents=list(StoredDocument.named(submission)),
        taking=reason_to_take(submission),
        agencies={**call.agencies, **({agency: calls.agency(agency, call)} if agency else {})},
        lead=g.post.agency is None,
        case=cases.find(g.post, submission.application.token),
        **irregular_suppliers(submission),
        assigned=request.args.get("assigned") == (submission.application.agency or "nobody"),
    )
    return page, {"Content-Security-Policy": FRAMING}


@bp.get("/contacts")
def contacts_reason():
    kept, sent = rescued_input.restored_input()
    return reason_page("staff/contacts_reason.html", LookForm.of(LookForm.pick(sent) if kept else None), restored=kept)


@bp.post("/contacts")
def contacts():
    """Shown as the answer to the reason, and so once: another look is another reason."""
    submission = g.submission
    form = LookForm.of(LookForm.pick(request.form))
    if not form.validate():
        return reason_page("staff/contacts_reason.html", form, failed=True), 422
    log_access(submission, "연락처", form.why.data)
    rescued_input.discard_restored()
    return render_template(
        "staff/contacts.html",
        title=snapshots.title(submission),
        contacts=snapshots.contacts(submission),
        back=submission_url(submission),
    )


@bp.get("/<int(max=99999):edition>/evidence/<int(max=999):part>/<int(max=999):number>")
def evidence(edition: int, part: int, number: int):
    return downloads.send_evidence(opened_file(edition, part, number))


@bp.get("/<int(max=99999):edition>/evidence/<int(max=999):part>/<int(max=999):number>/view")
def view(edition: int, part: int, number: int):
    """The same to be looked at in a frame of the page."""
    return downloads.send_view(opened_file(edition, part, number, "화면에서 보기"))


def opened_file(edition: int, part: int, number: int, how: str = "") -> Evidence:
    """The file of a certificate as it was submitted; its opening is logged. 404 when it is not here."""
    submission = queries.edition(g.submission, edition) or abort(404)
    shown = snapshots.read(submission)
    if part >= len(shown.journey.parties):
        abort(404)
    row = shown.file(shown.journey.parties[part], number) or abort(404)
    what = f"증빙 {shown.called(row.kind)}: {row.name}"
    log_access(submission, f"{what} ({how})" if how else what, company=row.company)
    return row


@bp.get("/documents/<int(max=999999999):document>")
def document(document: int):
    submission = g.submission
    ours = StoredDocument.select().join(Submission).where(Submission.application == submission.application)
    row = ours.where(StoredDocument.id == document).first() or abort(404)
    why = reason_to_take(submission)
    if not why:
        return redirect(url_for("submitted_set.ask"), 303)
    log_access(submission, f"서류 {row.name}", why)
    return downloads.send_docx(row.name, row.content)


@bp.post("/agency")
def assign():
    agency = request.form.get("agency")  # "" for nobody, which must be said too
    application = g.submission.application
    if agency is None or (agency and agency not in {*application.announcement.agencies, application.agency}):
        abort(400)
    agencies.assign(application, agency or None, g.person)
    return redirect(url_for(".show", assigned=agency or "nobody") + "#agency", 303)
