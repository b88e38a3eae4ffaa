"""What a refused request is answered with, and how what it held is kept for whoever typed it."""

from contextlib import suppress

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask_wtf.csrf import CSRFError
from peewee import DataError
from werkzeug.exceptions import BadRequest, HTTPException, SecurityError

from programme import calls
from services.access import permissions, quotas, rejected_posts
from services.drafts import evidence, revisions
from web import identity, upload_limits, url_params

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
    app.register_error_handler(CSRFError, csrf_failed)
    app.register_error_handler(revisions.Closed, window_closed)
    app.register_error_handler(quotas.QuotaExceeded, quota_exceeded)
    app.register_error_handler(SecurityError, unknown_host)
    app.register_error_handler(HTTPException, http_error)
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
RESCUED_ENDPOINTS = {"wizard.save", "consents.save", "evidence.upload"}
RESCUED_ENDPOINTS |= {"approval.send_back", "approval.approve", "approval.suspend"}
RESCUED_ENDPOINTS |= {"submissions.contacts", "agencies.save", "terms.save"}
RESCUED_ENDPOINTS |= {
    "applications.choose",
    "invitations.invite",
    "invitations.answer",
    "companies.invite",
    "company_evidence.upload",
}
RESCUED_ENDPOINTS |= {"filings.save"}


def page_here() -> str:
    """The address of the page the request came from: its own, but for the form that one of two buttons sends
    elsewhere."""
    here = url_params.current_address()
    return here.removesuffix("approve") if request.endpoint == "approval.approve" else here


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
    heading = "지금은 할 수 없는 일입니다"
    return render_template(
        "errors/refused.html", heading=heading, advice=str(error), kept=kept, files=file_names(), failed=True
    ), 409


def unknown_call(error: calls.Unknown):
    """The application goes by an announcement whose package is not on this server: nothing of it can be shown or
    changed."""
    current_app.logger.error("%s", error)
    kept = rescue_input("공고 자료가 없어 받지 못한 내용")
    advice = f"{error} 쓴 내용은 그대로 보관하고 있습니다. 이 사이트를 운영하는 곳에 알려 주세요."
    context = {"kept": kept, "files": file_names(), "failed": True}
    return render_template("errors/refused.html", heading="지금 열 수 없는 신청입니다", advice=advice, **context), 503


def quota_exceeded(error: quotas.QuotaExceeded):
    """More than one person may store or ask for."""
    kept = rescue_input("한도를 넘어 저장하지 못한 내용")
    heading = "한도를 넘어 받지 못했습니다"
    return render_template(
        "errors/refused.html", heading=heading, advice=error.message, kept=kept, files=file_names(), failed=True
    ), error.code


def csrf_failed(_error: CSRFError):
    kept = rescue_input("보안 확인이 만료된 뒤 보낸 내용")
    return render_template("errors/stale.html", kept=kept, files=file_names(), back=return_url(), failed=True), 400


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


def window_closed(_error: revisions.Closed):
    kept = rescue_input("접수 마감 뒤에 보낸 내용")
    context = {"kept": kept, "files": file_names(), "arrived": g.arrived, "back": return_url()}
    return render_template("errors/closed.html", failed=True, **context), 403


def unknown_host(_error: SecurityError):
    """A Host that is not ours: no address of ours can be built on it, so there is no page to draw."""
    return (
        "이 사이트의 주소가 아닙니다. 주소를 확인한 뒤 다시 접속해 주세요.\n",
        400,
        {"Content-Type": "text/plain; charset=utf-8"},
    )


PAGES = {
    400: ("요청을 읽지 못했습니다", "보내신 내용의 형식이 맞지 않습니다. 뒤로 돌아가 다시 보내 주세요."),
    404: (
        "페이지를 찾을 수 없습니다",
        "주소가 바뀌었거나 볼 수 없는 페이지입니다. 로그인한 이메일이 맞는지도 확인해 주세요.",
    ),
    405: ("이 주소로는 보낼 수 없습니다", "화면의 버튼으로 다시 시도해 주세요."),
    413: ("보내신 내용이 너무 큽니다", ""),  # which limit was passed says upload_limits.exceeded_limit
    429: ("잠시 뒤에 다시 시도해 주세요", "짧은 시간에 요청이 많았습니다. 1분 뒤에 다시 시도해 주세요."),
    500: ("처리하지 못했습니다", "저희 쪽 문제입니다. 저장된 내용은 그대로 있으니 잠시 뒤에 다시 시도해 주세요."),
}


RESCUE_REASONS = {
    400: "형식이 맞지 않아 받지 못한 내용",
    404: "그 사이에 볼 수 없게 된 화면에서 보낸 내용",
    413: "너무 커서 받지 못한 내용",
    429: "짧은 시간에 요청이 많아 받지 못한 내용",
    500: "저희 쪽 문제로 처리하지 못한 내용",
}


def try_rescue(code: int) -> bool:
    """Keep what the refused page held; what broke the request may break this too, and must not take the answer
    along."""
    try:
        return code in RESCUE_REASONS and rescue_input(RESCUE_REASONS[code])
    except Exception:
        current_app.logger.exception("nothing could be kept")
        return False


def http_error(error: HTTPException):
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error
    heading, advice = PAGES.get(code, PAGES[400 if code < 500 else 500])
    if code == 413:
        advice = upload_limits.exceeded_limit(reparse_form)
    kept = try_rescue(code)
    files = file_names() if code in RESCUE_REASONS else []
    return render_template(
        "errors/refused.html", heading=heading, advice=advice, kept=kept, files=files, failed=True
    ), code
