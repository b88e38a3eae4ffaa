"""Pictures in documents: taken in, looked at, replaced, taken away, and what of them the documents show."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from PIL import ExifTags, Image

from models.application import Application, Party
from models.base import now, writing
from models.picture import Picture
from models.submission import StoredDocument
from programme.application_types import POOL
from programme.pictures import SEAL
from services.consortium import members as consortium
from services.documents import generate
from services.drafts import applications, confirmations, evidence, exports, picture_slots, revisions
from services.files import file_store
from services.operations import invariants
from services.scheduled import retention
from tests.applying import LEAD, STRANGER, SUPPLIER, confirm, fresh, hand_in, person
from tests.pages import sent_by, told
from tests.test_docgen_pictures import BAD, GOOD, png
from tests.upload_pictures import draw
from tests.uploads import jpeg


def upload(client, application, content, place="as_is", name="흐름.png", **more):
    sent = {"place": place, "picture": (io.BytesIO(content), name)} | more
    return client.post(f"/applications/{application.token}/pictures/", data=sent)


def documents_of(application: Application) -> dict[str, list[bytes]]:
    """The pictures in each document."""
    found = {}
    for file in generate.generate(applications.load_view(fresh(application))):
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            found[file.slug] = [archive.read(name) for name in archive.namelist() if "media/" in name]
    return found


def stamp(application: Application) -> str:
    return generate.document_context(applications.load_view(fresh(application)))["stamp"]["sha256"]


def test_a_figure_goes_from_its_step_into_the_plan_and_the_step_shows_it(lead, application):
    before, revision = stamp(application), fresh(application).revision

    response = upload(lead, application, GOOD, back="step")

    assert response.status_code == 303
    assert response.location == f"/applications/{application.token}/as_is?said=picture_put&of=as_is#picture"
    assert "그림을 올렸습니다" in told(lead, response)
    assert fresh(application).revision == revision + 1
    assert stamp(application) != before
    page = lead.get(f"/applications/{application.token}/as_is").page
    shown = lead.get(page.select_one("#picture img")["src"])
    assert shown.data == GOOD
    assert shown.mimetype == "image/png"
    assert shown.headers["Content-Disposition"] == "inline; filename=as_is.png"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert "img-src 'self'" in shown.headers["Content-Security-Policy"]
    assert not page.select("#step-form input[type=file]")
    assert documents_of(application)["form1"] == [GOOD]
    again = lead.get(page.select_one("#picture img")["src"], headers={"If-None-Match": shown.headers["ETag"]})
    assert again.status_code == 304


def test_what_is_typed_in_a_step_is_saved_on_the_way_to_its_picture(lead, application):
    """Without JavaScript too: no other form stands on the page that could be sent in its place."""
    url = f"/applications/{application.token}/as_is"
    page = lead.get(url).page
    assert not [form for form in page.main.select("form") if form.get("id") != "step-form"]
    button = page.select_one("#picture button")
    assert button["form"] == "step-form"
    sent = sent_by(page.select_one("#step-form"))
    field = page.select_one("#step-form textarea")["name"]

    response = lead.post(url, data=sent | {field: ["아직 저장하지 않은 글"], button["name"]: [button["value"]]})

    assert response.location == f"/applications/{application.token}/pictures/?step=as_is#as_is"
    assert applications.load_view(fresh(application)).journey.answers["as_is", None][field] == ["아직 저장하지 않은 글"]
    form = lead.get(response.location.split("#")[0]).page.select_one("#as_is form:has([type=file])")
    assert form.select_one("[name=back]")["value"] == "step"
    assert upload(lead, application, GOOD, back="step").location == f"{url}?said=picture_put&of=as_is#picture"
    again = upload(lead, application, b"MZ", back="step").page
    assert again.select_one("#as_is form:has([type=file]) [name=back]")
    assert again.select_one(f"a[href='{url}#picture']")


def test_a_company_s_seal_stands_on_its_own_documents_and_all_on_the_plan(application):
    mine, theirs = png(9, 9, 1), jpeg()
    draw(application, "seal", mine)
    draw(application, "seal", theirs, SUPPLIER, "도장.jpg")

    shown = documents_of(application)

    assert shown["form1"] == [mine, theirs]
    assert {slug for slug, found in shown.items() if found == [mine]} == {f"form{number}-1" for number in range(2, 8)}
    assert {slug for slug, found in shown.items() if found == [theirs]} == {f"form{number}-2" for number in range(2, 9)}


def test_without_pictures_documents_have_none(application):
    assert not any(documents_of(application).values())


def test_another_takes_its_place_and_the_same_again_changes_nothing(application):
    first = draw(application, "to_be", GOOD)
    revision, files = fresh(application).revision, len(list(file_store.folder().iterdir()))
    assert draw(application, "to_be", GOOD) == first
    assert (fresh(application).revision, len(list(file_store.folder().iterdir()))) == (revision, files)

    other = draw(application, "to_be", png(3, 3))

    assert documents_of(application)["form1"] == [png(3, 3)]
    assert [row.id for row in Picture.attached_as_of(application)] == [other.id]
    assert Picture.get_by_id(first.id).removed_at
    assert evidence.file_of(first).read_bytes() == GOOD


def test_one_taken_away_leaves_the_documents_as_they_were_before_it(lead, application):
    before = documents_of(application)
    row = draw(application, "system", GOOD)

    response = lead.post(f"/applications/{application.token}/pictures/remove", data={"place": "system"})

    assert response.location.startswith(f"/applications/{application.token}/pictures/?")
    assert response.location.endswith("#system") and "그림을 지웠습니다" in told(lead, response)
    assert documents_of(application) == before
    assert lead.get(f"/applications/{application.token}/pictures/{row.token}").status_code == 404


@pytest.mark.parametrize("held", range(2, 9))
def test_a_photo_held_any_way_stands_upright_in_the_documents(application, held):
    """As browsers show it; with it goes what the camera noted besides."""
    row = draw(application, "system", photo(held), name="사진.jpg")

    (shown,) = documents_of(application)["form1"]
    with Image.open(io.BytesIO(shown)) as made:
        assert made.size == (row.width, row.height) == (48, 32)
        assert [made.getpixel(spot) for spot in ((4, 4), (44, 4), (4, 28), (44, 28))] == [
            pytest.approx(bright, abs=40) for bright in (255, 0, 128, 0)
        ]
        assert not made.getexif()
    assert draw(application, "system", photo(held)) == row


def test_a_photo_held_upright_is_kept_as_it_is(application):
    draw(application, "system", photo(1))
    assert documents_of(application)["form1"] == [photo(1)]


def test_a_sideways_photo_that_cannot_be_turned_is_refused(lead, application):
    response = upload(lead, application, jpeg(turn=6), name="사진.jpg")
    assert response.status_code == 422
    assert "똑바로 돌리지 못했습니다" in response.text
    assert not Picture.select().exists()


def photo(held: int) -> bytes:
    """A scene 48 wide and 32 high, bright at the upper left and half as bright beneath, as a camera held this way keeps
    it."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    scene, out = Image.new("L", (48, 32)), io.BytesIO()
    scene.paste(255, (0, 0, 16, 16))
    scene.paste(128, (0, 16, 16, 32))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = held
    exif[ExifTags.Base.Model] = "가상 카메라"
    (scene.transpose(undo[held]) if held in undo else scene).save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("place", ["system", "seal"])
def test_one_taken_away_by_mistake_is_put_in_again(lead, application, place):
    draw(application, place, GOOD)
    shown = f"/applications/{application.token}/pictures/"
    with_it = documents_of(application)
    lead.post(f"{shown}remove", data={"place": place})
    assert "지운 그림: 그림.png" in lead.get(shown).page.select_one(f"#{place}").get_text()

    for _ in range(2):  # pressed twice
        response = lead.post(f"{shown}put-back", data={"place": place})
        assert response.location.endswith(f"#{place}") and "다시 넣었습니다" in told(lead, response)
        assert lead.get(response.location.split("#")[0]).page.select_one(f"#{place} .alert.success")

    assert documents_of(application) == with_it
    assert "지운 그림" not in lead.get(shown).text
    assert len([row for row in Picture.attached_as_of(application) if row.place == place]) == 1


def test_what_is_no_picture_is_refused_beside_the_field(lead, application):
    before = Picture.select().count(), len(list(file_store.folder().iterdir())), fresh(application).revision

    for content in BAD.values():
        with pytest.raises(picture_slots.Refused):
            picture_slots.validated(content)
    response = upload(lead, application, BAD["svg"])

    assert response.status_code == 422
    assert response.page.select_one("#picture-as_is[aria-describedby~=error-as_is]")
    assert response.page.select_one("#error-summary a[href='#picture-as_is']")
    assert (Picture.select().count(), len(list(file_store.folder().iterdir())), fresh(application).revision) == before


def test_five_megabytes_are_taken_and_a_byte_more_is_refused(lead, application):
    head, tail = GOOD[:33], GOOD[33:]

    def sized(size: int) -> bytes:
        room = size - len(GOOD) - 12
        return head + room.to_bytes(4, "big") + b"prVt" + bytes(room) + bytes(4) + tail

    refused = upload(lead, application, sized(picture_slots.LIMIT + 1))
    assert refused.status_code == 422
    assert "5MB" in refused.page.select_one("#error-as_is").get_text()
    assert upload(lead, application, sized(picture_slots.LIMIT)).status_code == 303
    seal = upload(lead, application, sized(SEAL.limit + 1), "seal")
    assert "1MB" in seal.page.select_one("#error-seal").get_text()


def test_an_application_has_room_for_so_much_and_no_more(application, monkeypatch):
    monkeypatch.setattr(picture_slots, "TOTAL_LIMIT", 2 * len(GOOD))
    draw(application, "as_is", GOOD)
    draw(application, "to_be", GOOD)

    with pytest.raises(picture_slots.Refused, match="그림은 모두"):
        draw(application, "system", GOOD)
    draw(application, "seal", GOOD, SUPPLIER)


def test_no_file_and_an_unknown_place_are_answered_kindly(lead, application):
    home = f"/applications/{application.token}/pictures/"

    assert "골라" in lead.post(home, data={"place": "seal"}).page.select_one("#error-seal").get_text()
    for place in ("logo", "", "../seal"):
        assert upload(lead, application, GOOD, place).status_code == 404
    assert lead.get(f"{home}nonsense").status_code == 404


def test_a_picture_s_name_is_text_wherever_it_stands(lead, application):
    upload(lead, application, GOOD, name="<b>&흐름\u202e.png")

    caption = lead.get(f"/applications/{application.token}/pictures/").page.select_one("figcaption")

    assert not caption.select("b")
    assert "b&흐름.png" in caption.get_text()


def test_after_closing_nothing_changes(lead, application):
    row = draw(application, "as_is", GOOD)
    call = application.call
    call.closes_at = now() - timedelta(seconds=1)
    with writing():
        call.save()
    revision = fresh(application).revision

    assert upload(lead, application, png(3, 3)).status_code == 403
    removing = lead.post(f"/applications/{application.token}/pictures/remove", data={"place": "as_is"})
    assert removing.status_code == 403
    assert fresh(application).revision == revision
    assert Picture.attached_as_of(application) == [row]
    page = lead.get(f"/applications/{application.token}/as_is").page
    assert page.select_one("#picture img")
    assert not page.select("#picture form")


def test_a_picture_of_another_application_is_not_given_through_ones_own(application, client):
    row = draw(application, "as_is", GOOD)
    client.sign_in(STRANGER)
    own = client.post("/applications/", data={}).location

    assert client.get(f"{own}pictures/{row.token}").status_code == 404


def test_the_seal_of_a_company_that_left_is_gone_from_view(lead, application):
    row = draw(application, "seal", GOOD, SUPPLIER)
    consortium.remove_party(application, Party.present(application)[1], person(LEAD), now())

    assert lead.get(f"/applications/{application.token}/pictures/{row.token}").status_code == 404
    assert not any(documents_of(application).values())


def test_a_new_figure_asks_for_the_others_word_again(application):
    confirm(application)
    supplier = Party.present(application)[1]
    journey = applications.load_view(fresh(application)).journey
    given = supplier.confirmations.get()
    assert not confirmations.changed(journey, journey.parties[1], given)

    draw(application, "as_is", GOOD)

    (task,) = confirmations.changed(journey, journey.parties[1], given)
    assert task.step.slug == "as_is"


def test_what_was_submitted_keeps_its_pictures(application):
    row = draw(application, "as_is", GOOD)
    confirm(application)
    submission = hand_in(application)
    stored = StoredDocument.get(StoredDocument.submission == submission, StoredDocument.slug == "form1").content

    draw(application, "as_is", png(3, 3))

    with zipfile.ZipFile(io.BytesIO(stored)) as archive:
        assert archive.read("word/media/as_is.png") == GOOD
    (said,) = submission.snapshot["pictures"]
    assert (said["place"], said["sha256"]) == ("as_is", row.sha256)
    assert picture_slots.sweep(now() + 2 * evidence.RETENTION) == 0
    assert invariants.broken() == []


def test_one_taken_away_leaves_the_disk_after_thirty_days_and_not_in_a_dry_run(application):
    row = draw(application, "as_is", GOOD)
    draw(application, "as_is", png(3, 3))
    path, later = evidence.file_of(row).path, now() + evidence.RETENTION

    assert retention.run(later, dry=True)["removed pictures"] == 1
    assert path.exists()
    assert retention.run(later)["removed pictures"] == 1
    assert not path.exists()
    assert documents_of(application)["form1"] == [png(3, 3)]


def test_pictures_travel_by_their_hash_and_must_be_put_in_again(application, client):
    draw(application, "as_is", GOOD)
    draw(application, "seal", GOOD, SUPPLIER)
    first = json.loads(json.dumps(exports.export(applications.load_view(fresh(application)))))

    copy = exports.import_application(first, person(STRANGER))

    again = exports.export(applications.load_view(copy))
    assert again["pictures"] == first["pictures"] != []
    assert [one["pictures"] for one in again["parties"]] == [one["pictures"] for one in first["parties"]]
    assert not any(documents_of(copy).values())
    client.sign_in(STRANGER)
    assert "다시 올려" in client.get(f"/applications/{copy.token}/pictures/").page.main.get_text()


def test_a_registration_is_sealed_too_and_a_request_has_no_pictures(registered, client):
    entry = Application.of(person(SUPPLIER), POOL).get()
    client.sign_in(SUPPLIER)
    try:
        draw(entry, "seal", GOOD, SUPPLIER)
        assert all(found == [GOOD] for found in documents_of(entry).values())
    except revisions.Closed:
        pytest.fail("the registration is open")
    page = client.get(f"/applications/{entry.token}/pictures/").page
    assert len(page.select("form input[type=file]")) == 1
    request = client.post("/applications/consulting", data={}).location
    assert client.get(f"{request}pictures/").status_code == 404
