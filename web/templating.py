"""What Flask does for every page, at less cost: naming what all templates know, and building addresses."""

import re
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from flask import Flask, current_app, has_request_context, request, session
from flask.sansio.app import App
from flask.templating import Environment
from flask_wtf.csrf import generate_csrf
from jinja2 import Template, nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser
from markupsafe import Markup

from programme import reception
from services.drafts.memo import Memo
from web import request_log
from web.current import g
from web.form_bodies import TextRequest

ROOM = 1_000_000  # characters of addresses kept; of parts of pages four times that
TOKENS: Memo[str] = Memo(ROOM)  # against forged posts, by what their sessions keep
INDENT = re.compile(r"[ \t]*\n\s*")
BLOCK = (
    "(?:aside|caption|d[dlt]|details|div|fieldset|h[1-6]|legend|li|link|main|nav|[ou]l|option|p|script|section|select"
    "|summary|table|tbody|td|template|th|thead|title|tr)"
)
UNSEEN = re.compile(
    rf"(?:^ +|\n)(?=</?{BLOCK}\b)|(?P<tag></?{BLOCK}\b[^<>]*>)\n"
)  # blanks at the edge of a block show nowhere


class SharedGlobals(Environment):
    """Templates that know the same names share one dict of them. Jinja gives each a ChainMap of its own, which it goes
    through at every import and include: a tenth of a page's time."""

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.found: dict[str, Template] = {}

    def make_globals(self, own: Any) -> Any:
        return super().make_globals(own) if own else self.globals

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """Every import and include of a page asks for a template: they are found by their names, whoever asks."""
        if globals or not isinstance(name, str) or self.auto_reload:
            return super().get_template(name, parent, globals)
        if name not in self.found:
            self.found[name] = super().get_template(name, parent)
        return self.found[name]


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


class Once(Extension):
    """{% once about, … %} … {% endonce %}: a part of a page drawn by whoever asks first. about: all it depends on."""

    tags = {"once"}
    drawn: Memo[Markup] = Memo(4 * ROOM)

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        about = [nodes.Const(parser.name), nodes.Const(line), parser.parse_tuple(with_condexpr=False)]
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        return nodes.CallBlock(self.call_method("draw", about), [], [], body).set_lineno(line)

    def draw(self, name: str, line: int, about: Hashable, caller: Callable[[], Markup]) -> Markup:
        subject = name, line, about
        made = None if self.environment.auto_reload else self.drawn.get(subject, None)
        if made is None:
            made = caller()
            self.drawn.put(subject, None, made, len(made))
        return made


def unindented(text: str) -> str:
    return UNSEEN.sub(r"\g<tag>", INDENT.sub("\n", text))


def form_token() -> str:
    """What each form of a page carries against forged posts. Flask-WTF signs it once a session, whose end is its
    own."""
    about = current_app.secret_key, session.get("csrf_token")
    token = TOKENS.get(about, None)
    if token is None:
        token = generate_csrf()
        TOKENS.put((about[0], session["csrf_token"]), None, token, len(token))
    return token


class Site(Flask):
    """Flask, remembering the addresses it built: a page has some twenty, the same for all who are at the same
    application."""

    jinja_environment = SharedGlobals
    request_class = TextRequest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: Memo[str] = Memo(ROOM)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: nothing here is asynchronous, and Flask looks at each hook and view of each request for that."""
        return func

    def update_template_context(self, context: dict[str, Any]) -> None:
        """With what the site is called by the announcement a view gives its page: one page speaks of one call."""
        given = context.get("announcement")
        super().update_template_context(context)
        if given:
            context["reception"] = reception.current(given)

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
        for value in values.values():
            if not (value is None or type(value) in (str, int)):  # True would be found for 1
                return super().url_for(endpoint, **values)
        if not has_request_context():
            return super().url_for(endpoint, **values)
        here = g._get_current_object()
        if "named" not in here or endpoint[0] == ".":
            return super().url_for(endpoint, **values)
        if "address" not in here:  # where it is, with what `request_hooks.keep_address_parts` adds
            here.address = request.script_root, request.args.get("as"), *here.named.items()
        asked = endpoint, here.address, *values.items()
        if (known := self.addresses.get(asked, None)) is None:
            known = super().url_for(endpoint, **values)
            self.addresses.put(asked, None, known, len(known))
        return known
