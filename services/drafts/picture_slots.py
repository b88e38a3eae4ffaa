"""Pictures in documents: taking one in, putting it in its place, taking it away, giving it to the documents.

Each change is a change of the application, so what its documents show is fixed by its revision (as docs/adr/0012 has it
for evidence).
"""

import hashlib
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import docgen
from forms.wizard import Party as Part
from forms.wizard import Task
from models.application import Application
from models.base import db, now, writing
from models.person import Person
from models.picture import Picture
from models.submission import Submission
from programme.pictures import EVERY, MEGABYTE, SEAL, Place, seal_of
from services.access import quotas
from services.drafts import confirmations, evidence, revisions
from services.drafts.applications import ApplicationView
from services.files import child_process, file_store, validation
from services.files.refused import HEIC, Refused

LIMIT = max(place.limit for place in EVERY.values())
TURNING = threading.Lock()  # one at a time in a process: a large photo takes half a gigabyte
TOTAL_LIMIT = 100 * MEGABYTE  # a company's seals, and the application's diagrams
NO_PICTURE = (
    "PNG나 JPG 그림으로 읽을 수 없거나 가로·세로가 지나치게 큰 파일입니다. "
    "그림판 같은 프로그램에서 PNG나 JPG로 저장한 뒤 다시 올려 주세요."
)

SIDEWAYS = "사진이 찍힌 방향을 읽지 못했거나 똑바로 돌리지 못했습니다. 사진 앱에서 한 번 돌려 저장하거나 화면을 갈무리(캡처)해 다시 올려 주세요."


def places(view: ApplicationView) -> list[Place]:
    """Those the person's company may fill: its own, and those of steps it answers."""
    known, part = view.application.type.pictures, view.party
    return [place for place in known if place.own or view.journey.task(place.slug, part) in mine(view)]


def mine(view: ApplicationView) -> list[Task]:
    return view.journey.of(view.party) if view.party else []


@dataclass(frozen=True)
class PictureSlot:
    """A place as its page shows it: the picture in it, whether that one's file is here, and the one last taken out."""

    place: Place
    row: Picture | None
    here: bool
    gone: Picture | None


def slot_of(view: ApplicationView, place: Place) -> PictureSlot:
    """A place of the person's company."""
    application, party = view.application, filling(view, place)
    row, last = view.once(
        ("spot", place.slug, party), lambda: (at(application, place, party), last_of(application, place, party))
    )
    gone = last if row is None and last and evidence.file_exists(last) else None
    return PictureSlot(place, row, row is not None and evidence.file_exists(row), gone)


def filling(view: ApplicationView, place: Place) -> int | None:
    """The company a place is filled for; None where there is one for the application."""
    return view.party.key if place.own and view.party else None


def at(application: Application, place: Place, party: int | None) -> Picture | None:
    """What stands in a place now. party: whose place it is, where each company has its own."""
    return Picture.select().where(*current_in(application, place, party)).first()


def current_in(application: Application, place: Place, party: int | None):
    return *of_place(application, place, party), Picture.removed_at.is_null()


def of_place(application: Application, place: Place, party: int | None):
    whose = Picture.party == party if place.own else Picture.party.is_null()
    return Picture.application == application, Picture.place == place.slug, whose


def validated(content: bytes, limit: int = LIMIT) -> tuple[str, int, int]:
    """("png" or "jpeg", width, height) of what may be taken. limit: bytes. Raises Refused."""
    if not content:
        raise Refused("빈 파일입니다. 그림이 있는 파일인지 열어서 확인한 뒤 다시 올려 주세요.")
    if len(content) > limit:
        raise Refused(f"이 그림은 {limit // MEGABYTE}MB까지 올릴 수 있습니다. 크기를 줄여 저장한 뒤 다시 올려 주세요.")
    if validation.is_heic(content):
        raise Refused(HEIC)
    try:
        measured = docgen.measured("picture", content)
    except docgen.NotAPicture as error:
        raise Refused(NO_PICTURE) from error
    validation.check(content, f"picture.{measured[0]}")
    return measured


def upright(content: bytes) -> bytes:
    """A photo taken with the camera on its side, turned; any other picture as it is. Raises Refused.

    Browsers turn such a photo by themselves, Word and LibreOffice do not: page and document would differ.
    """
    if b"Exif\0\0" not in content or not content.startswith(b"\xff\xd8"):  # nothing is noted of how the camera was held
        return content
    with TURNING, TemporaryDirectory() as folder:
        photo = Path(folder, "photo.jpg")
        photo.write_bytes(content)
        for line in child_process.run_module("services.files.rotate_worker", {"photo": str(photo)}):
            return photo.read_bytes() if line["turned"] else content
    raise Refused(SIDEWAYS)


def put(
    view: ApplicationView, place: Place, stream: IO[bytes], name: str, *, person: Person | None, arrived: datetime
) -> Picture:
    """Put a picture in a place of the person's company; what stood there gives way. The same again changes nothing.

    Raises Refused, and revisions.Closed.
    """
    content = stream.read(place.limit + 1)
    validated(content, place.limit)
    content = upright(content)
    kind, width, height = validated(content, place.limit)  # turned, it is as wide as it was high
    sha256, party = hashlib.sha256(content).hexdigest(), filling(view, place)
    damaged = (known := at(view.application, place, party)) and not evidence.file_of(known).is_whole()
    with file_store.stored(content) as storage, writing():
        application = opened(view, place, arrived)
        here = at(application, place, party)
        if here and here.sha256 == sha256 and not (damaged and here == known):
            db.after_commit(lambda: file_store.unlink({storage}))
            return here
        if Picture.select().where(Picture.application == application).count() >= quotas.ROWS:
            raise Refused(
                f"한 신청에서 그림을 {quotas.ROWS:,}번까지 바꿀 수 있습니다. 지금 있는 그림을 그대로 써 주세요."
            )
        if used(application, party) + len(content) > TOTAL_LIMIT:
            raise Refused(
                f"그림은 모두 {TOTAL_LIMIT // 1024**2}MB까지 올릴 수 있습니다. 바꾼 그림도 {evidence.RETENTION.days}일 동안, 제출한 적이 "
                "있으면 계속 보관하므로 함께 셉니다. 크기를 줄여 저장한 뒤 다시 올려 주세요."
            )
        end(application, place, party)
        row = Picture.create(
            application=application,
            party=party,
            since=application.revision + 1,
            place=place.slug,
            name=evidence.kept_name(name),
            storage=storage,
            size=len(content),
            sha256=sha256,
            kind=kind,
            width=width,
            height=height,
            uploaded_by=person,
        )
        changed(application, view, place, person)
        return row


def remove(view: ApplicationView, place: Place, person: Person | None, arrived: datetime) -> None:
    """Leave the place empty. Raises revisions.Closed."""
    with writing():
        application = opened(view, place, arrived)
        if end(application, place, filling(view, place)):
            changed(application, view, place, person)


def removed(application: Application, place: Place, party: int | None) -> Picture | None:
    """The picture last taken out of a place that is empty now, while its file is kept."""
    if at(application, place, party):
        return None
    row = last_of(application, place, party)
    return row if row and evidence.file_exists(row) else None


def last_of(application: Application, place: Place, party: int | None) -> Picture | None:
    """What was put into a place last."""
    return Picture.select().where(*of_place(application, place, party)).order_by(Picture.id.desc()).first()


def put_back(view: ApplicationView, place: Place, person: Person | None, arrived: datetime) -> None:
    """Put the picture last taken out of a place into it again, if it is still empty. Raises Refused, and
    revisions.Closed."""
    if row := removed(view.application, place, filling(view, place)):
        if not evidence.file_of(row).is_whole():
            raise Refused("뺀 그림이 저희 쪽에서 깨져 되돌릴 수 없습니다. 가지고 계신 그림을 다시 올려 주세요.")
        with evidence.file_of(row).open() as stream:
            put(view, place, stream, row.name, person=person, arrived=arrived)


def is_open(view: ApplicationView, place: Place, at: datetime) -> bool:
    """Whether a place of the person's company may be filled: in the window, and after it where completion is asked for
    of it, or of the step its diagram belongs to."""
    return view.application.open_at(at, place.slug, filling(view, place))


def opened(view: ApplicationView, place: Place, arrived: datetime) -> Application:
    application = Application.newest(view.application.id)
    if not application.open_at(arrived, place.slug, filling(view, place)):
        raise revisions.Closed
    return application


def see_as_judged(application: Application, slug: str, party: int | None, sha256: str) -> None:
    """Let a place show what it showed in an edition again, "" for nothing, in the caller's transaction. Raises Damaged
    when its file does not open any more, and FileNotFoundError."""
    place = EVERY[slug]
    here = at(application, place, party)
    if (here.sha256 if here else "") == sha256:
        return
    end(application, place, party)
    known = Picture.select().where(*of_place(application, place, party), Picture.sha256 == sha256)
    if row := known.order_by(Picture.id.desc()).first():
        with evidence.file_of(row).open() as stream, file_store.stored(stream.read()) as storage:
            same = {name: getattr(row, name) for name in KEPT}
            Picture.create(application=application, storage=storage, since=application.revision + 1, **same)
    Application.next(application)


KEPT = ("party", "place", "name", "size", "sha256", "kind", "width", "height", "uploaded_by")  # of a row put in again


def end(application: Application, place: Place, party: int | None) -> int:
    """Take away what stands in a place, from the next revision on; how many. Row and file stay for what was already
    made with it."""
    gone = {"removed_at": now(), "until": application.revision + 1}
    return Picture.update(**gone).where(*current_in(application, place, party)).execute()


def changed(application: Application, view: ApplicationView, place: Place, person: Person | None) -> None:
    """A new revision, of which those are told who gave their word about the step a diagram belongs to. application: its
    row as it stands now."""
    Application.next(application)
    if not place.own and person:
        confirmations.notify_reopened(view.application, Task(view.journey.steps[place.slug]), person)


def used(application: Application, party: int | None) -> int:
    """Bytes of all its pictures, those replaced and not yet swept among them: a company's own, or the application's."""
    whose = Picture.party.is_null() if party is None else Picture.party == party
    return sum(row.size for row in Picture.select(Picture.size).where(Picture.application == application, whose))


def attached(view: ApplicationView) -> list[Picture]:
    """What stands in places at this revision."""
    return view.once(("pictures",), lambda: Picture.attached_as_of(view.application))


def shown(view: ApplicationView) -> dict[int | None, dict[str, Picture]]:
    """What the documents show: {party id, or None for the application's: {place: picture}}."""
    found: dict[int | None, dict[str, Picture]] = {}
    for row in attached(view):
        if evidence.file_exists(row):
            found.setdefault(row.party_id, {})[row.place] = row
    return found


def of_document(
    rows: Mapping[int | None, Mapping[str, Picture]], parts: Iterable[Part], about: Part | None
) -> dict[str, Picture]:
    """Those of one document: its company's; for a plan, which is about none, the application's and every company's
    seal."""
    if about:
        return dict(rows.get(about.key, {}))
    theirs = [(number, rows.get(part.key, {})) for number, part in enumerate(parts, start=1)]
    seals = {seal_of(number): row[SEAL.slug] for number, row in theirs if SEAL.slug in row}
    return dict(rows.get(None, {})) | seals


def sweep(until: datetime) -> int:
    """Drop pictures taken away evidence.RETENTION ago, files and all; how many. An application ever submitted keeps its
    own."""
    submitted = Submission.select(Submission.application)
    with writing():
        over = Picture.removed_at < until - evidence.RETENTION, Picture.application.not_in(submitted)
        gone = [(row.id, row.storage) for row in Picture.select().where(*over)]
        Picture.delete().where(Picture.id.in_([number for number, _ in gone])).execute()
        db.after_commit(lambda: file_store.unlink({storage for _, storage in gone}))
    return len(gone)
