"""Signing in by a mailed code, and signing out. Who is there at a request, web/identity.py finds out."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask import session as cookie

import config
from forms.sign_in import AddressForm, CodeForm, NameForm
from models.base import now
from models.person import Person
from programme.korean import date_time
from services.access import accounts
from web.current import g, visitor
from web.form_errors import form_error_page
from web.formatting import duration_text
from web.rate_limit import GUESSES, SIGN_INS, limiter, refused
from web.url_params import local_path

bp = Blueprint("account", __name__)
DEMO_HOSTS = ("@example.com", ".example.com")  # nobody's (RFC 2606): a demo writes to nobody


@bp.get("/sign-in")
def ask():
    back = local_path(request.args.get("next"))
    if visitor.person:
        return redirect(back or url_for("applications.index"), 303)
    if back:
        cookie["next"] = back
    return render_template("account/ask.html", form=AddressForm())


@bp.post("/sign-in")
@limiter.limit(SIGN_INS)
@limiter.limit(GUESSES, deduct_when=refused)
def send():
    form = AddressForm.posted(request.form)
    refuse = partial(form_error_page, "account/ask.html", form)
    if not form.validate():
        return refuse()
    email = form.email.data or ""
    if config.current().demo and not email.endswith(DEMO_HOSTS):
        return refuse(form.email, "시연 사이트에서는 example.com 주소만 쓸 수 있습니다. 예: name@example.com")
    whose = accounts.address_hash(email)
    try:
        familiar, network = accounts.knows(cookie.get("familiar"), email), accounts.network(request.remote_addr)
        cookie["asker"] = accounts.send_code(email, now(), familiar, network, code_wait(whose))
    except accounts.TooManyCodes as many:
        cookie["turn"] = [whose, (now() + many.wait).timestamp()]
        return refuse(
            form.email,
            f"이 주소로 번호를 {accounts.CODES}번 보냈습니다. 메일이 늦게 올 수 있으니 스팸함도 확인해 주세요. "
            f"{duration_text(many.wait)} 뒤에 이 브라우저에서 다시 요청하면 꼭 보내 드립니다.",
            wait=many.wait,
        )
    cookie.pop("turn", None)
    return redirect(url_for(".code"), 303)


def code_wait(whose: str) -> datetime | None:
    """Until when this browser was told to wait for a code to an address."""
    address, moment = cookie.get("turn") or ("", 0)
    return datetime.fromtimestamp(moment, UTC) if address == whose else None


@bp.get("/sign-in/code")
def code():
    address = accounts.address_of(cookie.get("asker", ""))
    if address is None:
        return redirect(url_for(".ask"), 303)
    return render_template("account/code.html", form=CodeForm(), address=address, minutes=accounts.CODE_MINUTES)


@bp.post("/sign-in/code")
@limiter.limit(SIGN_INS)
@limiter.limit(GUESSES, deduct_when=refused)
def check():
    asker = cookie.get("asker", "")
    address = accounts.address_of(asker)
    if address is None:
        return redirect(url_for(".ask"), 303)
    form = CodeForm.posted(request.form)
    refuse = partial(form_error_page, "account/code.html", form, address=address, minutes=accounts.CODE_MINUTES)
    if not form.validate():
        return refuse()
    try:
        return begin_session(accounts.check_code(asker, form.code.data or "", now(), request.remote_addr or ""))
    except accounts.WrongCode as wrong:
        return refuse(
            form.code,
            "번호가 메일과 다릅니다. 여러 번 받으셨다면 가장 나중에 온 메일의 번호를 입력해 주세요. "
            f"{wrong.left}번 더 입력할 수 있습니다.",
        )
    except accounts.Expired:
        minutes = accounts.CODE_MINUTES
        return refuse(form.code, f"번호를 쓸 수 있는 {minutes}분이 지났거나 이미 쓴 번호입니다. 새 번호를 받아 주세요.")
    except accounts.TooManyTries as many:
        soon = f"{duration_text(many.wait)} 뒤에 " if many.wait else ""
        return refuse(
            form.code, f"번호를 {accounts.TRIES}번 잘못 입력해 이 번호는 쓸 수 없습니다. {soon}새 번호를 받아 주세요."
        )


def begin_session(person: Person) -> Any:
    """A new session in an emptied cookie, so that nothing planted there before comes along."""
    back, proved = local_path(cookie.get("next")), cookie.get("proved")
    if visitor.session:
        accounts.end_session(visitor.session, now())
    cookie.clear()
    cookie.permanent = True
    cookie["sid"] = accounts.open_session(person, now(), request.remote_addr or "")
    if proved:
        cookie["proved"] = proved
    cookie["familiar"] = accounts.address_hash(person.email)
    return redirect(back or url_for("applications.index"), 303)


@bp.post("/sign-out")
def sign_out():
    if visitor.session:
        accounts.end_session(visitor.session, now())
    return end_cookie(local_path(request.form.get("next")))


def end_cookie(back: str | None = None) -> Any:
    """An emptied cookie, and the page to sign in; back: where to go after that."""
    known = {name: cookie[name] for name in ("familiar", "proved") if cookie.get(name)}
    cookie.clear()
    if back:
        cookie["next"] = back
    if known:
        cookie.permanent = True
        cookie.update(known)
    return redirect(url_for(".ask", out=1), 303)


@bp.post("/session/extend")
def extend():
    if visitor.session is None:
        return Response(status=401)
    accounts.extend(visitor.session, now())
    return Response(status=204, headers={"Session-Ends": accounts.ends(visitor.session).isoformat()})


@bp.get("/sessions")
def sessions():
    return sessions_page(NameForm.of({"name": [g.person.name or ""]}))


def sessions_page(form: NameForm, failed: bool = False):
    rows = [
        (
            date_time(session.created_at),
            date_time(session.seen_at),
            "지금 이 기기" if session == g.session else "다른 기기",
        )
        for session in accounts.live_sessions(g.person, now())
    ]
    saved = "saved" in request.args
    return render_template(
        "account/sessions.html", rows=rows, form=form, failed=failed, saved=saved
    ), 422 if failed else 200


@bp.post("/mails")
def choose_mails():
    accounts.choose_mails(g.person, closing="closing" in request.form, expiry="expiry" in request.form)
    return redirect(url_for(".sessions", saved=1) + "#mails", 303)


@bp.post("/sessions/name")
def save_name():
    form = NameForm.posted(request.form)
    if not form.validate():
        return sessions_page(form, failed=True)
    accounts.rename(g.person, form.name.data or "")
    return redirect(url_for(".sessions", said="named"), 303)


@bp.post("/sessions")
def end_all():
    accounts.end_all(g.person, now())
    return end_cookie()
