"""Several files of evidence at once: uploading them without a word, and saying of each what it is."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from models.company import Company
from models.evidence import Evidence
from models.rescue import Rescue
from services.drafts import evidence
from web import rescued_input, several_files, upload_limits
from web.current import current_company, g, required_kinds
from web.downloads import send_stored
from web.url_params import positive_int

bp = Blueprint("undescribed", __name__, url_prefix="/applications/<application>/evidence/several")
bp.url_value_preprocessor(upload_limits.raise_body_limit)


@bp.get("/")
def show():
    company, kinds = current_company(), required_kinds()
    if not g.view.application.open_at(g.arrived):
        return redirect(url_for("evidence.show"), 303)
    kept, sent = rescued_input.restored_input()
    cards = several_files.cards_of(company, kinds, sent if kept else None)
    return page(company, cards, several_files.Answer(), restored=kept)


@bp.post("/")
def save():
    company, kinds = current_company(), required_kinds()
    answer = several_files.receive(company, kinds)
    if not answer.whole:
        sent = {card.row.token: card for card in answer.cards}
        cards = [sent.get(card.row.token, card) for card in several_files.cards_of(company, kinds)]
        return page(company, cards, answer, failed=True), 422
    if answer.described and not Evidence.undescribed(company).exists():
        return redirect(url_for("evidence.show", described=answer.described), 303)
    done: dict[str, Any] = {"described": answer.described, "kept": answer.kept, "removed": answer.removed}
    return redirect(url_for(".show", **{name: value for name, value in done.items() if value}), 303)


@bp.get("/<certificate>")
def picture(certificate: str):
    """A picture to be looked at while it is described: only what was taken in as PNG or JPEG."""
    row = Evidence.undescribed(current_company()).where(Evidence.token == certificate).first() or abort(404)
    mimetype = several_files.picture_type(row)
    if mimetype is None:
        abort(404)
    response = send_stored(evidence.file_of(row), row.sha256, mimetype=mimetype, download_name=row.name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def page(
    company: Company,
    cards: list[several_files.FileCard],
    answer: several_files.Answer,
    failed: bool = False,
    restored: Rescue | None = None,
):
    """What is still to be described. cards: of each file, as a page sent it and else as it is known."""
    return render_template(
        "evidence/several.html",
        view=g.view,
        cards=cards,
        beyond=Evidence.undescribed(company).count() - len(cards),
        refused=answer.refused,
        described=answer.described or request.args.get("described", 0, type=positive_int),
        kept=answer.kept or request.args.get("kept", 0, type=positive_int),
        removed=evidence.removed(company, answer.removed or request.args.get("removed", "")),
        used=evidence.used(company),
        limit=evidence.COMPANY_LIMIT,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
