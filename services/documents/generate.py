"""Documents: an application's papers, made from its answers at one revision and kept nowhere."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forms.wizard import Journey
from models.application import Application, Party
from models.base import writing
from models.evidence import Consent, Evidence
from models.person import Person
from models.picture import Picture
from models.submission import Event
from programme.calls import title_of
from services.documents import catalogue, evidence_zip
from services.drafts import consents, evidence, picture_slots, revisions
from services.drafts.applications import Standing, stand

DRAFT = "작성 중"


@dataclass(frozen=True)
class File:
    """A finished paper. slug: "form2-1", the form and the company it is about."""

    slug: str
    title: str
    name: str
    content: bytes


def context(standing: Standing, **stamp: Any) -> dict[str, Any]:
    """What the templates read. stamp: fields of papers.Stamp to set otherwise than the application says."""
    application = standing.application
    fields: dict[str, Any] = {
        "number": application.number,
        "revision": application.revision,
        "saved_at": application.changed_at,
        "status": DRAFT,
    }
    parties = standing.rows
    chosen = Consent.brought_by(parties, application.revision)
    for party in parties:
        party.application = application
    return catalogue.context(
        standing.journey,
        catalogue.Stamp(**fields | stamp),
        {party.id: consents_of(party, chosen.get(party.id, {})) for party in parties},
        {
            key: {kind: [paper_facts(row) for row in rows] for kind, rows in evidence.newest(papers).items()}
            for key, papers in standing.evidence.items()
        },
        application.type,
        {
            key: {place: row.sha256 for place, row in rows.items()}
            for key, rows in picture_slots.shown(standing).items()
        },
    )


def consents_of(party: Party, given: dict[str, Consent] | None = None) -> dict[str, dict[str, Any]]:
    """What the company chose about each text as it is worded now. given: its choices, where the caller has them."""
    given = Consent.brought(party) if given is None else given
    return {
        text.slug: {"choice": row.choice, "at": row.at, "by": row.signer, "capacity": row.capacity}
        for text in consents.asked(party)
        if (row := given.get(text.slug)) and consents.standing(row, text)
    }


def paper_facts(row: Evidence) -> dict[str, Any]:
    return {
        "issuer": row.issuer,
        "number": row.number,
        "issued": row.issued,
        "expires": row.expires,
        "file": row.name,
        "sha256": row.sha256,
        "note": "",
    }


def slug_of(paper: catalogue.Paper, journey: Journey) -> str:
    """The paper's name in addresses: "form1", or "form2-3" for the third company's."""
    return f"{paper.slug}-{list(journey.parties).index(paper.party) + 1}" if paper.party else paper.slug


def listed(standing: Standing) -> dict[str, catalogue.Paper]:
    """Every paper of the application by its slug, in the order of the forms."""
    known = catalogue.papers(standing.journey, standing.application.type)
    return {slug_of(paper, standing.journey): paper for paper in known}


def made(
    standing: Standing, slugs: list[str] | None = None, facts: dict[str, Any] | None = None, **stamp: Any
) -> list[File]:
    """Make these papers, or all. facts: their context, where the caller has it. Raises KeyError for a slug the
    application has not."""
    facts = facts or context(standing, **stamp)
    known, rows = listed(standing), picture_slots.shown(standing)
    files = []
    for slug in known if slugs is None else slugs:
        paper = known[slug]
        about = catalogue.for_company(facts, paper.party) if paper.party else facts
        drawn = {place: evidence.path_of(row).read_bytes() for place, row in pictures(standing, paper, rows).items()}
        files.append(File(slug, paper.title, catalogue.filename(paper, about), catalogue.render(paper, about, drawn)))
    return files


def mark(standing: Standing, slugs: Iterable[str], facts: dict[str, Any]) -> str:
    """What these papers' bytes follow from, as a hash: everything they may say and show, the templates and the engine."""
    known = listed(standing)
    told = [facts["stamp"], facts["reception"], *([slug, catalogue.mark(known[slug])] for slug in slugs)]
    return digest(json.dumps(told).encode())


def pictures(
    standing: Standing, paper: catalogue.Paper, rows: dict[int | None, dict[str, Picture]]
) -> dict[str, Picture]:
    """The pictures a paper shows, by place. rows: as picture_slots.shown gives them."""
    theirs = picture_slots.of_paper(rows, standing.journey.parties, paper.party)
    wanted = catalogue.shows(paper) if theirs else set()
    return {place: row for place, row in theirs.items() if place in wanted}


def receipt(standing: Standing, files: list[File], arrived: datetime, by: str, context: dict[str, Any]) -> File:
    """The proof of having handed in these files, with the evidence that goes with them. context: theirs."""
    application = standing.application
    told = catalogue.HandedIn(
        arrived,
        application.closes_at,
        by,
        [(file.name, digest(file.content)) for file in files],
        [
            (paper.company, title_of(paper.facts["kind"]), paper.facts["name"], paper.facts["sha256"])
            for paper in evidence_zip.of_application(standing)
        ],
    )
    facts = catalogue.for_receipt(context, told, application.type)
    paper = catalogue.receipt(standing.journey, application.type)
    facts = catalogue.for_company(facts, paper.party) if paper.party else facts
    return File(paper.slug, paper.title, catalogue.filename(paper, facts), catalogue.render(paper, facts))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def unknown_tags() -> list[tuple[str, str]]:
    """Tags of the templates that the context of no application answers, as (file, tag)."""
    return catalogue.unknown_tags()


def frozen(application: Application) -> Standing:
    """The application as it stands, for papers that leave the site: this revision stays in the history from here on."""
    with writing():
        application = Application.get_by_id(application.id)
        revisions.freeze(application)
        return stand(application)


def downloaded(application: Application, person: Person, slugs: list[str]) -> None:
    """Note which revision the person now holds on paper; it stays in the history from here on."""
    with writing():
        revisions.freeze(application)
        Event.create(
            application=application,
            person=person,
            action="downloaded",
            detail={"papers": slugs, "revision": application.revision},
        )


def held(application: Application, person: Person) -> dict[str, int]:
    """The newest revision the person holds of each paper, by slug."""
    rows = Event.select().where(Event.application == application, Event.person == person, Event.action == "downloaded")
    return {slug: row.detail["revision"] for row in rows.order_by(Event.id) for slug in row.detail["papers"]}
