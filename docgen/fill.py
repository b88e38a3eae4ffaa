"""Filling a compiled template: data in, a document's bytes out. Nothing here but the standard library, and isal if
there."""

from __future__ import annotations

from docgen import artefact
from docgen.images import Picture, looked_at
from docgen.pack import DEFLATED, STORED, packed
from docgen.program import Output, run
from docgen.values import escaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

BREAK = b'</w:t><w:br/><w:t xml:space="preserve">'
RUN = (b"<w:r>", b"<w:r ")
TAB = b'</w:t></w:r><w:r>%b<w:tab/></w:r><w:r>%b<w:t xml:space="preserve">'


def render(
    template: Path | str,
    context: dict[str, Any],
    *,
    pictures: Mapping[str, bytes] | None = None,
    cache: Path | str | None = None,
) -> bytes:
    """The template filled with the context, as the bytes of a .docx: the same for the same data.

    pictures: {name: PNG or JPEG} for the template's placeholders; one not given leaves its place empty.
    cache: the folder compiled templates are kept in from one process to the next; none keeps them in memory only.
    Raises Refused for a template that does not compile, Unknown for a tag the context has no value for, NotPlain or
    Unprintable for a value that cannot be written, NotAPicture for a picture that is none.
    """
    compiled = artefact.of(template, cache)
    given = looked_at(compiled.facts["pictures"], pictures)
    scope = shown(context, compiled, given)
    parts, untouched = compiled.live if given else compiled.bare
    out, ends = Output(), []
    try:
        for _, block in parts:
            run(block, scope, out)
            ends.append(len(out.values))
        values, tabs = escaped(out.values, BREAK)
        pieces = both(out.static, values)
    except (LookupError, TypeError, ValueError):
        from docgen.trace import explain

        explain([block for _, block in compiled.facts["parts"]], scope)
        raise
    begin, members = 0, []
    for (name, _), end in zip(parts, ends, strict=True):
        members.append((name, part(pieces[2 * begin : 2 * end], tabs), DEFLATED))
        begin = end
    members += [(b"word/media/" + one.file.encode(), one.content, STORED) for one in given.values()]
    return packed(members, untouched)


def shown(context: dict[str, Any], compiled: artefact.Artefact, given: Mapping[str, Picture]) -> dict[str, Any]:
    """The context, and which of the template's pictures are given."""
    if not compiled.facts["pictures"]:
        return context
    return context | {"pictures": {name: name in given and given[name].facts for name in compiled.facts["pictures"]}}


def both(static: list[bytes], values: list[bytes]) -> list[bytes]:
    """A static piece, a value, a static piece, a value …"""
    pieces = [b""] * (2 * len(static))
    pieces[::2] = static
    pieces[1::2] = values
    return pieces


def part(pieces: list[bytes], tabs: bool) -> bytes:
    """The part's XML. A value's tab becomes a run of its own, with the properties of the run it stands in."""
    for place in range(1, len(pieces) if tabs else 0, 2):
        if b"\t" in pieces[place]:
            properties = properties_of(pieces, place)
            pieces[place] = pieces[place].replace(b"\t", TAB % (properties, properties))
    return b"".join(pieces)


def properties_of(pieces: list[bytes], place: int) -> bytes:
    """The properties of the run in which pieces[place] stands; none where it has none."""
    start = place - 1
    while not any(begin in pieces[start] for begin in RUN):
        start -= 2
    before = b"".join(pieces[start:place])
    run = before[max(map(before.rfind, RUN)) :]
    properties, end, _ = run[run.find(b"<w:rPr>") :].rpartition(b"</w:rPr>")  # earlier ones are within, of a change
    return properties + end if end else b""
