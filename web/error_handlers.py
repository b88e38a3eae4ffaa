"""What a refused request is answered with, and how what it held is kept for whoever typed it."""

import sys
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask_wtf.csrf import CSRFError
from peewee import DatabaseError, DataError, InterfaceError
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, SecurityError, ServiceUnavailable

from models import schema
from models.rescue import Rescue, is_typed
from programme import calls, course
from programme.characters import empty
from services.access import permissions, quotas, rejected_posts
from services.documents.generate import PictureDamaged
from services.drafts import evidence, revisions
from services.files import bucket, sealed_file
from web import error_pages, formatting, identity, request_log, upload_limits, url_params
from web.current import g
from web.error_pages import ErrorText
from web.rate_limit import limiter

RESCUE_BYTES, RESCUE_PARTS = (
    6 * 1024 * 1024,
    6000,
)  # three times what a page may hold: what larger ones held is not kept
FILES_NAMED = 5  # files named on the page to sign in


def register(app: Flask) -> None:
    app.register_error_handler(identity.SignInNeeded, sign_in_needed)
    app.register_error_handler(identity.TwoFactorNeeded, two_factor_needed)
    app.register_error_handler(permissions.NotNow, wrong_state)
    app.register_error_handler(calls.Unknown, unknown_call)
    app.register_error_handler(calls.NotTaken, not_taken)
    app.register_error_handler(CSRFError, csrf_failed)
    app.register_error_handler(revisions.Closed, window_closed)
    app.register_error_handler(quotas.QuotaExceeded, quota_exceeded)
    app.register_error_handler(SecurityError, unknown_host)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(DatabaseError, database_failed)
    app.register_error_handler(InterfaceError, database_failed)
    app.register_error_handler(bucket.Away, bucket_away)
    app.register_error_handler(sealed_file.Damaged, file_damaged)
    app.register_error_handler(DataError, lambda _error: http_error(BadRequest()))  # a NUL in an address, say


def rescue_input(reason: str) -> bool:
    """Keep what a refused page held, for the person it was drawn for; whether there was something to keep.

    Whose words they are is written in the page, by a mark only we can make: cookies end, and two people may share a
    browser. Pages nobody signed in was given hold no mark and are not kept.
    """
    if request.endpoint not in RESCUED_ENDPOINTS:
        return False
    sent = reparse_form()
    author = rejected_posts.author(sent.get("author", [""])[0])
    return author is not None and rejected_posts.store(author, page_here(), sent, reason, file_names()) is not None


def reparse_form() -> dict[str, list[str]]:
    """The form from its first byte, with more room than a page that is saved; nothing when it is too large even so."""
    if "again" in g:
        return g.again
    request.max_content_length = 1 << 30  # a file may come with the words; our server bounds the whole
    request.max_form_memory_size = RESCUE_BYTES
    request.max_form_parts = RESCUE_PARTS
    with suppress(AttributeError, OSError):  # our server's body is a file; another's may be gone once read
        request.environ["wsgi.input"].seek(0)
    for read in ("stream", "form", "files"):
        vars(request).pop(read, None)
    try:
        g.again = request.form.to_dict(flat=False)
    except HTTPException:
        g.again = {}
    return g.again


def file_names() -> list[str]:
    """The names of the files a refused post held: they are not kept, and must be chosen again."""
    if request.mimetype != "multipart/form-data":
        return []
    reparse_form()
    try:
        files = request.files.getlist("file") + request.files.getlist("picture")
    except HTTPException:
        return []
    return [evidence.kept_name(file.filename) for file in files if file.filename]


# What people type into; the rest are buttons.
RESCUED_ENDPOINTS = {"wizard.save", "consents.save", "evidence.upload", "undescribed.save"}
RESCUED_ENDPOINTS |= {"approval.send_back", "approval.approve", "approval.tick", "approval.suspend"}
RESCUED_ENDPOINTS |= {"submitted_set.give", "ready_reasons.save", "find.find"}
RESCUED_ENDPOINTS |= {"submissions.contacts", "agencies.save", "terms.save"}
RESCUED_ENDPOINTS |= {"proposals.propose", "proposals.settle", "assigning.assign"}
RESCUED_ENDPOINTS |= {
    "applications.choose",
    "invitations.invite",
    "invitations.answer",
    "companies.invite",
    "company_evidence.upload",
    "company_contact.save",
}
RESCUED_ENDPOINTS |= {"filings.save", "notes.write", "completions.save", "consulting.act", "consulting.save_step"}
RESCUED_ENDPOINTS |= {"requirements.check", "case_progress.ask"}
RESCUED_ENDPOINTS |= {"evaluation.pledge", "evaluation.profile", "evaluation.answer", "evaluation.decline"}
RESCUED_ENDPOINTS |= {"evaluation.declare_late"}
RESCUED_ENDPOINTS |= {"rounds.make", "rounds.act", "rounds.void", "evaluators.invite", "evaluators.end"}
RESCUED_ENDPOINTS |= {f"cases.{move.name}" for move in course.MOVES if move.button and move.asks}


ELSEWHERE = {"approval.approve": "approve", "approval.tick": "ticks", "case_progress.ask": "/withdrawal"}
ELSEWHERE |= {"evaluation.answer": "answer", "evaluation.decline": "decline", "evaluation.declare_late": "conflict"}
ELSEWHERE |= {"rounds.void": "void"}


def page_here() -> str:
    """The address of the page the request came from: its own, but for the form whose buttons send it elsewhere."""
    path = request.path
    if request.blueprint == "cases":  # a move's form stands on the page of its case, or on one of its own
        path = f"{path.rpartition('/')[0]}/{CASE_PAGES.get(request.endpoint or '', '')}"
    return url_params.current_address(path.removesuffix(ELSEWHERE.get(str(request.endpoint), "")))


CASE_PAGES = {"cases.ask_completion": "complete", "cases.find_ineligible": "ineligible"}


def sign_in_needed(_error: identity.SignInNeeded):
    kept = rescue_input("로그인 시간이 끝난 뒤 보낸 내용")
    files = file_names()
    if files:
        cookie["unkept"] = [
            name[:40] for name in files[:FILES_NAMED]
        ]  # said on the page to sign in; a cookie holds little
    return redirect(url_for("account.ask", next=return_url(), kept=int(kept) or None, files=len(files) or None), 303)


def two_factor_needed(_error: identity.TwoFactorNeeded):
    rescue_input("담당자 확인이 끝난 뒤 보낸 내용")
    return redirect(url_for("two_factor.show", next=return_url()), 303)


def wrong_state(error: permissions.NotNow):
    """What was asked for does not fit the state things are in by now."""
    kept = rescue_input("그 사이에 할 수 없게 된 일에 보낸 내용")
    return refused(409, ErrorText("지금은 할 수 없는 일입니다", str(error), ""), kept)


def unknown_call(error: calls.Unknown):
    """The application goes by an announcement whose package is not on this server: nothing of it can be shown or
    changed."""
    current_app.logger.error("%s", error)
    kept = rescue_input("공고 자료가 없어 받지 못한 내용")
    todo = "쓴 내용은 그대로 보관하고 있습니다. 이 사이트를 운영하는 곳에 알려 주세요."
    return refused(503, ErrorText("지금 열 수 없는 신청입니다", str(error), todo), kept)


def not_taken(error: calls.NotTaken):
    """The call takes no applications of the kind the address is about."""
    kept = rescue_input("공고에 없는 일에 보낸 내용")
    todo = "다른 공고의 일이라면 그 공고를 골라 주세요."
    return refused(404, ErrorText("이 공고에서는 할 수 없는 일입니다", str(error), todo), kept)


def quota_exceeded(error: quotas.QuotaExceeded):
    """More than one person may store or ask for."""
    kept = rescue_input("한도를 넘어 저장하지 못한 내용")
    return refused(error.code, ErrorText("한도를 넘어 받지 못했습니다", error.message, ""), kept)


def csrf_failed(_error: CSRFError):
    kept = rescue_input("보안 확인이 만료된 뒤 보낸 내용")
    why = "다른 창에서 로그인이 바뀌었거나 쿠키가 지워져 보내신 내용을 저장하지 않았습니다."
    text = ErrorText("보안 확인이 만료되었습니다", why, "하던 화면을 다시 열어 보내 주세요.")
    return refused(400, text, kept, back=(return_url(), "하던 화면으로 돌아가기"))


def window_closed(_error: revisions.Closed):
    text = error_pages.closed_text(g.view.application if "view" in g else None)
    return refused(403, text, rescue_input(text.kept), back=(return_url(), "하던 화면으로 돌아가기"))


def refused(code: int, text: ErrorText, kept: bool, back: tuple[str, str] | None = None):
    """The page of a refusal. kept: whether what was typed was; back: the way back, where it is not that of most."""
    here = page_here() if request.endpoint in RESCUED_ENDPOINTS and request.method == "POST" and code != 404 else ""
    files, unkept = ([], False) if request.method == "GET" else (file_names(), not kept and something_typed())
    return render_template(
        "errors/refused.html",
        text=text,
        code=code,
        kept=kept,
        unkept=unkept,
        **(held_input() if unkept and code in error_pages.AGAIN else {}),
        files=files,
        back=back or error_pages.way_back(here, code),
        start=error_pages.start_page(),
        request_id=request_log.number(),
        failed=True,
    ), code


def held_input() -> dict[str, Any]:
    """What could be kept nowhere else – the disk is full, the database away – held by the answer itself, to be read and
    to be sent again."""
    if request.endpoint not in RESCUED_ENDPOINTS:
        return {}
    sent = {name: values for name, values in reparse_form().items() if name != "csrf_token"}
    typed = {name: values for name, values in sent.items() if name not in rejected_posts.OURS}
    return {"again": sent, "words": Rescue(sent=typed).words, "address": request.full_path.rstrip("?")}


def return_url() -> str:
    """Where a link leads to the page this request came from; a button's own address shows nothing."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    if request.endpoint in RESCUED_ENDPOINTS:
        return page_here()
    if request.path.startswith("/staff/"):
        return url_for("staff.index")
    token = (g.get("named") or request.view_args or {}).get("application")
    return url_for("applications.task_list", application=token) if token else url_for("applications.index")


def unknown_host(_error: SecurityError):
    """A Host that is not ours: no address of ours can be built on it, so there is no page to draw."""
    return (
        "이 사이트의 주소가 아닙니다. 주소를 확인한 뒤 다시 접속해 주세요.\n",
        400,
        {"Content-Type": "text/plain; charset=utf-8"},
    )


def database_failed(error: DatabaseError | InterfaceError):
    """A database that is away may answer a moment later, and a line a request is enough of it."""
    if schema.away(error):
        why = (str(error).splitlines() or [""])[0]
        current_app.logger.error(
            "request %s: the database is away: %s: %s", request_log.number(), type(error).__name__, why
        )
        return http_error(ServiceUnavailable(retry_after=60))
    current_app.log_exception(sys.exc_info())
    return http_error(InternalServerError())


def bucket_away(error: bucket.Away):
    """As a database that is away: files cannot be read or kept for now."""
    current_app.logger.error("request %s: the bucket of files is away: %s", request_log.number(), error)
    return http_error(ServiceUnavailable(retry_after=60))


def file_damaged(error: sealed_file.Damaged):
    """A stored file does not open any more; a picture of a document is named, so that its company puts it in again."""
    current_app.logger.error("request %s: a stored file is damaged: %s", request_log.number(), error)
    kept = rescue_input("파일이 깨져 처리하지 못한 내용")
    if isinstance(error, PictureDamaged):
        place = url_for("pictures.show", application=g.view.application.token), "서류에 넣을 그림으로 가기"
        return refused(503, ErrorText("서류를 만들지 못했습니다", error.why, error.todo), kept, back=place)
    why = "보관하던 파일이 깨져 열리지 않습니다. 저희 쪽 문제입니다."
    todo = "직접 올린 파일이면 다시 올려 주시고, 만든 PDF이면 ‘다시 만들기’를 눌러 주세요. 그럴 수 없으면 아래의 때와 요청 번호를 알려 주세요. 백업에서 되살릴 수 있습니다."
    back = error_pages.way_back("", 404)  # not the same page again, which would not open either
    return refused(503, ErrorText("파일을 열지 못했습니다", why, todo), kept, back=back)


def try_rescue(reason: str) -> bool:
    """Keep what the refused page held; what broke the request may break this too, and must not take the answer
    along."""
    try:
        return bool(reason) and rescue_input(reason)
    except Exception:
        current_app.logger.exception("nothing could be kept")
        return False


def something_typed() -> bool:
    """Whether the refused page held words of a person."""
    typed = {name: values for name, values in reparse_form().items() if name not in rejected_posts.OURS}
    return any(is_typed(name) and not empty(value) for name, values in typed.items() for value in values)


def http_error(error: HTTPException):
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error
    text, headers = error_pages.text_for(code), {}
    if code == 413:
        text = replace(text, why=upload_limits.exceeded_limit(reparse_form))
    elif code == 429:
        wait = error_pages.wait_for(limiter)
        text = replace(text, todo=text.todo.format(wait=formatting.duration_text(timedelta(seconds=wait - 1))))
        headers = {"Retry-After": str(wait)}
    elif code in (405, 503):
        headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return *refused(code, text, try_rescue(text.kept)), headers
