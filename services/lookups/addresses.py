"""도로명주소: addresses by words (business.juso.go.kr, addrLinkApi.do)."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import config
from models.lookup import Lookup
from models.person import Person
from services.lookups import client, questions
from services.lookups.business_status import clean
from services.lookups.client import Garbled
from services.lookups.questions import Kind

SHOWN = 20
LONGEST = 80  # characters of what is looked for
SECONDS = 4.0
OURS = {"-999", "E0001", "E0014"}  # its own trouble, a wrong key, an expired one: nothing who searches can mend


def enabled() -> bool:
    return bool(config.current().address_key)


def put(words: str) -> dict[str, Any]:
    """What is found: {total, found: [{road, zip, lot}], says: what the service asks for instead}. Raises Silent,
    Garbled."""
    settings = config.current()
    query = {"confmKey": settings.address_key, "currentPage": 1, "countPerPage": SHOWN, "resultType": "json"}
    return read(client.ask(f"{settings.address_url}?{urlencode(query | {'keyword': words})}", SECONDS))


def read(said: Any) -> dict[str, Any]:
    """Raises Garbled for anything but the documented answer."""
    results = said.get("results") if isinstance(said, dict) else None
    common = results.get("common") if isinstance(results, dict) else None
    if not isinstance(results, dict) or not isinstance(common, dict):
        raise Garbled("no results")
    code, message, total = (common.get(name) for name in ("errorCode", "errorMessage", "totalCount"))
    if code != "0":
        if not isinstance(code, str) or not isinstance(message, str) or code in OURS:
            raise Garbled(f"error {clean(str(code))}")
        return {"total": 0, "found": [], "says": clean(message)}
    rows = results.get("juso") or []
    if not re.fullmatch("[0-9]{1,9}", str(total)) or not isinstance(rows, list):
        raise Garbled("no list")
    return {"total": int(str(total)), "found": [address(row) for row in rows[:SHOWN]], "says": ""}


def address(row: Any) -> dict[str, str]:
    """One address of an answer. Raises Garbled."""
    road, code, lot = (row.get(name) if isinstance(row, dict) else None for name in ("roadAddr", "zipNo", "jibunAddr"))
    if not (isinstance(road, str) and isinstance(lot, str) and isinstance(code, str)):
        raise Garbled("no address")
    if not road.strip() or not re.fullmatch("[0-9]{5}", code):
        raise Garbled("no address")
    return {"road": clean(road), "zip": code, "lot": clean(lot)}


KIND = Kind(
    "address",
    enabled,
    put,
    SECONDS,
    patience=timedelta(seconds=15),
    fresh=timedelta(days=1),
    kept=timedelta(days=1),
    private=True,
)


@dataclass(frozen=True)
class Search:
    """A search as its person sees it. state: one of `questions`."""

    id: int
    words: str
    state: str
    total: int = 0
    found: tuple[dict[str, str], ...] = ()
    says: str = ""

    @property
    def waits(self) -> bool:
        return self.state in (questions.QUEUED, questions.RUNNING)


def ask(words: str, person: Person) -> int:
    """Look for an address; the search's id. Raises quotas.QuotaExceeded."""
    return questions.ask(KIND, words, person).id


def search(number: int, person: Person) -> Search | None:
    """The person's own search, by its id."""
    row = Lookup.get_or_none(Lookup.id == number, Lookup.kind == KIND.name, Lookup.person == person)
    if row is None:
        return None
    answer = row.answer or {"total": 0, "found": [], "says": ""}
    state, found = questions.state(KIND, row), tuple(answer["found"])
    return Search(row.id, row.query, state, answer["total"], found, answer["says"])
