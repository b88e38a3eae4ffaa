"""Links that let an accountant or a consultant read an application without signing in (docs/adr/0032).

The key in a link is 256 bits, kept hashed. It shows the shared steps and those of the company that made it, without
personal values; it can do nothing, ends by itself, and every opening is noted.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from forms.base import StepForm
from forms.wizard import Party as Part
from forms.wizard import Task
from models.application import Application, Party
from models.base import now, writing
from models.person import Person
from models.submission import Event
from models.together import ShareLink, ShareOpening
from programme.characters import empty
from services.access import accounts
from services.access.permissions import NotNow
from services.drafts import loading
from services.drafts.application_view import ApplicationView

DAYS = 30  # the longest a link holds
MOST = 10  # links of a company for one application that hold at once
RETENTION = timedelta(days=90)  # after its end a link and its log are forgotten
HIDDEN = "가림"  # in place of a personal value


class Ended(Exception):
    """The link held once, and holds no more."""


@dataclass(frozen=True)
class Reading:
    """What a link shows: its application, and the steps with their answers."""

    link: ShareLink
    view: ApplicationView
    maker: Part
    steps: list[tuple[Task, StepForm]]


def of(application: Application, part: Part) -> list[ShareLink]:
    """The links a company made for an application, newest first."""
    rows = ShareLink.select().where(ShareLink.application == application, ShareLink.party == part.key)
    return list(rows.order_by(ShareLink.id.desc()))


def openings(link: ShareLink) -> list[tuple[datetime, int]]:
    """When a link was opened, newest first, each with the number of the place: 1 for where it was opened first."""
    rows = list(link.openings.order_by(ShareOpening.id))
    places = {network: number for number, network in enumerate(dict.fromkeys(row.network for row in rows), start=1)}
    return [(row.at, places[row.network]) for row in reversed(rows)]


def make(application: Application, part: Part, person: Person, label: str, days: int) -> str:
    """A new link's key, which is nowhere else. days: how long it holds. Raises NotNow."""
    key = secrets.token_urlsafe(32)
    with writing():
        holding = [link for link in of(application, part) if holds(link, now())]
        if len(holding) >= MOST:
            raise NotNow(f"쓸 수 있는 링크가 이미 {MOST}개입니다. 쓰지 않는 링크를 끝낸 뒤 다시 만들어 주세요.")
        ShareLink.create(
            key_hash=accounts.digest(key),
            application=application,
            party=part.key,
            made_by=person,
            label=label,
            expires_at=now() + timedelta(days=days),
        )
        Event.create(application=application, person=person, action="shared", detail={"party": part.key, "days": days})
    return key


def holds(link: ShareLink, at: datetime) -> bool:
    return link.revoked_at is None and at < link.expires_at


def revoke(link: ShareLink, person: Person) -> None:
    """End a link now; ended twice, it ended the first time."""
    with writing():
        if ShareLink.update(revoked_at=now()).where(ShareLink.id == link.id, ShareLink.revoked_at.is_null()).execute():
            detail = {"party": link.party_id}
            Event.create(application=link.application_id, person=person, action="unshared", detail=detail)


def open_link(key: str, network: str, at: datetime) -> Reading | None:
    """What a link shows, its opening noted; None when there never was such a link. Raises Ended: past its time,
    revoked, the draft thrown away, or its maker no longer of a company that takes part."""
    link = ShareLink.get_or_none(ShareLink.key_hash == accounts.digest(key))
    if link is None:
        return None
    there = Party.id == link.party_id, Party.left_at.is_null(), Party.joined_at.is_null(False)
    maker, gone = link.made_by, link.application.discarded_at
    if gone or not (holds(link, at) and maker and Party.select().where(*there, Party.acted_for(maker)).exists()):
        raise Ended
    with writing():
        ShareOpening.create(link=link, network=network, at=at)
    view = loading.load_view(link.application)
    part = next(part for part in view.journey.parties if part.key == link.party_id)
    return Reading(link, view, part, shown(view, part))


def shown(view: ApplicationView, maker: Part) -> list[tuple[Task, StepForm]]:
    """The shared steps and those of the maker's company; personal values are taken out here, so that no page can show
    them."""
    steps = []
    for task in view.journey.tasks:
        if task.party in (None, maker):
            sent = view.journey.answers.get(task.key, {})
            there = {name for name in task.step.form.personal(sent) if not all(map(empty, sent[name]))}
            steps.append((task, view.journey.read(task, sent | {name: [HIDDEN] for name in there})))
    return steps


def sweep(at: datetime) -> int:
    """Forget links, and when they were opened, RETENTION after their end: by their time or by hand."""
    over = at - RETENTION
    with writing():
        return ShareLink.delete().where((ShareLink.expires_at < over) | (ShareLink.revoked_at < over)).execute()
