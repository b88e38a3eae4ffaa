"""Evidence gathered into one ZIP, with a list of what is in it: one company's as it stands, or everybody's as it was
handed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.application import Party
from models.company import Company
from models.evidence import Evidence
from models.submission import Submission
from programme.calls import place_of, title_of
from services.drafts import evidence, exports
from services.drafts.applications import UNNAMED, Standing
from services.files.xlsx import Cell, workbook

TITLE = "목록"
LIST = f"{TITLE}.xlsx"
HEADINGS = ("파일", "기업", "증빙", "발급기관", "발급번호", "발급일", "만료일", "크기(바이트)", "SHA-256")


@dataclass(frozen=True)
class Paper:
    """facts: as exports.paper says them; path: None when the file is not here."""

    company: str
    facts: dict[str, Any]
    path: Path | None


def of_party(party: Party, name: str) -> list[Paper]:
    """What a company brings to an application, by kind, oldest first."""
    return of_rows(Evidence.brought(party), name)


def of_rows(rows: list[Evidence], name: str) -> list[Paper]:
    """rows: newest first."""
    return in_order(
        Paper(name, exports.paper(row), evidence.path_of(row) if evidence.held(row) else None) for row in reversed(rows)
    )


def of_application(standing: Standing) -> list[Paper]:
    """What every company brings, as it stands."""
    names = {part.key: part.name for part in standing.journey.parties}
    return in_order(paper for key, rows in standing.evidence.items() for paper in of_rows(rows, names[key]))


def of_submission(submission: Submission, only: Company | None = None) -> list[Paper]:
    """What every company, or one of them, brought when it was handed in."""
    papers = []
    for company, part in zip(submission.companies, submission.snapshot["parties"], strict=True):
        if only and company != only.id:
            continue
        name = part["steps"].get("company", {}).get("name", [""])[0] or UNNAMED[part["role"]]
        files = {row.sha256: row for row in Evidence.select().where(Evidence.company == company)}
        for facts in reversed(part["evidence"]):
            row = files.get(facts["sha256"])
            papers.append(Paper(name, facts, evidence.path_of(row) if row and evidence.held(row) else None))
    return in_order(papers)


def in_order(papers: Iterable[Paper]) -> list[Paper]:
    """Company by company, each in the order of the forms."""
    found = list(papers)
    companies = list(dict.fromkeys(paper.company for paper in found))
    return sorted(found, key=lambda paper: (companies.index(paper.company), place_of(paper.facts["kind"])))


def files(papers: list[Paper]) -> list[tuple[str, bytes | Path]]:
    """(name, content) of the list and of every file that is here, each under a name of its own."""
    taken = {LIST}
    named = [(apart(taken, path_in_zip(paper)) if paper.path else "", paper) for paper in papers]
    return [(LIST, manifest(named)), *((name, paper.path) for name, paper in named if paper.path)]


def path_in_zip(paper: Paper) -> str:
    """A folder a company; within it the kind goes before the name its file came under."""
    title = title_of(paper.facts["kind"])
    return f"{evidence.kept_name(paper.company)}/{evidence.kept_name(title)}_{evidence.kept_name(paper.facts['name'])}"


def apart(taken: set[str], name: str) -> str:
    """The name, or name (2), (3) … where it is taken, upper and lower case being one as on most desks."""
    stem, dot, ending = name.rpartition(".")
    unique, number = name, 1
    while unique.casefold() in taken:
        number += 1
        unique = f"{stem} ({number}){dot}{ending}"
    taken.add(unique.casefold())
    return unique


def manifest(named: list[tuple[str, Paper]]) -> bytes:
    """The list as XLSX, so that long numbers stay as they were typed and nothing typed is calculated."""
    rows: list[list[Cell]] = []
    for name, paper in named:
        said = paper.facts
        cells = [name or f"{said['name']} (파일 없음)", paper.company, title_of(said["kind"])]
        cells += [said[fact] or "" for fact in ("issuer", "number", "issued", "expires")]
        rows.append([*cells, said["size"], said["sha256"]])
    return workbook(TITLE, HEADINGS, rows)
