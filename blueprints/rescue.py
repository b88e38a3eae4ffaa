"""What was kept of refused requests: put it back into its page, or throw it away."""

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from blueprints.words import here, number
from models.application import Rescue
from services.access import rejected_posts

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


def restored() -> tuple[Rescue | None, MultiDict[str, str]]:
    """What was kept of a refused post of this page and is to be put back into it, if that was asked for."""
    asked = request.args.get("rescue", 0, type=number)
    kept = rejected_posts.find(g.person, asked) if g.person else None
    return (kept, MultiDict(kept.sent)) if kept and kept.path == here() else (None, MultiDict())


def offered(kept: Rescue | None = None, path: str = "") -> list[Rescue]:
    """What is kept of refused posts of this page, or of the one at a path, to be put back; none beside one that was."""
    return [] if kept else rejected_posts.offered(g.person, here(path))


def stored() -> None:
    """What was put back into the page that was just stored need not be kept any more."""
    if kept := rejected_posts.find(g.person, request.form.get("rescue", 0, type=number)):
        rejected_posts.discard(kept)
