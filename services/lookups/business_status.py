"""국세청 사업자등록 상태: whether a business number is of a firm that is open (api.odcloud.kr, nts-businessman v1).

What is sent is the number and nothing else. An answer warns, and never blocks: the tax office's register may lag.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote

import config
from models.lookup import Lookup
from models.person import Person
from programme import numbers
from services.access import quotas
from services.lookups import client, questions
from services.lookups.client import Garbled
from services.lookups.questions import Kind

ACTIVE, SUSPENDED, CLOSED, UNREGISTERED = "active", "suspended", "closed", "unregistered"
CODES = {"01": ACTIVE, "02": SUSPENDED, "03": CLOSED}
UNKNOWN = "등록되지 않은"  # of its words in place of a kind of tax for a number it does not know
SECONDS = 8.0
STEP, FIELD = "company", "number"  # where the number is asked for


def enabled() -> bool:
    return bool(config.current().business_status_key)


def put(number: str) -> dict[str, str]:
    """What the tax office says of a number: {state, tax, ended}. Raises Silent and Garbled."""
    settings = config.current()
    key = quote(unquote(settings.business_status_key), safe="")  # given out in both ways, and used in one
    said = client.ask(f"{settings.business_status_url}?serviceKey={key}&returnType=JSON", SECONDS, {"b_no": [number]})
    return read(said, number)


def read(said: Any, number: str) -> dict[str, str]:
    """The one record of an answer, if it is about this number. Raises Garbled."""
    rows = said.get("data") if isinstance(said, dict) else None
    row = rows[0] if isinstance(rows, list) and len(rows) == 1 else None
    if not isinstance(row, dict) or row.get("b_no") != number:
        raise Garbled("another number, or none")
    code, tax, ended = (row.get(name) or "" for name in ("b_stt_cd", "tax_type", "end_dt"))
    if not all(isinstance(value, str) for value in (code, tax, ended)):
        raise Garbled("not words")
    if state := CODES.get(code) or (UNREGISTERED if not code and UNKNOWN in tax else ""):
        return {"state": state, "tax": clean(tax), "ended": day(ended) if state == CLOSED else ""}
    raise Garbled("no state we know")


def clean(text: str) -> str:
    """Words of a service as a page may show them."""
    return "".join(character for character in text if character.isprintable())[:100]


def day(text: str) -> str:
    """20240331 as 2024-03-31; "" for none. Raises Garbled."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat() if text else ""
    except ValueError:
        raise Garbled("no day") from None


KIND = Kind(
    "business_status",
    enabled,
    put,
    SECONDS,
    patience=timedelta(minutes=5),
    fresh=timedelta(days=1),
    kept=timedelta(days=30),
)


@dataclass(frozen=True)
class Status:
    """How the question about a number stands. state: one of ours, or of `questions`; ended: the day a closed firm
    closed."""

    state: str
    tax: str = ""
    ended: date | None = None
    at: datetime | None = None

    @property
    def answered(self) -> bool:
        return self.state in (ACTIVE, SUSPENDED, CLOSED, UNREGISTERED)

    @property
    def waits(self) -> bool:
        return self.state in (questions.QUEUED, questions.RUNNING)

    @classmethod
    def of(cls, row: Lookup) -> "Status":
        state = questions.state(KIND, row)
        if state != questions.ANSWERED:
            return cls(state, at=row.asked_at)
        ended = row.answer["ended"]
        return cls(
            row.answer["state"], row.answer["tax"], date.fromisoformat(ended) if ended else None, row.answered_at
        )


def ask(number: str, person: Person) -> None:
    """Ask about a number, unless it was answered today. Raises quotas.QuotaExceeded."""
    asked = numbers.digits(number)
    if enabled() and len(asked) == 10:
        questions.ask(KIND, asked, person)


def ask_after_saving(number: str | None, person: Person) -> None:
    """The same for a number just saved; whose person asked about too many today saves all the same."""
    try:
        ask(number or "", person)
    except quotas.QuotaExceeded:
        return


def status(number: str | None) -> Status | None:
    """What is known of a number; None for what was not asked."""
    return statuses([number]).get(numbers.digits(number or ""))


def statuses(given: Iterable[str | None]) -> dict[str, Status]:
    """What is known of these numbers, by their ten digits: the last answer, else how the last question stands."""
    wanted = [asked for number in given if (asked := numbers.digits(number or ""))]
    if not wanted or not enabled():
        return {}
    found: dict[str, Status] = {}
    for row in Lookup.select().where(Lookup.kind == KIND.name, Lookup.query.in_(wanted)).order_by(Lookup.id):
        one = Status.of(row)
        if one.answered or not (row.query in found and found[row.query].answered):
            found[row.query] = one
    return found
