"""The call's window."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import click
from flask.cli import AppGroup

import config
from commands.sentences import count, email_address, moment
from models.application import Application, Call
from models.base import now
from models.submission import Submission
from programme import calls
from programme.application_types import CONSULTING
from services.access import staff
from services.backoffice import call_windows

group = AppGroup("call", help="The call's window.")


which = click.option("--call", "slug", default=calls.newest().slug, show_default=True, help="the call's slug")


def the_call(slug: str) -> Call:
    call = Call.get_or_none(Call.slug == slug)
    if call is None:
        raise click.ClickException(f"no call {slug!r} yet; `flask call open` makes it")
    return call


def instant(text: str) -> datetime:
    """An instant as given on the command line: "2024-04-30 18:00", in Korea unless it names another UTC offset."""
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=config.KST)
    except ValueError as error:
        raise click.ClickException(f'{text!r} is no instant; write it as "2024-04-30 18:00"') from error


@contextmanager
def wrong_windows_told() -> Iterator[None]:
    try:
        yield
    except call_windows.WrongWindow as error:
        raise click.ClickException(error.english) from error


@group.command("open")
@click.argument("opens")
@click.argument("closes")
@which
@click.option("--package", help="the announcement it goes by, of programme/calls/; the one of its slug unless given")
def open_call(opens: str, closes: str, slug: str, package: str | None) -> None:
    """Make the call, or move its window: OPENS and CLOSES as "2024-04-30 18:00" in Korea; closing later is `extend`.

    Once it opens, pool entries approved before are outdated; the worker sees to that.
    """
    window = instant(opens), instant(closes)
    with wrong_windows_told():
        call_windows.open_call(slug, package or slug, *window)
    click.echo(f"call {slug} is open from {moment(window[0])} until {moment(window[1])} in Korea")


@group.command("close")
@which
@click.option("--yes", is_flag=True, help="do not ask back")
def close_call(slug: str, yes: bool) -> None:
    """Close the call this instant; it asks back first."""
    call, at = the_call(slug), now()
    if call.closes_at <= at:
        raise click.ClickException(f"call {slug} closed at {moment(call.closes_at)} already")
    open_until = f"call {slug} is open until {moment(call.closes_at)}, with {drafts(call)}"
    if not yes and not click.confirm(f"{open_until}. Close it now?"):
        raise click.ClickException("the call stays as it is")
    at = now()
    call_windows.close_call(call, at)
    click.echo(f"call {slug} closed at {moment(at)}; `flask call extend`, with two people, opens it again")


@group.command("show")
def show_calls() -> None:
    """Every call: its window, the end of its consulting, and how much was begun and submitted in it."""
    rows = list(Call.select().order_by(Call.opens_at.desc()))
    for call in rows:
        state = "open" if call.open_at(now()) else "not open yet" if call.opens_at > now() else "closed"
        click.echo(f"{call.slug}: {state}, from {moment(call.opens_at)} until {moment(call.closes_at)} in Korea")
        until = f"; consulting until {moment(call.consulting_closes_at or call.closes_at)}"
        click.echo(f"  announcement {call.package}{until if call.takes(CONSULTING) else ''}")
        audited = call.audited_until and moment(call.audited_until - timedelta(minutes=1)).partition(" ")[0]
        click.echo(f"  who evaluated is kept until {f'the end of {audited}' if audited else 'a day is said'}")
        standing = Submission.select().join(Application).where(Application.call == call, Submission.standing)
        click.echo(f"  {drafts(call)}, {count(standing.count(), 'standing submission')}")
    if not rows:
        click.echo("no call yet; `flask call open` makes it")


def drafts(call: Call) -> str:
    begun = Application.select().where(Application.call == call, Application.discarded_at.is_null())
    return count(begun.count(), "application")


@group.command("consulting")
@click.argument("closes")
@which
def close_consulting(closes: str, slug: str) -> None:
    """Set when requests for consulting end (붙임1), as "2024-04-23 00:00" for all of the 22nd; within the call's
    window."""
    with wrong_windows_told():
        call_windows.end_consulting(the_call(slug), instant(closes))
    click.echo(f"requests for consulting of call {slug} end at {moment(instant(closes))} in Korea")


@group.command("audit")
@click.argument("last", metavar="DAY")
@which
def set_audit(last: str, slug: str) -> None:
    """Say the last DAY, as "2027-12-31" in Korea, on which appeals and audits may ask who evaluated. The names of
    evaluators whose posts ended are replaced by numbers after it."""
    try:
        until = datetime.combine(date.fromisoformat(last) + timedelta(days=1), time(0, tzinfo=config.KST))
    except ValueError as error:
        raise click.ClickException(f'{last!r} is no day; write it as "2027-12-31"') from error
    except OverflowError as error:
        raise click.ClickException(f"{last} is too far away") from error
    with wrong_windows_told():
        call_windows.end_audit(the_call(slug), until, now())
    click.echo(f"who evaluated in call {slug} is kept until the end of {last} in Korea")


@group.command("extend")
@click.argument("closes")
@click.option("--reason", required=True)
@click.option("--by", "people", multiple=True, required=True, help="two of the lead agency who agree")
@which
def extend_call(closes: str, reason: str, people: tuple[str, ...], slug: str) -> None:
    """Move the closing instant later; two people of the lead agency must agree."""
    try:
        by = staff.two_officers([email_address(email) for email in people])
    except staff.NotTwoOfficers as error:
        raise click.ClickException(str(error)) from error
    with wrong_windows_told():
        call_windows.extend_call(the_call(slug), instant(closes), now(), reason=reason, by=[each.id for each in by])
    click.echo(f"call {slug} is open until {moment(instant(closes))} in Korea")
