"""A call, the announcement it goes by, and its window."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from peewee import IntegerField, TextField

from models.base import BaseModel, Instant
from programme import calls
from programme.announcement import Announcement
from programme.application_types import KINDS, ApplicationType
from programme.korean import date_time

if TYPE_CHECKING:
    from models.application import Application


class Call(BaseModel):
    """One year's announcement as it runs here: its window [opens_at, closes_at), that of its consulting, which ends
    earlier, and how many receipts it has given. package: the announcement it goes by, of programme/calls/.
    site_opens_at: when its first site round opens (공고 3., 예외 ①: 최초 평가 개시), None before one is made; a round made later
    that opens sooner brings it forward, and with it the day exception ① is judged by. audited_until: how long appeals
    and audits may ask who evaluated; None while nobody said."""

    slug = TextField(unique=True)
    package = TextField()
    opens_at = Instant()
    closes_at = Instant()
    consulting_closes_at = Instant(null=True)
    site_opens_at = Instant(null=True)
    audited_until = Instant(null=True)
    receipts = IntegerField(default=0)

    @classmethod
    def taking(cls, applications: "type[Application]") -> Any:
        """Of the applications, those whose call's package is here and takes their kind: only those have a type."""
        here = applications.call.in_(cls.of_packages(calls.TYPES))
        for package, types in calls.TYPES.items():
            if len(types) < len(KINDS):
                others = applications.call.not_in(cls.of_packages([package]))
                here &= others | applications.purpose.in_(list(types))
        return here

    @classmethod
    def of_packages(cls, packages: Iterable[str]) -> Any:
        """The calls that go by one of these, by id."""
        return cls.select(cls.id).where(cls.package.in_(list(packages)))

    @property
    def known(self) -> bool:
        """Whether its package is here; without it its applications are kept and closed."""
        return self.package in calls.TYPES

    @property
    def announcement(self) -> Announcement:
        """What its announcement says. Raises calls.Unknown."""
        return calls.announcement(self.package)

    @property
    def label(self) -> str:
        """Its title, with its closing: two of one announcement are told apart. Raises calls.Unknown."""
        return f"{self.announcement.title} ({date_time(self.closes_at)} 마감)"

    def takes(self, kind: str) -> bool:
        """Whether it takes a kind of application."""
        return calls.takes(self.package, kind)

    def type_of(self, kind: str) -> ApplicationType:
        """What it asks of a kind of application. Raises calls.Unknown, calls.NotTaken."""
        return calls.type_of(self.package, kind)

    def open_at(self, instant: datetime) -> bool:
        return self.opens_at <= instant < self.closes_at
