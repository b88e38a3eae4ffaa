"""Consents of a company: every text with its own yes and no, signed by whom and in what capacity."""

from collections.abc import Collection

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from blueprints import words
from forms.consents import ConsentForm
from models.application import Party, Rescue
from models.evidence import Consent
from programme.consents import text_hash
from services import consents, registrations, rescue

bp = Blueprint("consents", __name__, url_prefix="/applications/<application>/consents")


@bp.get("/")
def show(application: str):
    party = Party.get_by_id(g.standing.party.key)
    kept = rescue.find(g.person, request.args.get("rescue", 0, type=words.number))
    if kept and kept.path == words.here():
        sent = MultiDict(kept.sent)
        return page(party, ConsentForm.of(ConsentForm.pick(sent)), chosen(party, sent), restored=kept)
    given = Consent.of(party)
    latest = max(given.values(), key=lambda row: row.id, default=None)
    form = ConsentForm.of(
        {"signer": [latest.signer], "capacity": [latest.capacity]}
        if latest
        else {"signer": [g.standing.journey.data("company", g.standing.party)["representative"] or ""]}
    )
    return page(
        party, form, {text.slug: consents.standing(given.get(text.slug), text) for text in consents.asked(party)}
    )


def chosen(party: Party, sent: MultiDict[str, str]) -> dict[str, str]:
    """What was ticked for each text this company is asked about; "" for none, and for one worded otherwise since."""
    return {
        text.slug: choice
        if (choice := sent.get(f"consent-{text.slug}")) in ("yes", "no")
        and sent.get(f"text-{text.slug}") == text_hash(text)
        else ""
        for text in consents.asked(party)
    }


@bp.post("/")
def save(application: str):
    party = Party.get_by_id(g.standing.party.key)
    form = ConsentForm.of(ConsentForm.pick(request.form))
    choices = chosen(party, request.form)
    # An optional text may be left alone: it is asked for apart and never in the way (개인정보 보호법 제22조).
    missing = {text.slug for text in consents.asked(party) if text.required and not choices[text.slug]}
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
    if kept := rescue.find(g.person, request.form.get("rescue", 0, type=words.number)):
        rescue.discard(kept)
    return redirect(url_for("applications.desk", application=application), 303)


def page(
    party: Party,
    form: ConsentForm,
    choices: dict[str, str],
    missing: Collection[str] = (),
    failed: bool = False,
    restored: Rescue | None = None,
):
    return render_template(
        "consents/show.html",
        standing=g.standing,
        texts=[(text, text_hash(text)) for text in consents.asked(party)],
        given=Consent.of(party),
        form=form,
        choices=choices,
        missing=missing,
        reasons=registrations.reasons(g.standing.application),
        failed=failed,
        restored=restored,
        rescues=[] if restored else rescue.offered(g.person, words.here()),
        open=g.standing.application.open_at(g.arrived),
    )
