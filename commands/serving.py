"""Serving the site: for good, or as a demo."""

import signal
import subprocess
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

import config
import server
from models import schema
from models.base import now
from programme import particulars
from services.backoffice import search
from services.lookups import client
from services.operations import call_packages, demo, demo_cases, demo_pool, keys
from services.submissions import consulting_cases, listings
from web import request_log

WORKER = [sys.executable, "-m", "huey.bin.huey_consumer", "tasks.huey", "-k", "thread", "-w", "4", "-g", "TERM"]


@click.command("serve")
@with_appcontext
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000, type=click.IntRange(0, 65535))
def serve(host: str, port: int) -> None:
    """Serve the site; the worker runs beside it: `huey_consumer tasks.huey -k thread -w 4 -g TERM`."""
    settings = config.current()
    missing = [name for name in ("secret_key", "field_keys", "smtp_url") if not getattr(settings, name)]
    if missing:
        raise click.ClickException("set " + ", ".join(f"{name.upper()}" for name in missing) + " first")
    try:
        keys.check(settings)
    except keys.Refused as error:
        raise click.ClickException(str(error)) from error
    services = (settings.business_status_url, settings.address_url)
    if wrong := [says for url in services if (says := client.problem(url))]:
        raise click.ClickException("; ".join(wrong))
    unset = particulars.unset(settings)
    if unset:
        click.echo(f"not set: {unset}; /privacy, /terms and /accessibility say that they are missing", err=True)
    stops, warns = call_packages.missing(now())
    for warning in warns:
        click.echo(f"{warning}; its applications are kept, and closed until it is", err=True)
    if stops:
        raise click.ClickException("; ".join(stops))
    run(host, port, logged=True)


def run(host: str, port: int, logged: bool = False) -> None:
    try:
        listening = server.make(current_app._get_current_object(), host, port)  # type: ignore[attr-defined]
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{host}, port {port}: {error}; another is taken by --port") from error
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # finish the requests at hand, then the worker
    if logged:
        request_log.to_stderr()
    for address in server.addresses(listening):
        click.echo(address)
    listening.run()


@click.command("demo")
@with_appcontext
@click.option("--port", default=8000, type=click.IntRange(0, 65535))
@click.option("--open-only", is_flag=True, help="Leave out the call whose window has closed.")
def run_demo(port: int, open_only: bool) -> None:
    """Serve the demo with its worker, on loopback only: sample companies in a call that is open now, and cases of one
    after closing."""
    if not config.current().demo:
        raise click.ClickException("the demo needs DEMO=1; `make run` sets it")
    config.lead_to(f"http://127.0.0.1:{port}")
    schema.up()
    listings.fill()
    consulting_cases.fill()
    search.fill()
    demo.seed()
    demo_pool.register()
    if not open_only:
        demo_cases.seed()
    click.echo("로그인 코드는 메일로 갑니다. 이 시연에서는 메일이 /dev/mail 에 쌓입니다. 이 주소로 로그인해 보세요:")
    for address, who in dict(
        demo.sign_in_addresses() + demo_pool.staff_addresses() + demo_cases.sign_in_addresses()
    ).items():
        click.echo(f"  {address:32} {who}")
    worker = subprocess.Popen([*WORKER, "--quiet"], cwd=config.HOUSE)  # noqa: S603 - our own interpreter and arguments
    try:
        run("127.0.0.1", port)
    finally:
        worker.terminate()
        worker.wait()
