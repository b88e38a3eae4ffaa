"""What staff's lists say of a submission, kept beside its sealed snapshot: lists cost what they show, and open nothing.

Nothing of it is personal: companies, their numbers, the project, its money. It follows from the snapshot alone.
"""

from typing import Any

from peewee import fn

from forms.wizard import Journey
from models.application import Application, Call
from models.base import writing
from models.submission import Submission
from programme.characters import folded, visible
from programme.names import key, without_form
from programme.regions import region_of
from services.submissions import snapshots

MONEY = ("total", "grant", "cash", "in_kind")


def of(application: Application, receipt: str, snapshot: dict[str, Any]) -> dict[str, Any]:
    """The columns of Submission that lists are read from. Shape of listing: {title, adopters, suppliers: "name, name",
    numbers, names: [each company's, in the order of Submission.companies], region: the 시·도 of who leads, money:
    {total, grant, cash, in_kind: won or None}}."""
    journey = snapshots.journey(application.type, snapshot)
    named = {role: [part.name for part in journey.parties if part.role == role] for role in ("adopter", "supplier")}
    numbers = [visible(snapshots.first(party["steps"], "company", "number")) for party in snapshot["parties"]]
    title = said(snapshot, "overview", "project")
    return {
        "listing": {
            "title": title,
            "adopters": ", ".join(named["adopter"]),
            "suppliers": ", ".join(named["supplier"]),
            "numbers": ", ".join(numbers),
            "names": [part.name for part in journey.parties],
            "region": next((region(party) for party in snapshot["parties"] if party["lead"]), ""),
            "money": money(journey),
        },
        "track": said(snapshot, "track", "track"),
        "service_type": said(snapshot, "track", "service_type"),
        "words": searched([title, *(part.name for part in journey.parties), *numbers, receipt, application.number]),
    }


def region(party: dict[str, Any]) -> str:
    """The 시·도 a company of a snapshot is in."""
    return region_of(snapshots.first(party["steps"], "company", "address"))


def said(snapshot: dict[str, Any], slug: str, name: str) -> str:
    return visible(snapshots.first(snapshot["steps"], slug, name))


def money(journey: Journey) -> dict[str, int | None]:
    """The sums of a project; none of what asks for no money."""
    funding = journey.values("funding") if "funding" in journey.steps else {}
    return {name: funding.get(name) for name in MONEY}


def searched(texts: list[str]) -> str:
    """The text a search looks in, a line each: as written, and as names and numbers are compared."""
    return "\n".join([*map(folded, texts), *map(key, texts)])


def holding(words: str) -> Any:
    """The condition on submissions in which every word stands, or all of them as one name or number; None for no
    words."""
    wanted = without_form(words).split()
    if not wanted:
        return None
    each = Submission.words.contains(wanted[0])
    for word in wanted[1:]:
        each &= Submission.words.contains(word)
    whole = key(words)
    return each | Submission.words.contains(whole) if whole else each


def fill() -> int:
    """Give submissions of before listings were kept theirs, and those of before they said the region, one after
    another; how many. Those of a call whose package is gone or takes none wait."""
    waiting = Submission.select(Submission.id).join(Application)
    lacking = Submission.listing.is_null() | ~fn.COALESCE(Submission.listing, "").contains('"region"')
    waiting = waiting.where(lacking, Call.taking(Application))
    numbers = [row.id for row in waiting]
    for number in numbers:
        with writing():
            row = Submission.get_by_id(number)
            columns = of(row.application, row.receipt, row.snapshot)
            Submission.update(columns).where(Submission.id == number).execute()
    return len(numbers)
