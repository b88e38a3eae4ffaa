"""What an officer narrowed a list to, kept in the cookie of his session until he clears it or signs out."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request, session

KEY = "narrowed"


def kept(which: str) -> dict[str, Any]:
    """What a list was narrowed to last, by name; which: the list."""
    return dict(session.get(KEY, {}).get(which, {}))


def restored(which: str, wanted: Mapping[str, Any]):
    """Keep what the address narrows a list to; where it says nothing of it, the way to the list as it was left, if it
    was narrowed. wanted: what was understood of the address, by name; `clear` in it forgets what was kept."""
    before = kept(which)
    if "clear" not in request.args and not wanted.keys() & request.args.keys():
        # Not by url_for(): an address may name what is its own to know, such as _method.
        return redirect(f"{request.path}?{urlencode(request.args.to_dict() | before)}") if before else None
    now = {name: value for name, value in wanted.items() if value}
    if now != before:
        session[KEY] = {name: said for name, said in (session.get(KEY, {}) | {which: now}).items() if said}
    return None
