"""What pages of errors say: what happened, why, what to do next, and the way back."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request, url_for
from flask_limiter import Limiter

from models.application import Application
from models.base import now
from programme.korean import date_time
from web.current import g
from web.url_params import local_path


@dataclass(frozen=True)
class ErrorText:
    """heading: what happened; why; todo: what to do, in which {wait} stands for a time; kept: why what the refused page
    held was kept, "" where nothing is."""

    heading: str
    why: str
    todo: str
    kept: str = ""


TEXTS = {
    400: ErrorText(
        "요청을 읽지 못했습니다",
        "보내신 내용의 형식이 이 사이트의 화면이 보내는 것과 다릅니다. 보내는 도중에 연결이 끊겼거나, 화면을 연 뒤에 사이트가 "
        "바뀌었을 수 있습니다.",
        "하던 화면을 다시 열어 보내 주세요.",
        "형식이 맞지 않아 받지 못한 내용",
    ),
    403: ErrorText(
        "이 일은 하실 수 없습니다",
        "지금 로그인한 이메일에는 이 일이 허락되어 있지 않습니다.",
        "로그인한 이메일이 맞는지 확인해 주세요. 맞다면 함께 쓰는 담당자에게 부탁해 주세요.",
        "허락되지 않아 받지 못한 내용",
    ),
    404: ErrorText(
        "페이지를 찾을 수 없습니다",
        "주소가 바뀌었거나 지워졌거나, 지금 로그인한 이메일로는 볼 수 없는 페이지입니다.",
        "주소를 다시 확인해 주세요. 초대받은 신청이라면 초대 메일을 받은 이메일로 로그인해 주세요.",
        "그 사이에 볼 수 없게 된 화면에서 보낸 내용",
    ),
    405: ErrorText(
        "이 주소는 바로 열 수 없습니다",
        "버튼을 눌러야 쓰는 주소를 직접 열었거나, 즐겨찾기에서 열었습니다.",
        "하던 화면으로 돌아가 버튼을 눌러 주세요.",
    ),
    413: ErrorText(
        "보내신 내용이 너무 큽니다", "", "", "너무 커서 받지 못한 내용"
    ),  # upload_limits says which and what to do
    422: ErrorText(
        "보내신 내용을 처리할 수 없습니다",
        "형식은 맞지만 이 사이트가 받을 수 없는 값이 들어 있습니다.",
        "하던 화면으로 돌아가 값을 확인한 뒤 다시 보내 주세요.",
        "값이 맞지 않아 받지 못한 내용",
    ),
    429: ErrorText(
        "잠시 뒤에 다시 시도해 주세요",
        "짧은 시간에 요청이 많아 잠시 받지 않습니다. 사무실처럼 인터넷 주소를 함께 쓰면 다른 사람의 요청도 같이 셉니다.",
        "{wait} 뒤에 다시 시도해 주세요. 그동안 버튼을 거듭 누르지 않으시면 됩니다.",
        "짧은 시간에 요청이 많아 받지 못한 내용",
    ),
    500: ErrorText(
        "처리하지 못했습니다",
        "저희 쪽 문제입니다. 잘못 입력하신 것이 아닙니다.",
        "이미 저장한 내용은 그대로 있습니다. 잠시 뒤에 다시 시도해 주세요. 거듭되면 아래의 때와 요청 번호, 하시던 일을 알려 주세요.",
        "저희 쪽 문제로 처리하지 못한 내용",
    ),
    503: ErrorText(
        "지금은 쓸 수 없습니다",
        "저희 쪽 문제입니다. 데이터베이스에 닿지 못했거나 점검하고 있습니다.",
        "이미 저장한 내용은 그대로 있습니다. 1분 뒤에 다시 시도해 주세요. 거듭되면 아래의 때와 요청 번호, 하시던 일을 알려 주세요.",
        "쓸 수 없을 때 보내 받지 못한 내용",
    ),
}


def closed_text(application: Application | None) -> ErrorText:
    """What is said of a request the clock refuses."""
    heading, because = "접수가 마감되었습니다", "접수 기간이 아니기 때문입니다."
    kept = "접수 마감 뒤에 보낸 내용"
    if application and application.type.evaluation:
        heading, because = "평가 기간이 아닙니다", "평가 기간이 아니기 때문입니다."
        kept = "평가 기간이 아닌 때에 보낸 내용"
    elif application and g.arrived < application.opens_at:
        heading, because = "아직 접수 기간이 아닙니다", f"접수는 {date_time(application.opens_at)}에 시작합니다."
        kept = "접수 시작 전에 보낸 내용"
    elif application and application.completing_at(g.arrived):
        heading, because = "보완을 요청받은 것만 고칠 수 있습니다", "수행기관이 요청하지 않은 것이기 때문입니다."
    elif application and application.asked is not None:
        heading, because = "보완 기한이 지났습니다", "더 고쳐야 하면 수행기관에 전화해 주세요."
    why = f"요청이 {date_time(g.arrived, exact=True)}에 도착해 처리하지 못했습니다. {because}"
    return ErrorText(heading, why, "이미 저장한 내용은 그대로 남아 있고, 서류도 내려받을 수 있습니다.", kept)


def text_for(code: int) -> ErrorText:
    """What is said of a status; of one we never send, what is said of its kind."""
    return TEXTS.get(code) or TEXTS[400 if code < 500 else 500]


def wait_for(limiter: Limiter) -> int:
    """Seconds until the limit that was passed is open again."""
    passed = limiter.current_limit
    # reset_at is rounded up to a whole second, and one more
    return max(1, round(passed.reset_at - 1 - now().timestamp())) if passed else 60


AGAIN = (429, 500, 503)  # a moment later the same page may open


def way_back(here: str, code: int) -> tuple[str, str]:
    """(address, what the link is called): the page a form was sent from, the same page again, or the one that led here;
    else where one begins.

    here: the page a form people type into was sent from, if it was one.
    """
    if here:
        return here, "하던 화면으로 돌아가기"
    if request.method == "GET" and code in AGAIN:
        return request.full_path.rstrip("?"), "다시 열기"
    came = urlsplit(request.referrer or "")
    path = local_path(f"{came.path}?{came.query}" if came.query else came.path)
    if path and came.netloc == request.host and path != request.full_path.rstrip("?"):
        return path, "이전 화면으로 돌아가기"
    return start_page()


def start_page() -> tuple[str, str]:
    """Where whoever is there begins."""
    if g.get("post") and request.path.startswith("/staff/"):
        return url_for("staff.index"), "기관 업무로 가기"
    if g.get("evaluator") and request.path.startswith("/evaluation/"):
        return url_for("evaluation.index"), "내 평가로 가기"
    if g.get("person"):
        return url_for("applications.index"), "내 신청으로 가기"
    return url_for("home.index"), "처음으로 가기"
