"""What each kind of mail says, made from plain facts by the templates in templates/email/."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

import config
from programme import calls, reception
from programme.characters import UNPRINTABLE
from services.mail.kinds import KINDS
from services.mail.phones import linked_in_mail


@dataclass(frozen=True)
class Body:
    text: str
    html: str


def check_context(kind: str, context: dict[str, Any]) -> None:
    """Raises TypeError for facts other than KINDS lists, ValueError for a foreign link."""
    if context.keys() != KINDS[kind].keys():
        raise TypeError(f"a {kind} mail wants {sorted(KINDS[kind])}, not {sorted(context)}")
    home = config.current().public_url.rstrip("/")
    if not context.get("link", f"{home}/").startswith(f"{home}/"):
        raise ValueError("a mailed link leads to our own site only")


def subject(kind: str, context: dict[str, Any], call: str | None = None) -> str:
    """One line. call: the package of the call it concerns. Raises calls.Unknown."""
    return " ".join(environment().get_template(f"{kind}.subject.txt").render(values(context, call)).split())


def render(kind: str, context: dict[str, Any], call: str | None = None, answered_by: str = "") -> Body:
    """What a mail of a kind says, in the words of the call it concerns. context: as `check_context` let through.
    answered_by: who gets an answer to it. Raises calls.Unknown."""
    known = values(context, call) | {"answered_by": tidy(answered_by)}
    text = environment().get_template(f"{kind}.txt").render(known)
    html = environment().get_template(f"{kind}.html").render(known)
    return Body(text, html)


def values(context: dict[str, Any], package: str | None) -> dict[str, Any]:
    """What templates know: the facts, and what every mail says, in the newest call's words where it concerns none."""
    call = calls.announcement(package) if package else calls.newest()
    told = {"site": sender().display_name, "reception": reception.current(call), "call": call}
    return {name: tidy(fact) for name, fact in context.items()} | told


def sender() -> Address:
    """Whom our mails are from: as the settings say, and by the site's name where they say none."""
    return parsed(config.current().mail_from, reception.current(calls.newest()).site)


@lru_cache(maxsize=8)
def parsed(mail_from: str, site: str) -> Address:
    """Every mail names its sender, and parsing takes as long as writing the rest of a subject."""
    name, address = parseaddr(mail_from)
    return Address(display_name=name or site, addr_spec=address)


def tidy(fact: Any) -> Any:
    """Text as one line without control characters, so that no answer can pose as a paragraph of ours."""
    if isinstance(fact, list):
        return [tidy(part) for part in fact]
    if isinstance(fact, dict):
        return {name: tidy(part) for name, part in fact.items()}
    return " ".join(UNPRINTABLE.sub("", fact).split())


@lru_cache(maxsize=1)
def environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(config.HOUSE / "templates" / "email"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["linked"] = linked_in_mail
    return environment
