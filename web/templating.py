"""What Flask does for every page, at less cost: naming what all templates know, and building addresses."""

import re
from collections.abc import Iterable
from typing import Any

from flask import Flask, g, has_request_context, request
from flask.templating import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from services.drafts.memo import Memo
from web import request_log
from web.form_bodies import TextRequest

ROOM = 1_000_000  # letters of addresses kept
INDENT = re.compile(r"[ \t]*\n\s*")
BLOCK = (
    "(?:aside|caption|d[dlt]|details|div|fieldset|h[1-6]|legend|li|link|main|nav|[ou]l|option|p|script|section|select|summary"
    "|table|tbody|td|template|th|thead|title|tr)"
)
UNSEEN = re.compile(
    rf"(?:^ +|\n)(?=</?{BLOCK}\b)|(?P<tag></?{BLOCK}\b[^<>]*>)\n"
)  # blanks at the edge of a block show nowhere


class SharedGlobals(Environment):
    """Templates that know the same names share one dict of them. Jinja gives each a ChainMap of its own, which it goes
    through at every import and include: a tenth of a page's time."""

    def make_globals(self, own: Any) -> Any:
        return super().make_globals(own) if own else self.globals


class Unindented(Extension):
    """Pages without the templates' indentation, and without the line breaks around blocks: a twentieth of what is sent,
    taken out as they are compiled. Other line breaks stay, and with them what they separate."""

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterable[Token]:
        if not (stream.name or "").endswith(".html"):
            return stream
        return (
            Token(token.lineno, token.type, unindented(token.value)) if token.type == "data" else token
            for token in stream
        )


def unindented(text: str) -> str:
    return UNSEEN.sub(r"\g<tag>", INDENT.sub("\n", text))


class Site(Flask):
    """Flask, remembering the addresses it built: a page has some twenty, the same for all who are at the same
    application."""

    jinja_environment = SharedGlobals
    request_class = TextRequest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: Memo[str] = Memo(ROOM)

    def log_exception(self, exc_info: Any) -> None:
        """By the request's number and its route: the path that was asked for may name people and open pages."""
        self.logger.error(
            "request %s: %s %s failed",
            request_log.number(),
            request_log.method(),
            request_log.route(),
            exc_info=exc_info,
        )

    def url_for(self, endpoint: str, **values: Any) -> str:  # type: ignore[override]
        plain = all(value is None or isinstance(value, str) for value in values.values())
        if not plain or not has_request_context():
            return super().url_for(endpoint, **values)
        # With what `request_hooks.keep_address_parts` adds.
        here = request.blueprint if endpoint[0] == "." else "", request.script_root, request.args.get("as")
        asked = endpoint, *here, *g.get("named", {}).items(), None, *values.items()
        if (known := self.addresses.get(asked, None)) is None:
            known = super().url_for(endpoint, **values)
            self.addresses.put(asked, None, known, len(known))
        return known
