"""What every request passes: who comes, when it arrived, whether it may."""

from datetime import UTC, datetime
from functools import partial

from flask import Flask, Response, abort, current_app, has_request_context, request
from flask_htmx import HTMX

import config
from forms.fields import terms
from forms.fields.figures import EXAMPLE_DAY
from models.base import db, now, token
from programme import calls, reception
from programme.characters import visible
from programme.korean import date_time, short_amount, with_particle
from services.access import accounts, evaluators, permissions, rejected_posts, staff
from services.access.permissions import Role
from services.drafts import applications, evidence, people
from web import error_handlers, formatting, identity, loaded, request_log, static_files, url_params
from web.current import g, visitor

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
TLS_ONLY = "max-age=31536000"  # for a year browsers ask this host, not its neighbours, by https only
BODY_SECONDS = 120  # a body must be complete this long after its first byte for the first byte to count


def register(app: Flask) -> None:
    request_log.register(app)
    app.before_request(open_connection)
    app.before_request(identity.identify)
    app.before_request(limit_form_parts)
    app.before_request(authorize)
    app.after_request(lead_by_header)
    app.after_request(set_security_headers)
    app.after_request(static_files.compress)
    app.teardown_appcontext(close_connection)
    app.context_processor(template_globals)
    app.url_defaults(keep_address_parts)
    error_handlers.register(app)


def open_connection() -> None:
    """One connection a thread, kept: opening one costs more than a page."""
    if not identity.without_database():
        db.connect(reuse_if_open=True)
        terms.READ.set(terms.TermsRead())
    g.arrived = arrival_of_request()


def close_connection(_error: BaseException | None) -> None:
    """SQLite keeps the thread's connection; another database gets it back."""
    terms.READ.set(None)
    if not config.current().database.startswith("sqlite") and not db.is_closed():
        db.close()


def arrival_of_request() -> datetime:
    """When the request's first byte came: by our own server's stamp, or a trusted proxy's, never by the client.

    A body still coming BODY_SECONDS later counts from its end. How long the request then waited for us does not matter.
    """
    came = now()
    first = parse_timestamp(request.environ.get("application.arrived")) or came
    if config.current().trust_proxy:
        first = parse_timestamp(request.headers.get("X-Request-Arrived")) or first
    complete = parse_timestamp(request.environ.get("application.complete")) or came
    return first if 0 <= (complete - first).total_seconds() <= BODY_SECONDS else complete


def parse_timestamp(stamp: str | None) -> datetime | None:
    """Seconds since 1970 as an instant; None for none and for nonsense.

    nginx knows the first byte only as "$msec-$request_time": now, less how long the request has taken.
    """
    moment, _, taken = (stamp or "").partition("-")
    try:
        return datetime.fromtimestamp(float(moment) - float(taken or 0), UTC) if stamp else None
    except (ValueError, OverflowError, OSError):
        return None


def limit_form_parts() -> None:
    """Refuse a form of more parts than any page has; Werkzeug counts those of multipart forms only."""
    urlencoded = request.mimetype == "application/x-www-form-urlencoded"
    if urlencoded and sum(1 for _ in request.form.items(multi=True)) > current_app.config["MAX_FORM_PARTS"]:
        abort(413)


def authorize() -> None:
    """Let in whom the permission table lets in, in the states it names: a stranger gets 404, nobody yet is asked to
    sign in, and who comes in another state is told so.

    What the address names by a token is loaded here (web/loaded.py): views find it in g and are not given the token.
    """
    if request.endpoint is None:
        return
    action, named = permissions.ROUTES[request.endpoint], request.view_args or {}
    roles = {Role.ANYONE} | ({Role.PERSON} if visitor.person else set())
    roles |= staff.roles(visitor.post, visitor.session, now())
    roles |= evaluators.roles(visitor.evaluator, visitor.session, now())
    if visitor.person:
        roles |= loaded.roles_here(named, roles)
    if not permissions.may(action, roles):
        g.pop("view", None)  # the answer must not tell that there is such an application
        if may_once_proved(action, roles):
            raise identity.TwoFactorNeeded
        if visitor.person:
            abort(404)
        raise identity.SignInNeeded
    loaded.load(named)
    when = permissions.ACTIONS[action].when
    if when != permissions.ALWAYS and loaded.state(named) not in when:
        loaded.refuse(named)
    loaded.require_page(named)
    g.named = {name: named.pop(name) for name in loaded.NAMES if name in named}


def may_once_proved(action: str, roles: set[Role]) -> bool:
    """Whether who holds a post may do it once the second factor is given."""
    if Role.STAFF in roles and permissions.may(action, permissions.OFFICERS):
        return True
    return Role.UNPROVED in roles and permissions.may(action, {Role.EVALUATOR, Role.ASSIGNED})


def keep_address_parts(endpoint: str, values: dict[str, object]) -> None:
    """Links of a page lead on within what it is about, as its address names it, and for the same company of who acts
    for several."""
    if not has_request_context():
        return
    expects = partial(current_app.url_map.is_endpoint_expecting, endpoint)
    if "as" in request.args and expects("application"):
        values.setdefault("as", request.args["as"])
    for name, value in g.get("named", {}).items():
        if name not in values and expects(name):
            values[name] = value


def template_globals() -> dict[str, object]:
    """What every template may show; of a call, what the page's application goes by."""
    call, page = g.view.application.call if g.get("view") else None, token()
    announcement = call.announcement if call and call.known else calls.newest()
    return {
        "call_title": announcement.title if call and call.known else "",
        "announcement": announcement,
        "reception": reception.current(announcement),
        "person": g.get("person"),
        "post": g.get("post"),
        "evaluator": g.get("evaluator"),
        "now": now(),
        "settings": config.current(),
        "call_now": applications.current_call,
        "date_time": date_time,
        "dday": formatting.dday,
        "name_of": people.name_of,
        "colleague": people.colleague,
        "time_left": formatting.time_left,
        "page_title": url_params.page_title,
        "visible": visible,
        "short_amount": short_amount,
        "example_day": EXAMPLE_DAY,
        "with_particle": with_particle,
        "limits": {"files": evidence.FILES, "each": evidence.FILE_LIMIT, "whole": evidence.POST_LIMIT},
        "author": rejected_posts.mark(g.session, page) if g.get("session") else "",
        "page_mark": page,  # which drawing of a page a refused post came from
        "session_idle": int(accounts.IDLE.total_seconds()),
    }


def lead_by_header(response: Response) -> Response:
    """What a button sent by htmx leads to, where it is no step, is a page of its own: a redirect would be followed
    unseen and its page put into the one that stands, so the browser is told to go there."""
    if response.location and request.headers.get("HX-Source", "").startswith("button"):
        response.headers["HX-Redirect"] = response.headers.pop("Location")
        response.status_code = 200
        response.set_data("")
    return response


def set_security_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if config.current().by_tls:
        response.headers["Strict-Transport-Security"] = TLS_ONLY
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Vary"] = "HX-Request, Cookie"
    return response


htmx = HTMX()  # the request in hand: true when htmx sent it
