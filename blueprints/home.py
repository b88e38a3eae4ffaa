"""The front page, help, health; and in the demo the mail that would have been sent."""

import re
from email import message_from_bytes, policy

from flask import Blueprint, abort, g, render_template

import config
from models.application import Call
from programme import calls
from services.drafts import applications
from services.mail import smtp

bp = Blueprint("home", __name__)


@bp.get("/")
def index():
    call = applications.current_call()
    return render_template(
        "home/index.html",
        call=call,
        calls=applications.open_calls(g.arrived) or ([call] if call else []),
        open=bool(call and call.open_at(g.arrived)),
        announcement=call.announcement if call else calls.newest(),
    )


@bp.get("/help")
def help():  # noqa: A001
    return render_template("home/help.html")


@bp.get("/healthz")
def healthz():
    Call.select().count()
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/dev/mail")
def mail():
    return render_template("home/mail.html", letters=[(path.stem, read(path)) for path in letters()])


@bp.get("/dev/mail/<name>")
def letter(name: str):
    path = next((path for path in letters() if path.stem == name), None) or abort(404)
    return render_template("home/letter.html", letter=read(path))


def letters():
    """The demo's kept mail, newest first; 404 on any other site."""
    if not config.current().demo:
        abort(404)
    return smtp.stored_mails()


def read(path):
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    link = re.compile(rf"({re.escape(config.current().public_url)}/\S+)")
    return {
        "to": message["To"],
        "subject": message["Subject"],
        "date": message["Date"],
        "parts": link.split(body.get_content() if body else ""),  # every other one leads to a page of this site
        "files": [part.get_filename() for part in message.iter_attachments()],
    }
