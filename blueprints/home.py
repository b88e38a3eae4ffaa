"""The front page, help; and in the demo the mail that would have been sent."""

import re
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

import config
from forms.wizard import Respondent
from models.application import Application, Call
from programme import calls
from programme.announcement import Announcement
from programme.application_types import CONSULTING, POOL, PROJECT, ApplicationType
from programme.evidence_kinds import Kind
from services.access import quotas, rejected_posts
from services.drafts import applications, workload
from services.mail import smtp
from web import help_search, navigation
from web.current import g
from web.url_params import search_text

bp = Blueprint("home", __name__)


@bp.get("/")
def index():
    call, opened = applications.current_call(), applications.open_calls(g.arrived)
    announcement = call.announcement if call else calls.newest()
    of = calls.type_of(announcement.slug, PROJECT)
    shown = opened or ([call] if call else [])
    return render_template(
        "home/index.html",
        stages=navigation.all_stages(of),
        certificates=certificates(of),
        numbers=of.documents.numbers,
        call=call,
        calls=[(one, consulting_until(one)) for one in shown],
        consults=applications.offered(CONSULTING, shown),
        registers=applications.offered(POOL, shown),
        open=bool(opened),
        announcement=announcement,
        offers=[offer(one.announcement, one.slug) for one in {each.package: each for each in shown}.values()]
        or [offer(announcement)],
    )


def certificates(of: ApplicationType) -> list[tuple[str, list[Kind]]]:
    """(whose, which) of what must be uploaded."""
    adopter, supplier = (of.required_evidence(role, {}) for role in (Respondent.ADOPTER, Respondent.SUPPLIER))
    found = [
        ("도입기업과 공급기업 모두", [kind for kind in adopter if kind in supplier]),
        ("도입기업", [kind for kind in adopter if kind not in supplier]),
        ("공급기업", [kind for kind in supplier if kind not in adopter]),
    ]
    return [(whose, kinds) for whose, kinds in found if kinds]


def consulting_until(call: Call) -> datetime | None:
    """When consulting can be asked for no more; None where a call takes no requests."""
    return Application(call=call, purpose=CONSULTING).closes_at if call.takes(CONSULTING) else None


def offer(announcement: Announcement, slug: str | None = None) -> dict[str, Any]:
    """What an announcement gives, and asks for in time. slug: of the call that the guide is to be of."""
    of = calls.type_of(announcement.slug, PROJECT)
    times = {"lead": workload.of_lead(of), "supplier": workload.of_supplier(of)}
    return {"announcement": announcement, "guide": url_for("home.guide", call=slug), **times}


@bp.get("/guide")
def guide():
    """Everything an application asks, stage by stage, to be printed before the first word is typed; of the call that
    the address names, or the current one."""
    slug = request.args.get("call", "")
    call = applications.call_named(slug)
    if slug and call is None:
        abort(404)
    announcement = call.announcement if call else calls.newest()
    of = calls.type_of(announcement.slug, PROJECT)
    journey = workload.whole_journey(of)
    return render_template(
        "home/guide.html",
        announcement=announcement,
        closes_at=call.closes_at if call else None,
        stages=[(stage, journey.tasks_of(stage)) for stage in journey.stages],
        minutes=workload.minutes_of,
        lead=workload.of_lead(of),
        supplier=workload.of_supplier(of),
        certificates={role: of.required_evidence(role, {}) for role in (Respondent.ADOPTER, Respondent.SUPPLIER)},
        consents=of.texts(Respondent.ADOPTER),
        giving=of.words.giving,
        handing_in=navigation.HANDING_IN,
    )


@bp.get("/help")
def help():  # noqa: A001
    current = applications.current_calls()
    call = current[0] if current else None
    registers = applications.offered(POOL, [call])
    return render_template(
        "home/help.html",
        announcement=call.announcement if call else calls.newest(),
        call=call,
        current=current,
        registers=registers,
        daily=quotas.DAILY,
        kept=rejected_posts.RETENTION,
        wanted=wanted(),
        search=help_search,
    )


@bp.get("/help/terms")
def glossary():
    return render_template("home/glossary.html", wanted=wanted(), found=help_search.definitions(wanted()))


def wanted() -> str:
    """What an address asks to look for."""
    return search_text(request.args.get("q", ""))


@bp.get("/dev/mail")
def mail():
    return render_template("home/mail.html", mails=[(path.stem, read(path)) for path in stored_mails()])


@bp.get("/dev/mail/<name>")
def stored_mail(name: str):
    path = next((path for path in stored_mails() if path.stem == name), None) or abort(404)
    return render_template("home/stored_mail.html", mail=read(path))


def stored_mails():
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
