"""The four 수행기관: where they are written to, and which application each looks after."""

from models.application import Application
from models.base import writing
from models.person import Person
from models.staff import Agency
from models.submission import Event
from programme.agencies import AGENCIES
from services.submissions import consulting


def addresses() -> dict[str, str]:
    """The mail address of each agency; "" for one not entered yet."""
    known = {row.slug: row.email for row in Agency.select()}
    return {slug: known.get(slug, "") for slug in AGENCIES}


def write_to(addresses: dict[str, str], person: Person) -> None:
    """Keep where the agencies are written to, "" for nowhere, and write what waited for that."""
    with writing():
        Agency.delete().where(Agency.slug.in_(list(addresses))).execute()
        for slug, email in addresses.items():
            if email:
                Agency.create(slug=slug, email=email)
                consulting.mail_waiting(slug)
        Event.create(
            person=person, action="addressed", detail={"agencies": [slug for slug in addresses if addresses[slug]]}
        )


def assign(application: Application, agency: str | None, person: Person) -> None:
    """Let an agency look after an application, and see it from now on; None: nobody yet."""
    with writing():
        before = Application.get_by_id(application.id).agency
        if before != agency:
            Application.update(agency=agency).where(Application.id == application.id).execute()
            detail = {"from": before, "to": agency}
            Event.create(application=application, person=person, action="assigned", detail=detail)
