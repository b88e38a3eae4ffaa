"""The calls this site knows, a package each; a Call row names the one it goes by.

Next year's call is a new package and one line here (docs/next-call.md). Nothing else imports a call's package.
"""

from collections.abc import Callable
from functools import cache

from programme.agencies import Agency
from programme.announcement import Announcement
from programme.application_types import KINDS, PROJECT, ApplicationType
from programme.calls import call_2024_221
from programme.evidence_kinds import Kind
from programme.korean import with_particle

TYPES: dict[str, dict[str, ApplicationType]] = {  # by the announcement's slug and the kind; the newest call last
    call_2024_221.ANNOUNCEMENT.slug: call_2024_221.TYPES,
}


class Unknown(LookupError):
    """A Call row names a package that is not here; its applications are kept, and can be read again once it is."""

    def __init__(self, package: str) -> None:
        super().__init__(f"공고 {package}의 자료(programme/calls)가 이 서버에 없습니다.")
        self.package = package


class NotTaken(LookupError):
    """A call was asked about a kind of application it does not take."""

    def __init__(self, package: str, kind: str) -> None:
        super().__init__(f"공고 {package}에는 {with_particle(KINDS.get(kind, kind), '이/가')} 없습니다.")


def takes(package: str, kind: str) -> bool:
    """Whether a call takes a kind of application; one whose package is not here takes none."""
    return kind in TYPES.get(package, {})


def taking(kind: str) -> list[str]:
    """The packages of the calls that take a kind of application, the newest last."""
    return [package for package in TYPES if takes(package, kind)]


def kinds(holds: Callable[[ApplicationType], bool]) -> set[str]:
    """The kinds of application of which this holds in any call."""
    return {kind for types in TYPES.values() for kind, of in types.items() if holds(of)}


def type_of(package: str, kind: str) -> ApplicationType:
    """What a call asks of one kind of application. Raises Unknown, NotTaken."""
    if package not in TYPES:
        raise Unknown(package)
    if not takes(package, kind):
        raise NotTaken(package, kind)
    return TYPES[package][kind]


def announcement(package: str) -> Announcement:
    """What the announcement of a call says. Raises Unknown."""
    return type_of(package, PROJECT).announcement


def newest() -> Announcement:
    """The announcement pages speak of that belong to no application."""
    return announcement(next(reversed(TYPES)))


def agencies() -> dict[str, Agency]:
    """Every agency of any call, by its slug, as the newest call that has it knows it: for posts and addresses, which
    belong to no call. Of an application or a case its own call is asked."""
    return {slug: each for package in TYPES for slug, each in announcement(package).agencies.items()}


def agency(slug: str, call: Announcement | None = None) -> Agency:
    """One of them as this call knows it, or as `agencies` does. Where none knows it any more it is called by its slug,
    and the call's lead agency is rung up instead."""
    known = call.agencies if call else {}
    return known.get(slug) or agencies().get(slug) or Agency(slug, call.phones if call else (), slug)


def evidence_kinds() -> dict[str, Kind]:
    """Every kind of evidence any call asks for, by its slug, as the newest call knows it."""
    return known(tuple(each for types in reversed(TYPES.values()) for each in types.values()))


@cache
def known(types: tuple[ApplicationType, ...]) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for kind in (kind for each in types for kind in each.evidence):
        found.setdefault(kind.slug, kind)
    return found


def title_of(slug: str) -> str:
    """What a kind of evidence is called; one brought in from elsewhere may be of a kind no call knows."""
    kinds = evidence_kinds()
    return kinds.get(slug, kinds["other"]).title


def evidence_order(slug: str) -> int:
    """Where evidence of a kind stands among the others."""
    kinds = evidence_kinds()
    return list(kinds).index(slug if slug in kinds else "other")


def title(of: ApplicationType, slug: str) -> str:
    """What a text or a kind of evidence is called here; one that only another kind of application asks for, as it is
    called there."""
    named: dict[str, str] = {}
    for at in (of, *TYPES[of.announcement.slug].values()):
        named = (
            {text.slug: text.title for text in at.consents} | {each.slug: each.title for each in at.evidence} | named
        )
    return named.get(slug, slug)
