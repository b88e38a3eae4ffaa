"""The site: settings, database, hooks, error pages, blueprints – in that order, nothing else."""

import hashlib
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask
from flask_compress import Compress
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import blueprints
import commands
import config
import tasks  # noqa: F401 - its receivers wake the worker when mail or a PDF is owed
from models.base import bind
from programme import calls, korean, reception
from services.access import log_filter
from services.files import file_store
from services.mail import phones
from web import any_host, cookies, formatting, rate_limit, request_hooks, templating

MEGABYTE = 1024 * 1024


def create_app(settings: config.Settings | None = None) -> Flask:
    try:
        settings = settings or config.from_environ()
        bind(settings.database)
        file_store.check(settings)
    except config.BadSetting as error:  # said by the command line, which every process of the site begins with
        raise click.ClickException(str(error)) from error
    config.use(settings)
    log_filter.hide_tokens()
    app = templating.Site(__name__, static_folder="static")
    app.session_interface = cookies.Cookies()
    app.config.update(flask_settings(settings))
    if settings.trust_proxy:  # the host is what the proxy passes as Host: TRUSTED_HOSTS judges that
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]

    if host := flask_settings(settings)["TRUSTED_HOSTS"]:
        app.wsgi_app = any_host.answered(app.wsgi_app, host[0])  # type: ignore[method-assign, assignment]
    request_hooks.htmx.init_app(app)
    Compress(app)
    request_hooks.register(app)  # before the CSRF guard: a refused post must know whose it is
    CSRFProtect(app)
    app.context_processor(lambda: {"csrf_token": templating.form_token})  # in place of what it adds for every template
    rate_limit.limiter.init_app(app)
    app.jinja_env.globals["asset_url"] = lambda path: asset_url(app.static_folder or "", path)
    app.jinja_env.globals |= {"reception": reception.of(settings.operator, calls.newest())}
    app.jinja_env.globals["csrf_token"] = templating.form_token
    app.jinja_env.globals["page_numbers"] = formatting.page_numbers
    app.jinja_env.filters |= {
        "linked": phones.linked,
        "file_size": formatting.file_size,
        "official_date": korean.official_date,
    }
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(templating.Unindented)
    app.jinja_env.add_extension(templating.Once)

    blueprints.register(app)
    commands.register(app)
    return app


def flask_settings(settings: config.Settings) -> dict[str, Any]:
    """What Flask and its extensions are told, by their own names."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": cookies.HOST_ONLY if settings.by_tls else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.by_tls,
        # The cookie outlives the session it names, so that what an ended session posts can be kept for its owner.
        "PERMANENT_SESSION_LIFETIME": timedelta(days=60),
        "SESSION_REFRESH_EACH_REQUEST": False,  # it lives twice as long as any session anyway
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a long page may be sent hours after it was drawn
        "MAX_CONTENT_LENGTH": 2 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "MAX_FORM_PARTS": 2000,
        "COMPRESS_ALGORITHM": ["gzip"],  # Brotli would save 7 % of a page and take a tenth of its time; files have it
        "COMPRESS_LEVEL": 3,  # half the time of 6 for a twentieth more bytes
        "COMPRESS_STREAMS": True,
        "RATELIMIT_ENABLED": not (
            settings.testing or settings.demo
        ),  # a demo is on loopback, all its people one address
        **rate_limit.settings(settings.rate_limit_url),
        "TESTING": settings.testing,
        "TRUSTED_HOSTS": None if settings.demo or settings.testing else [urlsplit(settings.public_url).hostname],
    }


@lru_cache
def asset_url(folder: str, path: str) -> str:
    """A static file's address with a mark of its content, so that browsers may keep it for ever."""
    return f"/static/{path}?v={hashlib.sha256((Path(folder) / path).read_bytes()).hexdigest()[:12]}"
