"""How much may be sent at once, and which limit a refused request passed."""

from collections.abc import Callable

from flask import current_app, request

from programme.pictures import EVERY, MEGABYTE, SEAL
from services.drafts import evidence

FILE_ENDPOINTS = {"company_evidence.upload", "evidence.upload", "undescribed.save"}
PICTURE_ENDPOINT = "pictures.put"
PICTURE_BODY = 4 * max(place.limit for place in EVERY.values())


def raise_body_limit(endpoint: str | None, _values: dict | None) -> None:
    """Files larger than may be kept must still be read, to be refused with everything else typed kept in the page.

    A url_value_preprocessor: this early, for the CSRF guard reads the form before any view does.
    """
    if endpoint in FILE_ENDPOINTS:
        request.max_content_length = evidence.POST_LIMIT
    elif endpoint == PICTURE_ENDPOINT:
        request.max_content_length = PICTURE_BODY


def exceeded_limit(read_again: Callable[[], dict[str, list[str]]]) -> str:
    """What was too much, how much may be, what to do. read_again: the form, read with more room."""
    length, most = request.content_length or 0, request.max_content_length or 0
    if length > most:
        return body_too_large(length)
    parts = current_app.config["MAX_FORM_PARTS"]
    sent = sum(map(len, read_again().values()))
    files = sum(map(len, request.files.listvalues())) if sent else 0
    if request.endpoint in FILE_ENDPOINTS and files > evidence.FILES:
        return (
            f"파일을 {files:,}개 보내셨습니다. 한 번에 {evidence.FILES}개까지 받을 수 있어 하나도 올리지 않았습니다. "
            "나누어 다시 올려 주세요."
        )
    if sent and sent + files <= parts:
        return f"한 화면의 글은 모두 {current_app.config['MAX_FORM_MEMORY_SIZE'] // MEGABYTE}MB까지 받을 수 있는데 그보다 깁니다. 글을 줄여 다시 보내 주세요."
    if sent:
        return f"한 화면의 칸은 {parts:,}개까지 받을 수 있는데 {sent + files:,}개를 보내셨습니다. 줄 수를 줄여 다시 보내 주세요."
    return f"한 화면은 글 {current_app.config['MAX_FORM_MEMORY_SIZE'] // MEGABYTE}MB, 칸 {parts:,}개까지 받을 수 있는데 그보다 많습니다. 줄여서 다시 보내 주세요."


def body_too_large(length: int) -> str:
    size = f"{length / MEGABYTE:,.1f}MB"
    if request.endpoint in FILE_ENDPOINTS:
        each, whole = evidence.FILE_LIMIT // MEGABYTE, evidence.POST_LIMIT // MEGABYTE
        return (
            f"파일은 하나에 {each}MB, 한 번에 모두 {whole}MB까지 받을 수 있는데 {size}를 보내셨습니다. "
            "나누거나 해상도를 낮추어 다시 올려 주세요."
        )
    if request.endpoint == PICTURE_ENDPOINT:
        each = max(place.limit for place in EVERY.values()) // MEGABYTE
        return (
            f"그림은 {each}MB, 도장은 {SEAL.limit // MEGABYTE}MB까지 받을 수 있는데 {size}를 보내셨습니다. "
            "크기를 줄여 저장한 뒤 다시 올려 주세요."
        )
    most = current_app.config["MAX_CONTENT_LENGTH"] // MEGABYTE
    return f"글은 한 번에 {most}MB까지 받을 수 있는데 {size}를 보내셨습니다. 글을 줄이거나 나누어 다시 보내 주세요."
