"""Submitting: the last check, the receipt, and taking it back."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from models.case import Case
from models.company import POOL_STATES, SUSPENDED, Supplier
from models.submission import Filing, StoredDocument, Submission
from services.access import permissions
from services.drafts import checks, consents, revisions
from services.evaluation import completion
from services.mail import outbox
from services.pool import supplier_states
from services.submissions import completions, consulting, consulting_cases, filings, lifecycle, registrations
from web import downloads
from web.current import current_party, g
from web.problem_list import problem_links
from web.url_params import positive_int

bp = Blueprint("submission", __name__, url_prefix="/applications/<application>")


@bp.get("/submit")
def confirm():
    return page(checks.verdict(g.view))


@bp.post("/submit")
def submit():
    if request.form.get("confirmed") != "yes":
        return page(checks.verdict(g.view), unconfirmed=True), 422
    try:
        if lifecycle.window(g.view.application, g.arrived) == permissions.COMPLETING:
            completion.hand_in(g.view.application, g.person, g.arrived)
        else:
            lifecycle.submit_view(g.view, g.person, g.arrived)
    except lifecycle.Incomplete as error:
        return page(error.verdict, failed=True), 422
    except lifecycle.AlreadyApplied as error:
        return page(checks.verdict(g.view), taken=str(error)), 422
    except registrations.AlreadyRegistered as error:
        return page(checks.verdict(g.view), taken=error.number), 422
    return redirect(url_for(".receipt"), 303)


@bp.get("/receipt")
def receipt():
    return receipt_page()


def receipt_page(failed: bool = False):
    submission = g.view.standing
    editions = Submission.select(*Submission.unsealed()).where(Submission.application == g.view.application)
    history = list(editions.order_by(Submission.edition.desc())) or abort(404)
    mine = current_party()
    filing, entry = Filing.of(g.view.application), pool_entry_here()
    return render_template(
        "submission/receipt.html",
        view=g.view,
        submission=submission,
        failed=failed,
        elsewhere=filings.is_needed(g.view.application, submission),
        gone=bool(Case.withdrawn([g.view.application])),
        filing=filing,
        filed=filing is not None and filing.submission == submission,
        documents=list(StoredDocument.named(submission)) if submission and submission.readable_by(mine) else [],
        history=history,
        mails=outbox.state_of(g.view.application.token),
        entry=entry,
        states=POOL_STATES,
        expected=registrations.expected(submission, entry) if submission and entry else None,
        addressee=consulting.addressee(g.view.application) if submission else None,
        progress=consulting_cases.progress(g.view.application),
        supplier_states=supplier_states.of_project(g.view.application),
        changed=submission and not revisions.says_as_of(g.view.application, submission.revision),
        retold=consents.changed_since(mine, submission.revision) if submission else [],
        open=g.view.application.open_at(g.arrived),
        withdrawable=lifecycle.may_withdraw(g.view.application, g.arrived),
        completing=g.view.application.completing_at(g.arrived),
    )


@bp.get("/result/<int(max=99999):edition>")
def result(edition: int):
    """The result of a consulting visit, as it was sent."""
    row = consulting_cases.result_of(g.view.application, edition) or abort(404)
    return downloads.send_docx(row.name, row.content)


@bp.post("/receipt/resend")
def resend():
    outbox.resend(
        g.view.application.token, request.form.get("mail", 0, type=positive_int)
    )  # the page shows how it stands
    return redirect(url_for(".receipt") + "#mails", 303)


@bp.post("/receipt")
def withdraw():
    if request.form.get("confirmed") != "yes":
        return receipt_page(failed=True), 422
    lifecycle.withdraw(g.view.application, g.person, g.arrived)
    return redirect(url_for(".receipt"), 303)


def page(verdict: checks.Verdict, failed: bool = False, unconfirmed: bool = False, taken: str = ""):
    application = g.view.application
    case, entry = Case.of(application) if application.completing_at(g.arrived) else None, pool_entry_here()
    submission = g.view.standing
    return render_template(
        "submission/confirm.html",
        view=g.view,
        submission=submission,
        failed=failed or unconfirmed or bool(taken),
        unconfirmed=unconfirmed,
        taken=taken,
        unchanged=submission is not None and revisions.says_as_of(application, submission.revision),
        asked=completions.progress(g.view),
        due=case.due_on if case else None,
        suspended=entry is not None and entry.state == SUSPENDED,
        shown=[answer_shown(*which) for which in application.type.words.shown],
        **problem_links(verdict),
    )


def answer_shown(label: str, slug: str, name: str) -> tuple[str, str, str]:
    """An answer to look at once more, as (label, text, unit)."""
    journey, party = g.view.journey, g.view.party
    step = journey.steps[slug]
    field: Any = step.form.of(None)[name]
    return label, journey.printed(slug, None if step.shared else party)[name], field.unit


def pool_entry_here() -> Supplier | None:
    """The pool entry a registration is for."""
    return g.view.entry if g.view.application.type.registers else None
