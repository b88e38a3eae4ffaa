"""A request for completion as its supplier answers it: what was asked, how far each item is, and words to any of
them."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from forms.completions import RepliesForm, replies
from models.base import now
from models.pool import Review
from models.rescue import Rescue
from services.submissions import completions
from services.submissions.completions import Item
from web import navigation, rescued_input
from web.current import g

bp = Blueprint("completions", __name__, url_prefix="/applications/<application>/completion")


@bp.get("/")
def show():
    review = g.view.returned
    if review is None:
        return redirect(navigation.task_list_url(), 303)
    asked = completions.progress(g.view)
    kept, sent = rescued_input.restored_input()
    return page(review, asked, form_of(asked, sent if kept else None), restored=kept)


@bp.post("/")
def save():
    review, asked = g.view.returned, completions.progress(g.view)
    form = form_of(asked, request.form)
    if review and not form.validate():
        return page(review, asked, form, failed=True), 422
    completions.reply(g.view.application, request.form.get("base", ""), form.words(), g.person, now())
    rescued_input.discard_restored()
    return redirect(url_for(".show", saved=1), 303)


def form_of(asked: list[Item], sent: MultiDict[str, str] | None) -> RepliesForm:
    """The boxes as sent, or as stored."""
    form = replies(tuple((item.slug, item.title) for item in asked))
    stored = {f"{form.PREFIX}{item.slug}": [item.words] for item in asked}
    return form.of(stored | form.pick(sent) if sent else stored)


def page(review: Review, asked: list[Item], form: RepliesForm, failed: bool = False, restored: Rescue | None = None):
    return render_template(
        "registrations/completion.html",
        view=g.view,
        review=review,
        asked=asked,
        left=completions.still_open(asked),
        overdue=completions.overdue(review.due, now()),
        base=completions.mark(review),
        form=form,
        where={item.slug: address_of(item.slug) for item in asked},
        saved="saved" in request.args and not failed,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )


def address_of(slug: str) -> str:
    """Where what an item names is mended."""
    view = g.view
    if task := view.journey.task(slug, view.party):
        return navigation.step_url(task)
    consent = slug in {text.slug for text in view.application.type.texts(view.party.role)}
    page, anchor = ("consents.show", f"text-{slug}") if consent else ("evidence.show", slug)
    return url_for(page, application=view.application.token, _anchor=anchor)
