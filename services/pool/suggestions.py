"""What somebody may have meant whose words no entry holds: a name by its initial consonants (초성), and words that differ
in one syllable or in a blank: 물류창고 for 물류 창고."""

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Any

from peewee import ModelSelect

from models import pool_index
from models.company import Names, Supplier
from models.pool_index import INITIALS, Listing
from models.prepared import Parameter, Prepared
from programme.names import key, without_form

MOST = 5  # offered
LOOKED_AT = 60  # entries whose words are compared
CHARACTERS = 20  # of a word; longer ones are no near miss of anything
COMPARED = 100  # words
CLOSE = 0.7  # of a word's characters in common, jamo by jamo
CONSONANTS = re.compile("[\u1100-\u1112]{2,}")


def of(words: str, names: Names) -> list[str]:
    """What to look for instead; each finds something. names: of the taxonomies' terms."""
    whole, each = key(words), list(dict.fromkeys(without_form(words).split()))[:MOST]
    if CONSONANTS.fullmatch(whole):
        return by_initials(whole)
    if known(words):  # what stands in the way is a filter
        return []
    wrong = [word for word in each if not known(word)]
    if len(wrong) == 1:
        meant = [" ".join(other if word == wrong[0] else word for word in each) for other in near(wrong[0], names)]
    else:
        meant = near(whole, names)
    return [text for text in dict.fromkeys(meant) if known(text)]


def by_initials(consonants: str) -> list[str]:
    """Names of suppliers with these initials."""
    asked = pool_index.asking_for([[consonants]], (INITIALS,))
    return [row.name for row in NAMED.rows(asked=asked)]


def known(words: str) -> bool:
    asked = pool_index.asking(words)
    return not asked or HOLDING.first(asked=asked) is not None


def published(*columns: Any) -> "ModelSelect[Any]":
    rows = pool_index.listings(Parameter("asked"), *columns)
    return rows.join_from(Listing, Supplier).where(Supplier.published())


HOLDING = Prepared(lambda: published(Listing.supplier).limit(1))
NAMED = Prepared(lambda: published(Supplier.name).order_by(Listing.sort).limit(MOST).objects())
SAYING = Prepared(lambda: published(Supplier.words).limit(LOOKED_AT).objects())


def near(word: str, names: Names) -> list[str]:
    """Words of the pool that differ from this one in a syllable or are written apart, the closest first."""
    if not 2 <= len(word) <= CHARACTERS:
        return []
    patterns_of = [(word[:index], word[after:]) for index in range(len(word)) for after in (index, index + 1)]
    texts = [
        *(without_form(name) for name in names.values()),
        *alike([way for way in patterns_of if way != ("", word)]),
    ]
    text = "\n".join(texts)
    patterns = {f"{re.escape(head)}[^\\s]?{re.escape(tail)}" for head, tail in patterns_of}
    apart = [way for way in patterns_of if way[0] + way[1] == word and min(map(len, way)) > 1]
    patterns |= {f"{re.escape(head)} {re.escape(tail)}" for head, tail in apart}
    found = {match for pattern in patterns for match in re.findall(pattern, text)}
    close = {other: closeness(word, other) for other in sorted(found)[:COMPARED] if len(other) > 1}
    return sorted((other for other in close if close[other] >= CLOSE), key=lambda other: -close[other])[:MOST]


def alike(patterns_of: list[tuple[str, str]]) -> list[str]:
    """Texts of entries that hold what stands before and behind some syllable. A part of one character stands nearly
    everywhere, and is not looked for alone."""
    parts = [[part for part in way if part] for way in patterns_of]
    sure = [way for way in parts if any(len(part) > 1 for part in way)]
    if not sure:
        return []
    return [row.words for row in SAYING.rows(asked=pool_index.asking_for(sure))]


def closeness(word: str, other: str) -> float:
    """How much two words have in common, character by character: 1 for all."""
    one, two = (unicodedata.normalize("NFD", text) for text in (word, other))
    return SequenceMatcher(None, one, two, autojunk=False).ratio()
