"""Consents of a company: every text with its own yes and no, signed by whom and in what capacity; optional ones taken
back or given whenever it likes."""

from collections.abc import Collection, Mapping

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from forms.consents import ConsentForm
from models.application import Party
from models.evidence import Consent
from models.rescue import Rescue
from programme.consents import Consent as Text
from programme.consents import text_hash
from programme.korean import with_particle
from services.drafts import consents
from services.submissions import completions
from web import rescued_input
from web.current import current_party, g

bp = Blueprint("consents", __name__, url_prefix="/applications/<application>/consents")


@bp.get("/")
def show():
    party = party_here()
    kept, sent = rescued_input.restored_input()
    if kept:
        return page(party, ConsentForm.of(ConsentForm.pick(sent)), choices_in(party, sent), restored=kept)
    return page(party)


def party_here() -> Party:
    """The part of the company the person acts for here; 404 for who is asked about nothing."""
    party = current_party()
    return party if consents.texts_for(party) else abort(404)


def editable(party: Party) -> list[Text]:
    """The texts that may be answered now: in the window all, afterwards those completion is asked for."""
    return [text for text in consents.texts_for(party) if g.view.application.open_at(g.arrived, text.slug, party.id)]


def choices_in(party: Party, sent: MultiDict[str, str]) -> dict[str, str]:
    """What was ticked for each text that may be answered; "" for none, and for one worded otherwise since."""
    return {
        text.slug: choice
        if (choice := sent.get(f"consent-{text.slug}")) in ("yes", "no")
        and sent.get(f"text-{text.slug}") == text_hash(text)
        else ""
        for text in editable(party)
    }


@bp.post("/")
def save():
    party = party_here()
    texts = editable(party)
    form = ConsentForm.of(ConsentForm.pick(request.form))
    choices = choices_in(party, request.form)
    if "all" in request.form:  # marked only: whoever agrees looks through them and saves
        every = request.form["all"] == "every"
        marks = {text.slug: "yes" for text in texts if text.required or every}
        return page(party, form, choices | marks, marked=True)
    # An optional text may be left alone: it is asked for apart and never in the way (개인정보 보호법 제22조).
    missing = {text.slug for text in texts if text.required and not choices[text.slug]}
    if not form.validate() or missing:
        return page(party, form, choices, missing, failed=True), 422
    consents.give(
        party,
        {slug: choice for slug, choice in choices.items() if choice},
        signer=form.signer.data,
        capacity=form.capacity.data,
        person=g.person,
        arrived=g.arrived,
    )
    rescued_input.discard_restored()
    if any(text.required and choices[text.slug] == "no" for text in texts):
        return redirect(url_for(".show", stop=1), 303)  # stored, but not to be overlooked
    return redirect(url_for("applications.task_list", said="consented"), 303)


@bp.post("/<kind>")
def change(kind: str):
    """Take an optional consent back, or give it to the words on the page."""
    party = current_party()
    given = Consent.newest(party)
    text = next((text for text in consents.changeable(party, given) if text.slug == kind), None) or abort(404)
    choice = request.form.get("choice")
    if choice not in ("yes", "no"):
        abort(400)
    if choice == "yes" and request.form.get(f"text-{kind}") != text_hash(text):
        return redirect(url_for(".show", reworded=kind), 303)
    consents.change(party, text, choice, person=g.person, arrived=g.arrived)
    if request.form.get("back") == "contact":
        return redirect(url_for("company_contact.show", company=party.firm.token, changed=kind), 303)
    return redirect(url_for(".show", changed=kind), 303)


def hidden_without(party: Party, text: Text) -> str:
    """What nobody is shown of the company's answers unless it agrees to this text, as the text calls it, with a
    particle."""
    questions = party.application.type.withheld(party.role, {}) & text.questions
    wording = ", ".join(item.words for item in text.items if questions & item.labels.keys())
    return with_particle(wording, "은/는") if wording else ""


def signed_as_last(given: Mapping[str, Consent]) -> ConsentForm:
    """The form as the company signed last; before it ever did, by its representative. given: its choices."""
    latest = max(given.values(), key=lambda row: row.id, default=None)
    representative = g.view.journey.data("company", g.view.party)["representative"] or ""
    signer, capacity = (latest.signer, latest.capacity) if latest else (representative, "representative")
    return ConsentForm.of({"signer": [signer], "capacity": [capacity] if signer else []})


def page(
    party: Party,
    form: ConsentForm | None = None,
    choices: dict[str, str] | None = None,
    missing: Collection[str] = (),
    failed: bool = False,
    restored: Rescue | None = None,
    marked: bool = False,
):
    """choices: what is marked otherwise than it stands. Only who takes part meets it: all its choices count."""
    given, texts = Consent.newest(party), consents.texts_for(party)
    optional = [(text, text_hash(text), hidden_without(party, text)) for text in consents.changeable(party, given)]
    stands = {text.slug: consents.current_choice(given.get(text.slug), text) for text in texts}
    # That a consent was not stored is said until it is agreed to.
    not_agreed = [text for text, *_ in optional if stands[text.slug] != "yes"]
    answerable = editable(party)
    return render_template(
        "consents/show.html",
        view=g.view,
        texts=[(text, text_hash(text)) for text in texts],
        given=given,
        stands=stands,
        optional=optional,
        changed=next((text for text, *_ in optional if text.slug == request.args.get("changed")), None),
        reworded=next((text for text in not_agreed if text.slug == request.args.get("reworded")), None),
        refused=[text for text in texts if text.required and stands[text.slug] == "no"],
        submission=g.view.standing,
        form=form or signed_as_last(given),
        choices=stands | (choices or {}),
        missing=missing,
        reasons=completions.reasons(g.view, party.id),
        failed=failed,
        marked=marked,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
        editable=answerable,
        open=bool(answerable),
        completing=g.view.application.completing_at(g.arrived),
    )
