"""What staff will find a company's application by: kept with every save of the steps that say it, so that a search
opens no answer. Telephones, addresses of mail and representatives are kept as keyed hashes: who knows one finds whose
it is, and nobody reads one here."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_

from forms.base import Sent
from models.search_key import EMAIL, NAME, NUMBER, PHONE, REPRESENTATIVE, SearchKey
from models.secret import fingerprint
from programme.characters import name_key, plain
from programme.names import key
from programme.numbers import dialled_here, digits

SAID = {  # {step: {field: what it says}}
    "company": {"name": NAME, "number": NUMBER, "representative": REPRESENTATIVE, "phone": PHONE},
    "representative": {"phone": PHONE, "mobile": PHONE, "email": EMAIL},
    "contact": {"phone": PHONE, "mobile": PHONE, "email": EMAIL},
}
LONGEST = 254  # characters of a value that is looked for: no address of mail is longer


def telephone(text: str) -> str:
    """The digits of a telephone number, as they are called within Korea."""
    return digits(dialled_here(plain(text)))


def spelling(kind: str, text: str) -> str:
    """The one spelling a value of a person is hashed in; "" for none."""
    if kind == EMAIL:
        value = plain(text) if "@" in plain(text) else ""
    else:
        value = telephone(text) if kind == PHONE else name_key(text)
    return f"{kind} {value}" if value else ""


def hashed(kind: str, text: str) -> str:
    """What is kept of a value of a person; "" for none."""
    value = spelling(kind, text)
    return fingerprint(value) if value else ""


def keys(step: str, sent: Sent) -> set[tuple[str, str]]:
    """What a step says to be found by: (kind, value) each."""
    found = set()
    for name, kind in SAID.get(step, {}).items():
        text = next(iter(sent.get(name, [])), "")[:LONGEST]
        if kind == NAME:
            found.add((kind, key(text)))
        elif kind == NUMBER:
            found.add((kind, digits(text)))
        else:
            each = re.split("[,·/]", text) if kind == REPRESENTATIVE else [text]
            found |= {(kind, hashed(kind, one)) for one in each}
    return {(kind, value) for kind, value in found if value}


def write(party: int | None, step: str, sent: Sent, before: Sent | None = None) -> None:
    """Keep what the newest revision of a part's step says to be found by; within the caller's transaction. sent: as it
    was typed; before: what is kept is of, None where that is not known."""
    if before is None or any(before.get(name) != sent.get(name) for name in SAID.get(step, {})):
        write_all([(step, party, sent)])


def write_all(said: Iterable[tuple[str, int | None, Sent]]) -> None:
    """The same of several steps at once: (step, party, what was typed) each."""
    found = {(party, step): keys(step, sent) for step, party, sent in said if party is not None and step in SAID}
    if not found:
        return
    whose = [(SearchKey.party == party) & (SearchKey.step == step) for party, step in found]
    SearchKey.delete().where(reduce(or_, whose)).execute()
    columns = SearchKey.party, SearchKey.step, SearchKey.kind, SearchKey.value
    if rows := [(*place, *each) for place, of_step in found.items() for each in of_step]:
        SearchKey.insert_many(rows, columns).execute()
