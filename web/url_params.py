"""What addresses of this site say: numbers, the page they lead to, and whether they lead here at all."""

import re

from flask import request

from forms import wizards
from programme import calls
from programme.characters import visible

# A path on this site. What follows the first slash must not let a browser read a host: //evil, /\\evil, /<TAB>/evil.
LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")
SEARCH_LENGTH = 100  # characters of a search


def local_path(path: str | None) -> str | None:
    """The path, if it leads nowhere but to this site."""
    return path if path and LOCAL_PATH.fullmatch(path) else None


def positive_int(text: str) -> int:
    """A number of ours as an address or a form gives it; 0, which no row has, for nonsense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def search_text(text: str) -> str:
    """What is looked for, as a search box sends it: nothing unseen in it, and not too long."""
    return visible(text).strip()[:SEARCH_LENGTH]


def requested_position() -> int:
    """Which of the person's parts in the application the address says to act for."""
    return request.args.get("as", 0, type=positive_int)


def current_address(path: str = "") -> str:
    """The address of this page, or of the one at a path: with the company acted for, and nothing else that was asked of
    it."""
    part = requested_position()
    return f"{path or request.path}?as={part}" if part else path or request.path


def page_title(path: str) -> str:
    """What the page at an address of ours is called, for telling kept pages apart; empty for one that is no more."""
    slug = path.partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
    types = (of for call in calls.TYPES.values() for of in call.values())
    steps = {slug: step.title for of in types for slug, step in wizards.steps(of).items()}
    return steps.get(slug) or {
        "completion": "보완 요청에 답하기",
        "consents": "동의서",
        "evidence": "증빙",
        "several": "증빙 여러 장 올리기",
        "filed": "접수 시스템에 낸 기록",
        "notes": "메모",
    }.get(slug, "")
