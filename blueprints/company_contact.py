"""How a supplier of the pool is reached, for its people to correct at any time; and its optional consents beside it."""

from flask import Blueprint, redirect, render_template, request, url_for

from forms.supplier_pool.companies import ContactCorrectionForm
from models.application import Application, Party
from models.company import Supplier
from models.evidence import Consent
from models.rescue import Rescue
from models.submission import Submission
from programme.consents import text_hash
from services.drafts import companies, consents
from services.pool import contacts
from services.submissions import corrections
from web import rescued_input
from web.current import g

bp = Blueprint("company_contact", __name__, url_prefix="/companies/<company>/contact")


@bp.get("/")
def show():
    kept, sent = rescued_input.restored_input()
    if kept:
        return page(ContactCorrectionForm.of(ContactCorrectionForm.pick(sent)), restored=kept)
    return page()


@bp.post("/")
def save():
    sent = ContactCorrectionForm.pick(request.form)
    form = ContactCorrectionForm.of(sent)
    if not form.validate():
        return page(form, failed=True), 422
    labels = {field.name: field.label.text for field in form}
    try:
        changed = contacts.correct(g.company, sent, request.form.get("base", ""), g.person, labels)
    except contacts.Stale:
        return page(form, failed=True, stale=True), 409
    rescued_input.discard_restored()
    return redirect(url_for(".show", saved=len(changed)), 303)


def known(supplier: Supplier | None) -> ContactCorrectionForm:
    """The form as the pool says it now."""
    return ContactCorrectionForm.of(corrections.current(supplier) if supplier else None)


def page(
    form: ContactCorrectionForm | None = None, failed: bool = False, stale: bool = False, restored: Rescue | None = None
):
    held = Supplier.get_or_none(Supplier.company == g.company)
    supplier, registration = contacts.correctable(held), contacts.newest_registration(g.company)
    return render_template(
        "companies/contact.html",
        company=g.company,
        name=companies.named(g.company, held),
        supplier=supplier,
        registering=registration is not None,
        base=contacts.mark(supplier) if supplier else "",
        fresh=known(supplier) if stale else None,
        form=form or known(supplier),
        failed=failed,
        stale=stale,
        saved=request.args.get("saved", "") if not failed else "",
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
        **optional_consents(registration),
    )


def optional_consents(registration: Application | None) -> dict[str, object]:
    """What the company may take back or give at any time, as consents/optional.html wants it."""
    if registration is None:
        return {"optional": []}
    party = Party.get(Party.application == registration, Party.lead)
    given = Consent.newest(party)
    texts = consents.changeable(party, given)
    changed = next((text for text in texts if text.slug == request.args.get("changed")), None)
    return {
        "view": {"application": registration},
        "optional": [(text, text_hash(text), "") for text in texts],
        "given": given,
        "changed": changed,
        "submission": Submission.standing_for(registration) if changed else None,
        "open": changed is not None and registration.open_at(g.arrived),
        "stands": {text.slug: consents.current_choice(given.get(text.slug), text) for text in texts},
    }
