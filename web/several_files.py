"""Several files of evidence on one page, each said to be of a kind of its own: what is sent is kept as soon as it
arrives, and what is said of one file waits for no other."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from forms.evidence import EvidenceForm
from models.company import Company
from models.evidence import Evidence
from programme.evidence_kinds import Kind
from services.drafts import evidence
from web import rescued_input
from web.current import g
from web.evidence_upload import form_values, keep_files

# By the ending of its name, to which the content was held.
PICTURES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}


@dataclass(frozen=True)
class FileCard:
    """One file nobody described yet, with the form that says what it is."""

    row: Evidence
    form: EvidenceForm

    @property
    def picture(self) -> bool:
        """Whether browsers can show it."""
        return picture_type(self.row) is not None

    @property
    def begun(self) -> bool:
        """Whether more is said of it than the kind known before."""
        said = self.form.number, self.form.issued, self.form.expires
        return self.form.kind.data not in (None, self.row.likely) or not all(each.blank for each in said)

    @property
    def more(self) -> bool:
        """Whether its issuer and number are looked at first: they are said, or must be."""
        return any(each.errors or not each.blank for each in (self.form.issuer, self.form.number))

    @property
    def values(self) -> dict[str, Any]:
        """What holds so far, its kind as no more than a likely one."""
        values = self.form.valid_values
        return values if "likely" in values else values | {"likely": values.pop("kind") or ""}

    def forgive_blanks(self) -> None:
        """Say nothing of what is not answered yet, only of what was answered wrong."""
        for each in self.form:
            if each.blank:
                each.errors = []


@dataclass(frozen=True)
class Answer:
    """What became of a post. described, kept: how many files; refused: why others were; removed: the one just taken
    away."""

    cards: list[FileCard] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    described: int = 0
    kept: int = 0
    removed: str = ""

    @property
    def whole(self) -> bool:
        return not (self.refused or any(card.form.errors for card in self.cards))


def cards_of(company: Company, kinds: Collection[Kind], sent: MultiDict[str, str] | None = None) -> list[FileCard]:
    """The files still to be described, oldest first, as many as a page takes. sent: what a page said of some of
    them."""
    return [card_of(row, kinds, sent) for row in Evidence.undescribed(company).limit(evidence.FILES)]


def card_of(row: Evidence, kinds: Collection[Kind], sent: MultiDict[str, str] | None) -> FileCard:
    if sent and row.token in sent.getlist("evidence"):
        return FileCard(row, EvidenceForm.of_file(row.token, EvidenceForm.pick_file(row.token, sent), kinds))
    known = form_values(row)
    if row.likely not in {kind.slug for kind in kinds}:  # chosen or told where other kinds are asked for
        del known["kind"]
    return FileCard(row, EvidenceForm.of_file(row.token, known, kinds))


def receive(company: Company, kinds: Collection[Kind]) -> Answer:
    """Keep the files that were sent, and what is said about those before; describe each of which enough is said.

    The button says of which: all, `only` one, or none where it adds, removes or puts back."""
    posted = request.form
    cards = [card for card in cards_of(company, kinds, posted) if card.row.token in posted.getlist("evidence")]
    whole, left = judged(cards)
    said = [(card.row, card.form.valid_values) for card in whole] + [(card.row, card.values) for card in left]
    evidence.describe_each(said, g.arrived)
    removed = remove_or_put_back(company)
    kept, refused = keep_files(company, kinds, named=True)
    if not (cards or kept or refused or removed or "put_back" in posted) or ("add" in posted and not kept + refused):
        refused = ["올릴 파일을 골라 주세요."]
    left = [card for card in left if card.row.token != removed]
    answer = Answer(left, refused, len(whole), len(kept), removed)
    if answer.whole:
        rescued_input.discard_restored()
    return answer


def judged(cards: list[FileCard]) -> tuple[list[FileCard], list[FileCard]]:
    """Those of which enough is said to describe them, among those the button is about, and the others. Of the latter
    only those the button is about are told what is missing."""
    asked, whole, left = asked_about(cards), [], []
    for card in cards:
        holds = card.form.validate()
        if card in asked and holds:
            whole.append(card)
            continue
        left.append(card)
        if card not in asked:
            card.forgive_blanks()
    return whole, left


def asked_about(cards: list[FileCard]) -> list[FileCard]:
    """The one beside which the button stands; or all of which something is said, and if that is none, all. None where
    it was about something else."""
    posted = request.form
    if "only" in posted:
        return [card for card in cards if card.row.token == posted["only"]]
    if {"add", "remove", "put_back"} & set(posted):
        return []
    begun = [card for card in cards if card.begun]
    return begun or ([] if any(file.filename for file in request.files.getlist("file")) else cards)


def remove_or_put_back(company: Company) -> str:
    """Take away the file a button names, or put it back; the token of the one taken away."""
    posted = request.form
    row = Evidence.get_or_none(
        Evidence.company == company, Evidence.token == posted.get("remove", posted.get("put_back", ""))
    )
    if row is None or row.kind:
        return ""
    if "remove" in posted:
        evidence.remove(row, g.arrived)
        return str(row.token)
    if row.removed_at:
        evidence.put_back(row, g.arrived)
    return ""


def picture_type(row: Evidence) -> str | None:
    """The media type of a picture browsers show; None for any other file."""
    return PICTURES.get(row.name.rpartition(".")[2].lower())
