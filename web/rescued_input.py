"""What was kept of refused requests, as the page it came from offers and restores it."""

from flask import request
from werkzeug.datastructures import MultiDict

from models.rescue import Rescue
from services.access import rejected_posts
from web.current import g, visitor
from web.url_params import current_address, positive_int


def restored_input() -> tuple[Rescue | None, MultiDict[str, str]]:
    """What was kept of a refused post of this page and is to be put back into it, if that was asked for."""
    number = request.args.get("rescue", 0, type=positive_int)
    kept = rejected_posts.find(visitor.person, number) if visitor.person else None
    return (kept, MultiDict(kept.sent)) if kept and kept.path == current_address() else (None, MultiDict())


def offered_rescues(kept: Rescue | None = None, path: str = "") -> list[Rescue]:
    """What is kept of refused posts of this page, or of the one at a path, to be put back; none beside one that was."""
    return [] if kept else rejected_posts.offered(g.person, current_address(path))


def discard_restored() -> None:
    """What was put back into the page that was just stored need not be kept any more."""
    if kept := rejected_posts.find(g.person, request.form.get("rescue", 0, type=positive_int)):
        rejected_posts.discard(kept)
