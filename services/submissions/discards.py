"""Throwing a draft away: nobody meets it any more, for a while it can be taken back, then it goes for good."""

from datetime import date, datetime, timedelta

import config
from models.application import Application, Call, Party, Revision
from models.base import now, writing
from models.consortium import WITHDRAWN, Invitation
from models.evidence import Conversion
from models.person import Person
from models.picture import Picture
from models.pool import Review
from models.submission import Claim, Event
from models.together import Note, Presence, ShareLink
from programme.korean import day_of, official_date
from services.access.permissions import NotNow
from services.drafts.application_view import ApplicationView
from services.mail import outbox
from services.submissions import lifecycle

RETENTION = timedelta(days=30)
WRITTEN = (
    *(Revision, Picture, Conversion, Invitation, Claim, Review),
    *(Note, Presence, ShareLink, Party),
)  # what an application holds


def discardable(application: Application) -> bool:
    """Whether it is a draft that only its writers know: never submitted, and no registration, which is its company's
    entry in the pool."""
    return application.receipt is None and not application.type.registers


def discard(view: ApplicationView, person: Person) -> None:
    """Throw a draft away, end its open invitations, and tell the others who take part. Raises NotNow for what was
    submitted."""
    lead = next(part.name for part in view.journey.parties if part.lead)
    at = now()
    with writing():
        row = Application.newest(view.application.id)
        if row.discarded_at:
            return
        if not discardable(row):
            raise NotNow("제출한 적이 있는 신청은 버릴 수 없습니다. 제출을 그만두려면 접수 기간 안에 철회해 주세요.")
        Application.update(discarded_at=at).where(Application.id == row.id).execute()
        Application.advance(Application.id == row.id)
        Invitation.settle(Invitation.application == row, WITHDRAWN, person)
        event = Event.create(application=row, person=person, action="discarded")
        for member in lifecycle.members(row):
            if member != person:
                key = f"discarded:{event.id}:{member.id}"
                outbox.enqueue(
                    "discarded",
                    to=member.email,
                    key=key,
                    about=row.token,
                    call=row.announcement,
                    company=lead,
                    what=row.type.title,
                    called=row.type.words.number,
                    number=row.number,
                    until=official_date(last_day(at)),
                    link=f"{config.current().public_url}/applications/",
                )


def last_day(discarded_at: datetime) -> date:
    """The day until whose end it can be taken back, in Korea."""
    return day_of(discarded_at + RETENTION - timedelta(days=1))


def discarded(person: Person) -> list[Application]:
    """What the person's companies took part in and was thrown away, the latest first."""
    mine = Party.select(Party.application).where(
        Party.acted_for(person), Party.left_at.is_null(), ~Party.joined_at.is_null()
    )
    rows = Application.select(Application, Call).join(Call)
    rows = rows.where(Application.id.in_(mine), ~Application.discarded_at.is_null())
    return list(rows.order_by(Application.discarded_at.desc()))


def take_back(token: str, person: Person) -> Application | None:
    """Bring back what was thrown away, as it was; None for nothing of the person's."""
    with writing():
        row = next((one for one in discarded(person) if one.token == token), None)
        if row:
            Application.update(discarded_at=None).where(Application.id == row.id).execute()
            Application.advance(Application.id == row.id)
            Event.create(application=row, person=person, action="taken back")
        return row


def sweep(at: datetime) -> int:
    """Delete all that was written in what was thrown away RETENTION ago; how many. A row with the number stays, so that
    it is never given again. Files no row names any more go with the next sweep of files."""
    full = Application.id.in_(Party.select(Party.application))
    over = Application.discarded_at < at - RETENTION, Application.receipt.is_null(), full
    with writing():
        return erase([row.id for row in Application.select(Application.id).where(*over)])


def erase(applications: list[int]) -> int:
    """Delete all that was written in these, by id; how many. The caller writes."""
    for model in WRITTEN:
        model.delete().where(model.application.in_(applications)).execute()  # type: ignore[attr-defined]
    return Application.update(created_by=None).where(Application.id.in_(applications)).execute()
