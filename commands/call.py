"""The call's window."""

from datetime import datetime

import click
from flask.cli import AppGroup

import config
from models.application import Call
from models.base import now, writing
from models.submission import Event
from programme import call_2024_221 as programme
from services.drafts import consents, evidence
from services.submissions import registrations

group = AppGroup("call", help="The call's window.")


def the_call() -> Call:
    call = Call.get_or_none(Call.slug == programme.SLUG)
    if call is None:
        raise click.ClickException("no such call yet; `flask call open` makes it")
    return call


def instant(text: str) -> datetime:
    """An instant as given on the command line: "2024-04-30 18:00", in Korea unless it names another UTC offset."""
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=config.KST)
    except ValueError as error:
        raise click.ClickException(f'{text!r} is no instant; write it as "2024-04-30 18:00"') from error


@group.command("open")
@click.argument("opens")
@click.argument("closes")
def open_call(opens: str, closes: str) -> None:
    """Make the call, or move its window: OPENS and CLOSES as "2024-04-30 18:00" in Korea; closing later is `extend`.

    Once it opens, pool entries approved before are outdated; the worker sees to that.
    """
    window = {"opens_at": instant(opens), "closes_at": instant(closes)}
    if window["opens_at"] >= window["closes_at"]:
        raise click.ClickException("a call opens before it closes")
    with writing():
        if Call.select().where(Call.slug == programme.SLUG, Call.closes_at < window["closes_at"]).exists():
            raise click.ClickException("that closes later than now set; two people must agree: `flask call extend`")
        if not Call.update(**window).where(Call.slug == programme.SLUG).execute():
            Call.create(slug=programme.SLUG, **window)
        registrations.outdate(now())
        Event.create(action="opened call", detail={"opens": opens, "closes": closes})


@group.command("close")
def close_call() -> None:
    """Close the call this instant."""
    with writing():
        Call.update(closes_at=now()).where(Call.id == the_call().id).execute()
        Event.create(action="closed call")


@group.command("consulting")
@click.argument("closes")
def close_consulting(closes: str) -> None:
    """Set when requests for consulting end (붙임1), as "2024-04-23 00:00" for all of the 22nd; within the call's window."""
    with writing():
        call = the_call()
        if not call.opens_at < instant(closes) <= call.closes_at:
            raise click.ClickException("requests for consulting end within the call's window")
        Call.update(consulting_closes_at=instant(closes)).where(Call.id == call.id).execute()
        Event.create(action="set end of consulting", detail={"closes": closes})


@group.command("extend")
@click.argument("closes")
@click.option("--reason", required=True)
@click.option("--by", "people", multiple=True, required=True, help="two of the staff who agree")
def extend_call(closes: str, reason: str, people: tuple[str, ...]) -> None:
    """Move the closing instant later; two people must agree."""
    if len(set(people)) < 2:
        raise click.ClickException("two people must agree: give --by twice")
    with writing():
        if instant(closes) <= the_call().closes_at:
            raise click.ClickException("that is not later than the closing instant now")
        Call.update(closes_at=instant(closes)).where(Call.id == the_call().id).execute()
        evidence.catch_up(now())
        consents.catch_up(now())
        Event.create(action="extended call", detail={"closes": closes, "reason": reason, "by": list(people)})
