"""Characters as people type and paste them: which mean the same, which are not seen, which no document can carry.

Every text of ours passes `normal` once, where it is taken in; what is read as a number, date, address or code passes
`plain` besides. Judge a text's length before either: composing characters costs time.
"""

import re
import unicodedata
from functools import lru_cache

# Characters XML 1.0 cannot carry or HTML should not, and U+FFFD, which is what is left of a broken one.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffc\U00010000-\U0010ffff]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")  # drawn by one font only, an empty box in every other
# More marks on one character than any language writes; composing a run of them takes time by its length squared.
MARKS = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x1E94B))))
PILED = re.compile(f"[{MARKS}]{{31,}}")

LINE_BREAKS = "\v\f\x85\u2028\u2029"
BLANKS = "\u3164\uffa0\u2800"  # Hangul fillers and the empty Braille cell: characters by class, blanks to the eye
UNSEEN = (  # soft hyphens, marks of direction, joiners, byte order marks: what copying brings along unseen
    "\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\ufeff"
    + "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x2070)]))
    + "".join(map(chr, [*range(0xFFF9, 0xFFFC), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)]))
)
BULLETS = (
    "\uf02d\uf06c\uf06e\uf075\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc"  # of Symbol and Wingdings, as Word pastes them
)
MEANT = (
    dict.fromkeys(map(ord, LINE_BREAKS), "\n")
    | dict.fromkeys(map(ord, BLANKS), " ")
    | dict.fromkeys(map(ord, UNSEEN))
    | dict.fromkeys(map(ord, BULLETS), "•")
)
EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
LONE_JOINER = re.compile(f"(?<![{EMOJI}])\u200d|\u200d(?![{EMOJI}])")
SEEN = re.compile(
    f"[^\\s{UNSEEN}{BLANKS}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200d\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)

FULL_WIDTH: dict[int, int | str | None] = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
HYPHENS: dict[int, int | str | None] = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")
PLAIN = FULL_WIDTH | HYPHENS | {0x200D: None}  # as `plain` takes them
BLANK = re.compile(r"\s")


def normal(text: str) -> str:
    """NFC, one newline a line break, and nothing that is not seen: a character counts once wherever it was typed.

    Characters under a pile of marks stay as they came: `piled` tells, and no field takes them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(MEANT)
    if "\u200d" in text:
        text = LONE_JOINER.sub("", text)
    return text if piled(text) else unicodedata.normalize("NFC", text)


def plain(text: str) -> str:
    """A normal text as numbers, dates, addresses and codes are read: half-width, "-" for every dash, " " for every
    blank."""
    return BLANK.sub(" ", text.translate(PLAIN)).strip()


def empty(text: str) -> bool:
    """Whether nothing of the text is seen."""
    begins_seen = "!" <= text[:1] <= "~" or "가" <= text[:1] <= "힣"  # most do, and need no search
    return not begins_seen and SEEN.search(text) is None


def piled(text: str) -> bool:
    """Whether some character carries more marks than any language writes."""
    return PILED.search(text) is not None


def visible(text: str) -> str:
    """The text with a mark in place of each character that neither a page nor a document can carry."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def half_width(text: str) -> str:
    """Full-width figures, Latin and signs, as Korean keyboards give them, made plain: "１２％" gives "12%"."""
    return text.translate(FULL_WIDTH | {0x3000: 0x20})


def folded(text: str) -> str:
    """The text as it is searched: case, width, composition and unseen characters do not count, nor how many blanks part
    two words. A text with characters under a pile of marks loses them."""
    text = PILED.sub("", normal(text)).translate(HYPHENS)
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(visible(plain).split())


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """A person's name as it is compared: 문새롬 and 문 새롬 are one, however the characters are composed."""
    return "".join(normal(name).split())


def position_of_private(text: str) -> tuple[int, int] | None:
    """Line and column, both from 1, of the first character only one font can draw."""
    found = PRIVATE.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    return before.count("\n") + 1, found.start() - before.rfind("\n")
