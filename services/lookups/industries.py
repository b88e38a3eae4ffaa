"""Industries by code or words, and loading the official table of them."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from models import industry as tables
from models.base import writing
from models.industry import Industry, Table
from models.submission import Event
from programme import industry
from programme.industry import folded

SHOWN = 20
BY_SECTION = 3  # the distance of what only the name of a section speaks of
LONGEST = 200  # characters of a name
CODE = re.compile("[A-Ua-u]?[ .-]?([0-9]{1,5})")


@dataclass(frozen=True)
class Found:
    """An industry found. within: what it lies in, from the section down."""

    code: str
    name: str
    within: str


@dataclass(frozen=True)
class Result:
    """What was found, the nearest first; total: how many there are of them all; complete: whether they are looked for
    in the official table, not among its divisions alone."""

    found: list[Found]
    total: int
    complete: bool


def find(text: str, ksic: int, most: int = SHOWN) -> Result:
    """The industries whose code begins so, or that all the words speak of."""
    table = tables.table(ksic)
    if code := CODE.fullmatch(text.strip()):
        codes = beginning(table, code[1])
    else:
        codes = speaking_of(table, [word for word in map(folded, text.split()) if word])
    found = [Found(code, table.names[code], " › ".join(table.path(code))) for code in codes[:most]]
    return Result(found, len(codes), table.complete)


def beginning(table: Table, digits: str) -> list[str]:
    """The codes that begin with these digits, or with as many of them as any does; none for no such division."""
    for length in range(len(digits), 1, -1):
        if codes := [code for code in table.chosen if code.startswith(digits[:length])]:
            return codes
    return [code for code in table.chosen if len(digits) == 1 and code.startswith(digits)]


def speaking_of(table: Table, words: list[str]) -> list[str]:
    """The codes that all the words fit, the nearest first; by their section alone where nothing nearer is found."""
    wanted = [(word, tuple(industry.called(word))) for word in words]
    ranked = []
    for code, *names in index(table):
        far = [distance(code, names, word, starts) for word, starts in wanted]
        if wanted and None not in far:
            made = industry.section(code) == industry.MANUFACTURING  # services come before
            ranked.append((sum(filter(None, far)), made, len(names[0]), code))
    nearest = min(ranked)[0] if ranked else 0
    return [code for far, _, _, code in sorted(ranked) if far < nearest + BY_SECTION * len(words)]


def distance(code: str, names: list[str], word: str, starts: tuple[str, ...]) -> int | None:
    """How far a word is from a code: in its own name, in those of what it lies in, what people call it, in its
    section's name alone; None for not at all. names: as of `index`; starts: how the codes begin that people call so."""
    own, above, section = names
    if word in own:
        return 0
    if word in above:
        return 1
    if starts and (code.startswith(starts) or any(start.startswith(code) for start in starts)):
        return 2
    return BY_SECTION if word in section else None


@lru_cache(maxsize=4)
def index(table: Table) -> list[tuple[str, str, str, str]]:
    """(code, its name, the names of what it lies in, that of its section), folded."""
    paths = {code: [*map(folded, table.path(code))] for code in table.chosen}
    return [(code, folded(table.names[code]), "|".join(path[1:]), path[0]) for code, path in paths.items()]


def answers(code: str, typed: dict[str, list[str]], ksic: int) -> dict[str, list[str]]:
    """What a step is answered with when an industry is chosen; nothing for a code that is none. typed: the answers till
    now: a name of one's own stays, another industry's does not."""
    names = tables.table(ksic).names
    if code not in names:
        return {}
    name = typed.get("industry", [""])[0].strip()
    own = name and name not in names.values()
    return {"industry_code": [code]} | ({} if own else {"industry": [names[code]]})


@dataclass
class BadTable(Exception):
    """A file that is not the official table. problems: one line each."""

    problems: list[str] = field(default_factory=list)


def load(lines: Iterable[str], ksic: int) -> int:
    """Put the table of a revision in place of what was loaded before; how many classes. lines: of a CSV with the
    columns code and name. Raises BadTable, and nothing is changed then."""
    rows: dict[str, tuple[int, str]] = {}
    problems = []
    for line, code, name, problem in read_rows(lines, ksic):
        if code in rows:
            problem = f"{code} stands on line {rows[code][0]} already"
        if problem:
            problems.append(f"line {line}: {problem}")
        if code:
            rows.setdefault(code, (line, name))
    problems += [
        f"line {line}: {code} lies in {code[:-1]}, which the file does not have"
        for code, (line, _) in rows.items()
        if len(code) > 2 and code[:-1] not in rows
    ]
    problems += [f"division {code} is missing" for code in industry.DIVISIONS if code not in rows]
    if problems:
        raise BadTable(problems)
    with writing():
        Industry.delete().where(Industry.ksic == ksic).execute()
        for code, (_, name) in rows.items():
            Industry.create(ksic=ksic, code=code, name=name)
        Event.create(action="loaded industries", detail={"ksic": ksic, "classes": len(rows)})
    tables.read.cache_clear()
    return len(rows)


def read_rows(lines: Iterable[str], ksic: int) -> Iterator[tuple[int, str, str, str]]:
    """(line, code, name, what is wrong with it or "") of each row; sections, which both revisions share, have no
    code."""
    reader = csv.reader(lines)
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        if head[:2] != ["code", "name"]:
            yield 1, "", "", f"the columns are called code,name, not {','.join(head) or 'nothing at all'}"
            return
        for cells in reader:
            if any(cell.strip() for cell in cells):
                code, name = ([cell.strip() for cell in cells] + ["", ""])[:2]
                yield reader.line_num, "" if code in industry.SECTIONS else code, name, wrong(code, name, ksic)
    except csv.Error as error:
        yield reader.line_num, "", "", f"no CSV: {error}"


def wrong(code: str, name: str, ksic: int) -> str:
    """What is wrong with a row, if anything."""
    if code not in industry.SECTIONS and not (re.fullmatch("[0-9]{2,5}", code) and industry.section(code)):
        return f"{code!r} is no code; a section is A to U, all below are 2 to 5 digits with their leading 0"
    if not name or len(name) > LONGEST:
        return f"the name of {code} is {'missing' if not name else f'longer than {LONGEST} characters'}"
    official = industry.divisions(ksic).get(code)
    if official and folded(official) != folded(name):
        return f"revision {ksic} calls {code} {official!r}, not {name!r}; is this the table of the other one?"
    return ""
