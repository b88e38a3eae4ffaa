"""Putting pictures into an application's documents, as the page does."""

import io

from models.application import Application
from models.base import now
from models.picture import Picture
from programme.pictures import EVERY
from services.drafts import applications, picture_slots
from tests.applying import LEAD, fresh, person


def draw(application: Application, place: str, content: bytes, email: str = LEAD, name: str = "그림.png") -> Picture:
    """A picture in a place, by somebody whose company may fill it."""
    who = person(email)
    view = applications.load_view(fresh(application), who)
    return picture_slots.put(view, EVERY[place], io.BytesIO(content), name, person=who, arrived=now())
