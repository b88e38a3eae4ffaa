"""Documents: an application's documents, made from its answers at one revision and kept nowhere."""

import hashlib
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
from programme.pictures import EVERY
from services.documents import case_letter, catalogue, consulting_result, evidence_zip, judged
from services.drafts import consents, evidence, picture_slots, revisions
from services.drafts.applications import ApplicationView, load_view
from services.files.sealed_file import Damaged

DRAFT = "작성 중"


class PictureDamaged(Damaged):
    """A picture of a document does not open. why, todo: in Korean, which one it is and what to do."""

    todo = "그 그림을 올린 기업이 ‘서류에 넣을 그림’에서 다시 올리거나 지우면 서류를 만들 수 있습니다. 지금 바꿀 수 없는 그림이면 도움말·문의의 연락처로 알려 주세요."

    def __init__(self, row: Picture, found: str) -> None:
        super().__init__(found)
        self.why = f"‘{EVERY[row.place].title}’ 자리의 그림이 저희 쪽에서 깨져 서류에 넣을 수 없습니다: 「{row.name}」"


@dataclass(frozen=True)
class File:
    """A finished document. slug: "form2-1", the form and the company it is about."""

    slug: str
    title: str
    name: str
    content: bytes


def document_context(view: ApplicationView, **stamp: Any) -> dict[str, Any]:
    """What the templates read. stamp: fields of catalogue.Stamp to set otherwise than the application says."""
    application = view.application
    fields: dict[str, Any] = {
        "number": application.number,
        "revision": application.revision,
        "saved_at": application.changed_at,
        "status": DRAFT,
    }
    parties = view.rows
    chosen = Consent.attached_by_party(parties, application.revision)
    for party in parties:
        party.application = application
    return catalogue.build_context(
        view.journey,
        catalogue.Stamp(**fields | stamp),
        {party.id: consents_of(party, chosen.get(party.id, {})) for party in parties},
        {
            key: {
                kind: [certificate_context(row) for row in rows] for kind, rows in evidence.newest(certificates).items()
            }
            for key, certificates in view.evidence.items()
        },
        application.type,
        {key: {place: row.sha256 for place, row in rows.items()} for key, rows in picture_slots.shown(view).items()},
        judged.case_of(application) if application.type.evaluation else None,
    )


def consents_of(party: Party, given: dict[str, Consent] | None = None) -> dict[str, dict[str, Any]]:
    """What the company chose about each text as it is worded now. given: its choices, where the caller has them."""
    given = Consent.attached_as_of(party) if given is None else given
    return {
        text.slug: {"choice": row.choice, "at": row.at, "by": row.signer, "capacity": row.capacity}
        for text in consents.texts_for(party)
        if (row := given.get(text.slug)) and consents.current_choice(row, text)
    }


def certificate_context(row: Evidence) -> dict[str, Any]:
    return {
        "issuer": row.issuer,
        "number": row.number,
        "issued": row.issued,
        "expires": row.expires,
        "file": row.name,
        "sha256": row.sha256,
        "note": "",
    }


def slug_of(document: catalogue.DocumentFile, journey: Journey) -> str:
    """The document's name in addresses: "form1", or "form2-3" for the third company's."""
    return f"{document.slug}-{list(journey.parties).index(document.party) + 1}" if document.party else document.slug


def available_documents(view: ApplicationView) -> dict[str, catalogue.DocumentFile]:
    """Every document of the application by its slug, in the order of the forms."""
    known = catalogue.document_files(view.journey, view.application.type)
    return {slug_of(document, view.journey): document for document in known}


def generate(
    view: ApplicationView, slugs: list[str] | None = None, context: dict[str, Any] | None = None, **stamp: Any
) -> list[File]:
    """Make these documents, or all. context: their context, where the caller has it. Raises KeyError for a slug the
    application has not, and PictureDamaged."""
    context = context or document_context(view, **stamp)
    known, rows = available_documents(view), picture_slots.shown(view)
    files = []
    for slug in known if slugs is None else slugs:
        document = known[slug]
        about = catalogue.for_company(context, document.party) if document.party else context
        drawn = {place: content_of(row) for place, row in pictures(view, document, rows).items()}
        files.append(
            File(slug, document.title, catalogue.filename(document, about), catalogue.render(document, about, drawn))
        )
    return files


def content_of(row: Picture) -> bytes:
    """Raises PictureDamaged."""
    try:
        return evidence.file_of(row).read_bytes()
    except Damaged as error:
        raise PictureDamaged(row, str(error)) from error


def pictures(
    view: ApplicationView, document: catalogue.DocumentFile, rows: dict[int | None, dict[str, Picture]]
) -> dict[str, Picture]:
    """The pictures a document shows, by place. rows: as picture_slots.shown gives them."""
    theirs = picture_slots.of_document(rows, view.journey.parties, document.party)
    wanted = catalogue.shows(document) if theirs else set()
    return {place: row for place, row in theirs.items() if place in wanted}


def receipt(view: ApplicationView, files: list[File], arrived: datetime, by: str, context: dict[str, Any]) -> File:
    """The proof of having submitted these files, with the evidence that goes with them. context: theirs."""
    application = view.application
    details = catalogue.ReceiptDetails(
        arrived,
        application.closes_at,
        by,
        [(file.name, digest(file.content)) for file in files],
        [
            (
                certificate.company,
                title_of(certificate.details["kind"]),
                certificate.details["name"],
                certificate.details["sha256"],
            )
            for certificate in evidence_zip.of_application(view)
        ],
    )
    own_context = catalogue.for_receipt(context, details, application.type)
    document = catalogue.receipt(view.journey, application.type)
    own_context = catalogue.for_company(own_context, document.party) if document.party else own_context
    return File(
        document.slug,
        document.title,
        catalogue.filename(document, own_context),
        catalogue.render(document, own_context),
    )


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def unknown_tags() -> list[tuple[str, str]]:
    """Tags of the templates that the context of no application answers, as (file, tag)."""
    return catalogue.unknown_tags() + consulting_result.unknown_tags() + case_letter.unknown_tags()


def freeze_and_load(application: Application) -> ApplicationView:
    """The application as it stands, for documents that leave the site: this revision stays in the history from here
    on."""
    with writing():
        application = Application.get_by_id(application.id)
        revisions.freeze(application)
        return load_view(application)


def record_download(application: Application, person: Person, slugs: list[str]) -> None:
    """Note which revision the person now holds on paper; it stays in the history from here on."""
    with writing():
        revisions.freeze(application)
        Event.create(
            application=application,
            person=person,
            action="downloaded",
            detail={"documents": slugs, "revision": application.revision},
        )


def downloaded_revisions(application: Application, person: Person) -> dict[str, int]:
    """The newest revision the person holds of each document, by slug."""
    rows = Event.select().where(Event.application == application, Event.person == person, Event.action == "downloaded")
    return {slug: row.detail["revision"] for row in rows.order_by(Event.id) for slug in row.detail["documents"]}
