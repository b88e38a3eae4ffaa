"""Telling those who apply together with a supplier what became of its entry or of how it is reached."""

import config
from models.application import Application, Call, Party
from models.company import Membership, Supplier
from models.person import Person
from programme.application_types import PROJECT
from services.mail import outbox


def applications(supplier: Supplier) -> list[Application]:
    """Those it takes part in that are of a known call and not thrown away."""
    joined = Party.company == supplier.company, Party.left_at.is_null(), Party.joined_at.is_null(False)
    kept = Application.purpose == PROJECT, Application.discarded_at.is_null(), Call.taking(Application)
    here = Application.id.in_(Party.select(Party.application).where(*joined))
    rows = Application.select(Application, Call).join(Call)
    return list(rows.where(here, *kept).order_by(Application.id))


def others(application: Application, supplier: Supplier) -> list[Person]:
    """Who acts for the other companies of an application."""
    here = Party.application == application, Party.left_at.is_null(), Party.joined_at.is_null(False)
    rows = Person.select().join(Membership).join(Party, on=Party.company == Membership.company)
    return list(rows.where(*here, Party.company != supplier.company).order_by(Person.id).distinct())


def notify(supplier: Supplier, what: str, key: str) -> int:
    """Queue a mail to each of the others, one an application; how many. key: names the fact. The caller writes."""
    mailed = 0
    for application in applications(supplier):
        for person in others(application, supplier):
            outbox.enqueue(
                "partner_changed",
                to=person.email,
                key=f"partner_changed:{key}:{application.id}:{person.id}",
                about=application.token,
                call=application.announcement,
                company=supplier.name,
                what=what,
                number=application.number,
                link=f"{config.current().public_url}/applications/{application.token}/consortium",
            )
            mailed += 1
    return mailed
