"""Links by which an accountant or a consultant reads an application: making and ending them, and what they show."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask import session as cookie

import config
from forms.notes import ShareLinkForm
from models.base import now
from services.access import accounts
from services.drafts import people, share_links
from web import plan_charts
from web.current import g
from web.rate_limit import GUESSES, limiter

bp = Blueprint("share_links", __name__)
ADDRESS = "/applications/<application>/shares"


@bp.get(ADDRESS)
def index():
    return page(ShareLinkForm.of({"days": ["7"]}), made=made_just_now())


@bp.post(ADDRESS)
def make():
    form = ShareLinkForm.posted(request.form)
    if not form.validate():
        return page(form, failed=True), 422
    key = share_links.make(g.view.application, g.view.party, g.person, form.label.data, form.days.data)
    cookie["made_link"] = [g.view.application.token, key]  # shown once, on the page this leads to
    return redirect(url_for(".index"), 303)


@bp.post(f"{ADDRESS}/revoke")
def revoke():
    token = request.form.get("link", "")
    mine = (link for link in share_links.of(g.view.application, g.view.party) if link.token == token)
    share_links.revoke(next(mine, None) or abort(404), g.person)
    return redirect(url_for(".index", said="link_ended"), 303)


@bp.get("/shared/<key>")
@limiter.limit(GUESSES)
def read(key: str):
    """For whoever holds the link, signed in or not."""
    try:
        reading = share_links.open_link(key, accounts.network(request.remote_addr), now())
    except share_links.Ended:
        response = make_response(render_template("shares/ended.html", failed=True), 410)
    else:
        charts = plan_charts.of_plan((reading or abort(404)).view.journey, shared=True)
        response = make_response(render_template("shares/read.html", reading=reading, charts=charts))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def made_just_now() -> str:
    """The address of the link made a moment ago, if it is of this application; told once."""
    application, key = cookie.pop("made_link", ("", ""))
    return (
        f"{config.current().public_url}{url_for('.read', key=key)}" if application == g.view.application.token else ""
    )


def page(form: ShareLinkForm, failed: bool = False, made: str = ""):
    rows = share_links.of(g.view.application, g.view.party)
    return render_template(
        "shares/index.html",
        view=g.view,
        rows=[(link, share_links.holds(link, now()), share_links.openings(link)) for link in rows],
        makers=people.of_view(g.view, [link.made_by_id for link in rows]),
        form=form,
        failed=failed,
        made=made,
    )
