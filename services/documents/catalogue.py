"""Forms 1–8, a registration's documents, a request's sheet and receipts: which an application has, what they read, what
their files are called.

Pure: no database, no clock. `context` is made once for a set; `for_company` points it at the company a document is
about.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import config
import docgen
from forms import wizards
from forms.wizard import Journey, Party, Respondent
from programme import calls, reception
from programme.announcement import Announcement
from programme.application_types import ApplicationType
from programme.korean import date_time, official_date
from programme.pictures import SHOWN
from services.documents import consulting_context, pool_context, project_context, sheet_context
from services.documents.project_context import TemplateContext

TEMPLATES = config.HOUSE / "doc_templates"
NAME_BYTES = 200  # of 255 a file system allows
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True)
class Stamp:
    """Which state of an application a document shows. saved_at: aware; edition: 0 for a draft, 1 for 제1차 …"""

    number: str
    revision: int
    saved_at: datetime
    status: str
    receipt: str = ""
    edition: int = 0


@dataclass(frozen=True)
class DocumentFile:
    """One file of the set. slug: "form2"; number: "서식2"; party: the company it is about, None for the plan."""

    slug: str
    number: str
    title: str
    template: Path
    party: Party | None = None


NO_PICTURES: Mapping[int | None, Mapping[str, str]] = {}
CONTEXT_BUILDERS = {  # by what Documents.facts says
    "project": project_context.build,
    "pool": pool_context.build,
    "consulting": consulting_context.build,
    "site": sheet_context.build,
}


def template_of(of: ApplicationType, name: str) -> Path:
    """The Word file of this name: the call's own, in doc_templates/<slug of the call>/, or the one all calls share."""
    own, shared = (folder / f"{name}.docx" for folder in folders_of(of))
    return own if own.exists() else shared


def folders_of(of: ApplicationType) -> tuple[Path, Path]:
    """Where the templates of one kind of application are: the call's own, and those all calls share."""
    return TEMPLATES / of.announcement.slug / of.documents.folder, TEMPLATES / of.documents.folder


def receipt(journey: Journey, of: ApplicationType) -> DocumentFile:
    """The proof of having submitted; a registration's is about its company."""
    document = of.documents.receipt
    assert document
    party = None if document.whole else journey.parties[0]
    proof = reception.current(of.announcement).proof
    return DocumentFile(document.slug, proof, document.title, template_of(of, document.slug), party)


def document_files(journey: Journey, of: ApplicationType) -> list[DocumentFile]:
    """Each document, once or for every company that owes it."""
    return [
        DocumentFile(document.slug, document.number, document.title, template_of(of, document.slug), party)
        for document in of.documents.each
        for party in ([None] if document.whole else journey.parties)
        if party is None or not document.roles or party.role in document.roles
    ]


def build_context(
    journey: Journey,
    stamp: Stamp,
    consents: Mapping[int, Mapping[str, Mapping[str, Any]]],
    evidence: Mapping[int, Mapping[str, project_context.CertificateRows]],
    of: ApplicationType,
    pictures: Mapping[int | None, Mapping[str, str]] = NO_PICTURES,
    about: Mapping[str, str] | None = None,
) -> TemplateContext:
    """All that templates may name: what the answers say, the call, a plan's list of attachments, and the stamp.

    pictures: {party key, or None for the application's: {place: SHA-256}}; about: of a score sheet, the case it judges;
    the stamp's hash covers both."""
    call = of.announcement
    context = CONTEXT_BUILDERS[of.documents.facts](journey, consents, evidence, of)
    sheet_context.tell(context, about)
    context["call"] = {name: getattr(call, name) for name in ("notice", "title", "addressee", "approval")}
    if any(document.whole for document in of.documents.each):
        context["attachments"] = attachments(journey, context["companies"], of)
    context["drawn"] = [dict(pictures.get(key, {})) for key in (None, *(party.key for party in journey.parties))]
    # The keys differ from database to database, so the hash does not see them.
    known = {
        "stamp": stamped(stamp, context),
        "keys": [party.key for party in journey.parties],
        "reception": site_context(call),
    }
    return context | known


def site_context(call: Announcement) -> TemplateContext:
    """What this site calls things, for documents."""
    wording = reception.current(call)
    return {
        name: getattr(wording, name) for name in ("site", "act", "number", "proof", "document_note", "received_by")
    } | {"heading": wording.proof_heading}


def attachments(journey: Journey, companies: list[TemplateContext], of: ApplicationType) -> list[TemplateContext]:
    """붙임 목록: every form but the plan, with the evidence it carries; then evidence no form carries."""
    about = {party.key: company for party, company in zip(journey.parties, companies, strict=True)}
    listed = [
        (
            document.number,
            document.title,
            about[document.party.key],
            files(about[document.party.key], document.slug, of),
        )
        for document in document_files(journey, of)
        if document.party
    ]
    listed += [
        ("기타", kind.title, company, company["evidence"][kind.slug]["file"])
        for company in companies
        for kind in of.evidence
        if kind.form is None and company["evidence"][kind.slug]["file"]
    ]
    return [
        {"no": str(number), "form": form, "title": title, "company": company["company"]["name"], "files": names}
        for number, (form, title, company, names) in enumerate(listed, start=1)
    ]


def files(company: TemplateContext, form: str, of: ApplicationType) -> str:
    """The names of the files a company submitted with this form."""
    names = [company["evidence"][kind.slug]["file"] for kind in of.evidence if kind.form == form]
    return "\n".join(name for name in names if name)


def stamped(stamp: Stamp, context: TemplateContext) -> TemplateContext:
    """The stamp in print, with the SHA-256 of everything else the documents may say."""
    canonical = json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "number": stamp.number,
        "revision": str(stamp.revision),
        "saved": date_time(stamp.saved_at),
        "hash": digest[:16],
        "sha256": digest,
        "status": stamp.status,
        "receipt": stamp.receipt,
        "edition": f"제{stamp.edition}차" if stamp.edition else "",
    }


def for_company(context: TemplateContext, party: Party) -> TemplateContext:
    """The context of a document about one company: `company` is that one."""
    return context | {"company": context["companies"][context["keys"].index(party.key)]}


@dataclass(frozen=True)
class ReceiptDetails:
    """What the proof of having submitted says. arrived, closes: aware; by: who did; stored: (name, SHA-256) of each
    document; attached: (company, title, name, SHA-256) of each piece of evidence."""

    arrived: datetime
    closes: datetime
    by: str
    stored: Sequence[tuple[str, str]]
    attached: Sequence[tuple[str, str, str, str]] = ()


def for_receipt(context: TemplateContext, details: ReceiptDetails, of: ApplicationType) -> TemplateContext:
    """The context of the proof of having submitted."""
    wording = reception.current(of.announcement)
    warning = wording.late_warning
    if wording.warning and details.arrived < details.closes:
        warning = f"{wording.warning} {date_time(details.closes)}까지 내야 합니다."
    return context | {
        "receipt": {
            "arrived": date_time(details.arrived, exact=True),
            "day": official_date(details.arrived.astimezone(config.KST)),
            "by": details.by,
            "stated": wording.stated(of),
            "warning": warning,
            "files": [
                {"no": str(number), "name": name, "sha256": digest}
                for number, (name, digest) in enumerate(details.stored, start=1)
            ],
            "evidence": [
                {"no": str(number), "company": company, "title": title, "name": name, "sha256": digest}
                for number, (company, title, name, digest) in enumerate(details.attached, start=1)
            ],
        }
    }


def render(document: DocumentFile, context: TemplateContext, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The document as a .docx; see docgen.render for what it refuses. pictures: {place: PNG or JPEG}."""
    return docgen.render(document.template, context, pictures=pictures, cache=compiled())


def shows(document: DocumentFile) -> set[str]:
    """The places for pictures it has."""
    return set(docgen.pictures(document.template, compiled()))


def compiled() -> Path:
    """The folder compiled templates are kept in; losing it costs a compilation."""
    return config.current().data / "docgen"


def unknown_tags() -> list[tuple[str, str]]:
    """Tags of the templates that no application's context answers, as (file, tag); none, unless an edit went wrong.

    A template the engine refuses is listed with what it says, one that is not there by its name.
    """
    found = [each for types in calls.TYPES.values() for of in types.values() for each in unknown_in(of)]
    return list(dict.fromkeys(found))


def unknown_in(of: ApplicationType) -> list[tuple[str, str]]:
    """The same for the documents of one kind of application; the last company is the one they are about."""
    adopter, supplier = Party(1, Respondent.ADOPTER, lead=True), Party(2, Respondent.SUPPLIER)
    parties = (adopter, supplier) if of.consortium else (supplier,) if of.registers else (adopter,)
    if of.evaluation:
        parties = (Party(1, Respondent.PERSON, lead=True),)
    blank, epoch = Journey(wizards.of(of), parties, {}), datetime.fromtimestamp(0, UTC)
    context = for_company(build_context(blank, Stamp("", 0, epoch, ""), {}, {}, of), parties[-1])
    context = for_receipt(context, ReceiptDetails(epoch, epoch, "", [("", "")], [("", "", "", "")]), of)
    names = [document.slug for document in (*of.documents.each, of.documents.receipt) if document]
    names += [path.stem for folder in folders_of(of) for path in sorted(folder.glob("*.docx"))]
    templates = [template_of(of, name) for name in dict.fromkeys(names)]
    return [
        (str(template.relative_to(TEMPLATES)), fault)
        for template in templates
        for fault in unanswered_tags(template, context)
    ]


def unanswered_tags(template: Path, context: TemplateContext) -> list[str]:
    if not template.exists():
        return ["템플릿 파일이 없습니다"]
    try:
        strange = docgen.pictures(template, compiled()).keys() - SHOWN
        return sorted(docgen.unknown(template, context, compiled()) | {f"pictures.{name}" for name in strange})
    except docgen.Refused as refused:
        return [str(refused)]


def filename(document: DocumentFile, context: TemplateContext) -> str:
    """[서식2] 기업(신용)정보 동의서_회사명.docx: Hangul kept, at most 200 bytes, and no two alike within a set."""
    if document.party is None:
        return named(f"[{document.number}] {document.title}", context["lead"], context["overview"]["project"])
    one = for_company(context, document.party)["company"]
    base = named(f"[{document.number}] {document.title}", one)
    alike = [
        other["no"]
        for other in context["companies"]
        if named(f"[{document.number}] {document.title}", other).lower() == base.lower()
    ]
    return base if len(alike) == 1 else base.removesuffix(".docx") + f" ({alike.index(one['no']) + 1}).docx"


def named(head: str, company: TemplateContext, *more: str) -> str:
    """The parts joined by "_", what no file system takes replaced, cut at a whole character."""
    parts = [head, company["company"]["name"] or company["role"], *filter(None, more)]
    name = UNSAFE.sub(" ", unicodedata.normalize("NFC", "_".join(parts)))
    room = NAME_BYTES - len(".docx") - len(" (99)")
    return name.encode("utf-8", "replace")[:room].decode("utf-8", "ignore").strip(" .") + ".docx"
