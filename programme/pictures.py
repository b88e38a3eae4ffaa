"""The pictures documents show: diagrams of the business plan, by the step they belong to, and each company's seal.

No clause asks for them; evaluators read a flow faster as a drawing, and the forms are signed or sealed.
"""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Place:
    """Where a picture goes. slug: what templates call it, pictures.<slug>; of a diagram also the step it belongs to."""

    slug: str
    title: str
    help: str
    own: bool = False  # each company's, not the application's
    limit: int = 5 * MEGABYTE  # bytes


SEAL = Place(
    "seal",
    "대표자 도장(인)",
    "흰 종이에 찍어 도장만 남게 자른 그림이나 배경이 투명한 PNG가 좋습니다. 올리지 않으면 (인) 자리를 비워 둡니다.",
    own=True,
    limit=MEGABYTE,  # it stands in every form of its company
)
DIAGRAMS = (
    Place("as_is", "As-Is 업무 흐름도", "현재 업무가 어떤 순서로 이어지는지 그린 그림입니다."),
    Place("to_be", "To-Be 업무 흐름도", "솔루션을 구축한 뒤의 업무 흐름을 그린 그림입니다."),
    Place("system", "시스템 구성도", "화면, 서버, 연계 시스템, 데이터가 어떻게 이어지는지 그린 그림입니다."),
)
EVERY = {place.slug: place for place in (*DIAGRAMS, SEAL)}
SEALS = 8  # on a plan's cover, which has the place seal_1 for its first company and so on; a ninth signs by hand


def seal_of(number: int) -> str:
    """What a plan's cover calls the seal of its first company, its second …"""
    return f"{SEAL.slug}_{number}"


SHOWN = EVERY.keys() | {seal_of(number) for number in range(1, SEALS + 1)}  # all that templates may name
