"""What was kept of refused requests: put it back into its page, or throw it away."""

from flask import Blueprint, abort, redirect, request, url_for

from services.access import rejected_posts
from web.current import g

bp = Blueprint("rescue", __name__, url_prefix="/kept")


@bp.post("/<int(max=999999999):number>/back")
def put_back(number: int):
    kept = rejected_posts.find(g.person, number) or abort(404)
    return redirect(f"{kept.path}{'&' if '?' in kept.path else '?'}rescue={kept.id}", 303)


@bp.post("/<int(max=999999999):number>/discard")
def discard(number: int):
    kept = rejected_posts.find(g.person, number) or abort(404)
    rejected_posts.discard(kept)
    back = request.form.get("back", "")
    return redirect(kept.path if back == "page" else url_for("applications.index"), 303)
