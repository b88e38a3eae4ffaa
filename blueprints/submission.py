"""Handing in: the last look, the receipt, and taking it back."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from blueprints.review import pointers
from blueprints.words import number
from models.application import Party
from models.company import POOL_STATES, Supplier
from models.submission import Filing, StoredPaper, Submission
from services.drafts import checks, consents
from services.mail import outbox
from services.submissions import consulting, filings, lifecycle, registrations

bp = Blueprint("submission", __name__, url_prefix="/applications/<application>")


@bp.get("/submit")
def confirm():
    return page(checks.verdict(g.standing))


@bp.post("/submit")
def submit():
    if request.form.get("confirmed") != "yes":
        return page(checks.verdict(g.standing), unconfirmed=True), 422
    try:
        lifecycle.submit(g.standing.application, g.person, g.arrived)
    except lifecycle.Incomplete as error:
        return page(error.verdict, failed=True), 422
    except lifecycle.AlreadyApplied as error:
        return page(checks.verdict(g.standing), taken=str(error)), 422
    except registrations.AlreadyRegistered as error:
        return page(checks.verdict(g.standing), taken=error.number), 422
    return redirect(url_for(".receipt"), 303)


@bp.get("/receipt")
def receipt():
    return receipt_page()


def receipt_page(failed: bool = False):
    submission = Submission.standing_for(g.standing.application)
    history = Submission.select().where(Submission.application == g.standing.application)
    if not history.exists():
        abort(404)
    mine = Party.get_by_id(g.standing.party.key)
    filing = Filing.of(g.standing.application)
    return render_template(
        "submission/receipt.html",
        standing=g.standing,
        submission=submission,
        failed=failed,
        elsewhere=filings.asked(g.standing.application),
        filing=filing,
        filed=filing is not None and filing.submission == submission,
        papers=list(StoredPaper.named(submission)) if submission and submission.readable_by(mine) else [],
        history=list(history.order_by(Submission.edition.desc())),
        mails=outbox.state_of(g.standing.application.token),
        entry=entry_here(),
        states=POOL_STATES,
        expected=registrations.expected(submission) if submission else None,
        addressee=consulting.addressee(g.standing.application) if submission else None,
        changed=submission and submission.revision != g.standing.application.revision,
        retold=consents.changed_since(mine, submission.revision) if submission else [],
        open=g.standing.application.open_at(g.arrived),
    )


@bp.post("/receipt/resend")
def resend():
    outbox.resend(
        g.standing.application.token, request.form.get("mail", 0, type=number)
    )  # the page shows how it stands
    return redirect(url_for(".receipt") + "#mails", 303)


@bp.post("/receipt")
def withdraw():
    if request.form.get("confirmed") != "yes":
        return receipt_page(failed=True), 422
    lifecycle.withdraw(g.standing.application, g.person, g.arrived)
    return redirect(url_for(".receipt"), 303)


def page(verdict: checks.Verdict, failed: bool = False, unconfirmed: bool = False, taken: str = ""):
    return render_template(
        "submission/confirm.html",
        standing=g.standing,
        submission=Submission.standing_for(g.standing.application),
        failed=failed or unconfirmed or bool(taken),
        unconfirmed=unconfirmed,
        taken=taken,
        unchanged=lifecycle.unchanged(g.standing.application),
        shown=[shown(*which) for which in g.standing.application.type.words.shown],
        **pointers(verdict),
    )


def shown(label: str, slug: str, name: str) -> tuple[str, str, str]:
    """An answer to look at once more, as (label, text, unit)."""
    journey, party = g.standing.journey, g.standing.party
    step = journey.steps[slug]
    return label, journey.on_paper(slug, None if step.shared else party)[name], step.form.names()[name].unit


def entry_here() -> Supplier | None:
    """The pool entry a registration is for."""
    application = g.standing.application
    return registrations.entry(application) if application.type.registers else None
