"""The document as HTML, from the same compiled template and the same data: to be shown beside what is being typed.

Its classes are those of docgen/preview.css, all beginning with dg-; it carries no styles and no scripts of its own.
"""

from __future__ import annotations

from docgen import artefact
from docgen.images import Picture
from docgen.program import Output, run
from docgen.values import escaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any

BREAK = b"<br>"


def preview(
    template: Path | str,
    context: dict[str, Any],
    *,
    around: Iterable[str] | None = None,
    pictures: Mapping[str, bytes | str] | None = None,
    cache: Path | str | None = None,
) -> str:
    """The filled document as one <article>, a <section> a heading; see `sections` for their ids.

    around: paths such as "overview.project" or "kpi", as `names` writes them: only the sections that show one of them
    or what is under it, without the page's head and foot; "" where none does. pictures: {name: PNG or JPEG, shown as a
    data: URI, or the address of one}. cache and errors: as for `render`."""
    compiled = artefact.of(template, cache)
    near = None if around is None else tuple(around)
    wanted = [section for section in compiled.preview if near is None or shows(section[3], near)]
    given = {name: source(name, pictures[name]) for name in compiled.facts["pictures"] if pictures and name in pictures}
    scope = context | {"pictures": dict.fromkeys(compiled.facts["pictures"], False) | given}
    out = Output()
    try:
        for section in wanted:
            run(section[5], scope, out)
        values, _ = escaped(out.values, BREAK)
    except (LookupError, TypeError, ValueError):
        from docgen.trace import explain

        explain([section[4] for section in wanted], scope)
        raise
    pieces = [b""] * (2 * len(values))
    pieces[::2] = out.static
    pieces[1::2] = values
    return f'<article class="dg-page">{b"".join(pieces).decode()}</article>' if wanted else ""


def sections(
    template: Path | str, cache: Path | str | None = None, *, around: Iterable[str] | None = None
) -> list[tuple[str, str, int, set[str]]]:
    """(id, title, level, names) of each section: level 0 before the first heading, then the heading's, from 1.

    around: only those `preview` would show with it.
    """
    near = None if around is None else tuple(around)
    return [
        (name, title, level, set(names))
        for name, title, level, names, *_ in artefact.of(template, cache).preview
        if level >= 0 and (near is None or shows(names, near))
    ]


def shows(names: list[str], around: Iterable[str]) -> bool:
    """Whether one of the names is, or stands under, one of the paths."""
    return any(name == path or name.startswith((f"{path}.", f"{path}[")) for path in around for name in names)


def source(name: str, picture: bytes | str) -> dict[str, str]:
    """Where the browser finds the picture. Raises NotAPicture."""
    if isinstance(picture, str):
        return {"src": picture}
    from base64 import b64encode

    return {"src": f"data:image/{Picture(name, picture).type};base64,{b64encode(picture).decode()}"}
