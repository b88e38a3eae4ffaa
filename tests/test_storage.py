"""Where stored files lie: the same on a disk and in a bucket, of which another machine knows nothing yet."""

import hashlib
import io
import logging
import os
import secrets
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

import config
from app import create_app
from models.base import db, now
from models.evidence import Conversion, Evidence
from models.picture import Picture
from services.documents import evidence_zip, generate
from services.drafts import applications, evidence
from services.files import bucket, file_store, sealed_file, stored_file, views
from services.operations import backups, invariants, readiness
from services.pdf import conversions
from services.scheduled import retention
from tests.applying import LEAD, application_of, fresh, hand_in, person
from tests.servers import free_port
from tests.test_commands import run  # noqa: F401 - a fixture
from tests.test_evidence import PDF, add
from tests.test_pictures import GOOD, draw
from tests.test_staff_exports import cells


@pytest.fixture(scope="session")
def service() -> Iterator[str]:
    """The address of an S3 service, with one bucket."""
    import boto3
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("AWS_ACCESS_KEY_ID", "somebody")
        environ.setenv("AWS_SECRET_ACCESS_KEY", "a secret")
        boto3.client("s3", endpoint_url=address, region_name="us-east-1").create_bucket(Bucket="uploads")
        yield address
    server.stop()


@pytest.fixture(params=["disk", "bucket"])
def settings(request, settings) -> config.Settings:
    """A site's settings, its files in one place or the other."""
    if request.param == "disk":
        return settings
    address = request.getfixturevalue("service")
    return replace(settings, storage_url=f"s3://uploads/{secrets.token_hex(4)}?endpoint={address}&region=us-east-1")


@pytest.fixture
def application(seeded):
    """The demo's finished one; what the demo put into the folder is where files belong."""
    if file_store.in_bucket():
        for path in file_store.folder().iterdir():
            bucket.put(path)
    another_machine()
    return application_of(LEAD)


@pytest.fixture
def company(application):
    return application.company


def another_machine() -> None:
    """Go on where nothing of what the bucket holds was ever read."""
    if file_store.in_bucket():
        for path in file_store.folder().iterdir():
            path.unlink()
        file_store._here.clear()


def kept() -> set[str]:
    """The names of all that is stored."""
    if file_store.in_bucket():
        return {name for name, _ in bucket.listed()}
    return {path.name for path in file_store.folder().iterdir()}


def test_what_was_uploaded_is_downloaded_alone_and_in_a_zip(lead, application, company):
    row = add(company)
    page = f"/applications/{application.token}/evidence/"
    another_machine()

    alone = lead.get(f"{page}{row.token}")
    another_machine()
    packed = lead.get(f"{page}all.zip")

    assert (alone.status_code, alone.data) == (200, PDF)
    assert alone.headers["Content-Length"] == str(len(PDF))
    files = zipfile.ZipFile(io.BytesIO(packed.data))
    assert {len(files.read(name)) > 0 for name in files.namelist()} == {True}
    assert len(files.namelist()) == 1 + len(Evidence.of(company).where(Evidence.kind != ""))


def test_a_picture_is_printed_into_documents(application):
    draw(application, "seal", GOOD)
    another_machine()

    made = generate.generate(applications.load_view(fresh(application)))

    assert any(b"word/media/" in file.content for file in made)


def test_a_pdf_that_was_made_is_there_for_its_day(lead, application, company):
    row = conversions.request_pdf(fresh(application), company, "evidence", person(LEAD))
    another_machine()

    assert conversions.pump() == 1
    another_machine()
    address = f"/applications/{application.token}/evidence/pdf/{row.token}"
    assert lead.get(address).data.startswith(b"%PDF")
    assert f"{row.token}.pdf" in kept()

    retention.run(now() + conversions.RETENTION + timedelta(minutes=1))
    assert f"{row.token}.pdf" not in kept()
    assert not Conversion.select().exists()
    assert lead.get(address).status_code == 404


def test_what_no_row_names_goes_a_day_later_and_copies_a_day_after_they_were_read(application, company):
    row = add(company)
    with pytest.raises(ZeroDivisionError), file_store.stored(PDF):
        raise ZeroDivisionError
    before = kept()
    left = file_store.create_file("left-behind")
    file_store.keep(left.name)
    later = now() + file_store.ORPHANED + timedelta(minutes=1)

    assert left.name in kept()
    assert retention.run(now())["files without a row"] == 0
    assert retention.run(later)["files without a row"] == 1
    assert kept() == before
    assert row.storage in before
    assert {path.name for path in file_store.folder().iterdir()} == (set() if file_store.in_bucket() else before)
    assert evidence.file_of(row).read_bytes() == PDF


def test_a_file_that_is_not_there_must_be_attached_again_and_one_changed_is_named(lead, application, company):
    gone, changed = add(company), add(company, PDF + b"\n")
    assert invariants.broken() == []
    another = file_store.folder() / changed.storage
    another.write_bytes(b"something else")
    file_store.keep(changed.storage)
    if file_store.in_bucket():
        bucket.delete([gone.storage])
    else:
        evidence.file_of(gone).path.unlink()
    another_machine()

    assert [line for line in invariants.broken() if changed.storage in line]
    assert not [line for line in invariants.broken() if gone.storage in line]
    assert not evidence.file_exists(gone)
    assert lead.get(f"/applications/{application.token}/evidence/{gone.token}").status_code == 404


def test_a_backup_holds_the_files_of_the_disk_and_leaves_those_of_a_bucket_there(application, settings, tmp_path):
    names = kept()

    made = backups.backup(tmp_path / "site.tar.gz")
    create_app(replace(settings, data_dir=str(tmp_path / "restored")))
    backups.restore(tmp_path / "site.tar.gz")

    assert made.files == (0 if file_store.in_bucket() else len(names))
    assert kept() == names
    assert invariants.broken() == []
    db.close()


@pytest.mark.parametrize("settings", ["bucket"], indirect=True)
def test_a_bucket_that_is_away_is_said_so_and_nothing_is_half_stored(lead, application, company, settings):
    away = replace(settings, storage_url=f"s3://uploads?endpoint=http://127.0.0.1:{free_port()}")
    rows, row = Evidence.select().count(), Evidence.of(company).first()
    assert readiness.checks(now())["files"].ok
    config.use(away)

    answer = lead.get(f"/applications/{application.token}/evidence/{row.token}")
    with pytest.raises(bucket.Away):
        evidence.add(company, io.BytesIO(PDF), "a.pdf", person(LEAD))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert Evidence.select().count() == rows
    assert not list(file_store.folder().iterdir())
    assert not readiness.checks(now())["files"].ok


@pytest.mark.parametrize("url", ["", "s3:", "s3:///x", "gs://bucket", "s3://b?endpoint=here", "s3://b?key=x"])
def test_an_address_that_names_no_place_is_refused_in_a_sentence(url):
    with pytest.raises(config.BadSetting, match="STORAGE_URL wants"):
        file_store.check(config.Settings(storage_url=url))


LONG = PDF.replace(b"trailer", b"%" + secrets.token_hex(130_000).encode() + b"\ntrailer")  # of several pieces


def lying(row: Evidence | Picture) -> bytes:
    """The file as it lies there."""
    if file_store.in_bucket():
        return bucket.start(row.storage, row.size + 1_000_000)
    return (file_store.folder() / row.storage).read_bytes()


def lay(row: Evidence | Picture, content: bytes) -> None:
    """Let it lie there otherwise."""
    path = file_store.folder() / row.storage
    path.write_bytes(content)
    file_store.upload(row.storage)
    another_machine()


def test_what_lies_there_is_noise_and_any_part_of_it_is_downloaded(lead, application, company):
    row = add(company, LONG)
    page = f"/applications/{application.token}/evidence/{row.token}"

    kept = lying(row)
    part = lead.get(page, headers={"Range": "bytes=65530-65545"})
    changed = lead.get(page, headers={"Range": "bytes=0-9", "If-Range": '"another"'})

    assert not any(LONG[at : at + 32] in kept for at in range(0, len(LONG) - 32, 32))
    assert (part.status_code, part.data) == (206, LONG[65530:65546])
    assert part.headers["Content-Range"] == f"bytes 65530-65545/{len(LONG)}"
    assert (changed.status_code, changed.data) == (200, LONG)
    assert (row.sha256, row.size) == (hashlib.sha256(LONG).hexdigest(), len(LONG))
    assert file_store.digest(row.storage) == row.sha256


def test_a_file_from_before_opens_and_is_encrypted_with_the_keys_and_opens_after_they_were_rotated(
    lead,
    application,
    company,
    settings,
    run,  # noqa: F811
):
    plain, sealed = add(company, LONG), add(company, PDF)
    lay(plain, LONG)
    page = f"/applications/{application.token}/evidence/{plain.token}"
    assert lead.get(page).data == LONG
    assert invariants.broken() == []
    untouched = lying(sealed)
    new = Fernet.generate_key().decode()
    config.use(replace(settings, field_keys=f"{new},{settings.field_keys}"))

    assert "1 file that lay in the clear encrypted" in run("keys", "rotate")

    config.use(replace(settings, field_keys=new))
    stored_file._keys.clear()  # as in a process that was started again
    another_machine()
    assert LONG[:2000] not in lying(plain)
    assert lying(sealed) == untouched
    assert lead.get(page).data == LONG
    assert invariants.broken() == []
    assert "in the clear" not in run("keys", "rotate")
    if file_store.in_bucket():  # another machine has copies from before, of one of them long since
        copies = [file_store.folder() / row.storage for row in (plain, sealed)]
        for copy, age in zip(copies, (0, 3601), strict=True):
            copy.write_bytes(LONG)
            os.utime(copy, (now().timestamp() - age,) * 2)
        file_store._forgot.clear()
        assert lead.get(page).data == LONG
        assert sealed_file.is_sealed(copies[0])
        assert not copies[1].exists()


@pytest.mark.parametrize("settings", ["disk"], indirect=True)
def test_a_file_bent_in_one_bit_or_cut_or_put_together_otherwise_opens_nowhere_and_is_named(lead, application, company):
    row = add(company, LONG)
    whole, page = lying(row), f"/applications/{application.token}/evidence/"
    first = sealed_file.HEAD, sealed_file.HEAD + sealed_file.PIECE + sealed_file.TAG
    bent = [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in (8, 20, 60, len(whole) // 2, len(whole) - 1)
    ]
    cut = [whole[: first[1]], whole[:-1], whole[: sealed_file.HEAD], whole[:20], whole[:3], b""]
    moved = [whole[: first[0]] + whole[first[1] : 2 * first[1] - first[0]] + whole[first[0] : first[1]]]
    another = [lying(add(company, PDF + b"another"))]

    for content in (*bent, *cut, *moved, *another):
        lay(row, content)
        assert file_store.digest(row.storage) == ""
        with pytest.raises(sealed_file.Damaged):
            evidence.file_of(row).read_bytes()
    assert [line for line in invariants.broken() if row.storage in line]
    assert views.of(evidence.file_of(row), row.name).content.decode() == views.UNSHOWN["damaged"]
    assert lead.get(page).status_code == 200


def bend(row: Evidence | Picture, at: int = -1) -> None:
    """Change one bit of it as it lies there."""
    content = bytearray(lying(row))
    content[at] ^= 1
    lay(row, bytes(content))


@pytest.mark.parametrize("settings", ["disk"], indirect=True)
def test_a_damaged_file_stays_out_of_what_is_whole_and_is_named_in_it(lead, application, company, caplog):
    row = add(company, LONG)
    hand_in(fresh(application))
    bend(row)
    home = f"/applications/{application.token}"

    for address in (f"{home}/evidence/all.zip", f"{home}/submitted/all.zip"):
        caplog.clear()
        answer = lead.get(address)
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            listed = [line[0] for line in cells(packed.read(evidence_zip.LIST))]
            assert packed.testzip() is None
        assert answer.headers["Content-Length"] == str(len(answer.data))
        assert [name for name in listed if row.name in name and name.endswith("(깨진 파일)")]
        assert len([record for record in caplog.records if row.storage in record.getMessage()]) == 1

    made = conversions.request_pdf(fresh(application), company, "evidence", person(LEAD))
    assert conversions.pump() == 0
    assert f"「{row.name}」: 깨져" in Conversion.get_by_id(made.id).why


@pytest.mark.parametrize("settings", ["disk"], indirect=True)
def test_a_download_of_a_damaged_file_is_a_page_before_any_of_it_went_out(lead, application, company, caplog):
    row = add(company, LONG)
    address = f"/applications/{application.token}/evidence/{row.token}"
    bend(row)

    answer, begin = lead.get(address), lead.get(address, headers={"Range": "bytes=0-9"})

    assert answer.status_code == 503
    assert "파일을 열지 못했습니다" in answer.page.h1.get_text()
    assert not answer.page.select(f'main a[href="{address}"]')
    assert [row.storage in record.getMessage() for record in caplog.records] == [True]
    assert (begin.status_code, begin.data) == (206, LONG[:10])
    assert evidence.add(company, io.BytesIO(LONG), row.name, person(LEAD)).storage != row.storage


@pytest.mark.parametrize("settings", ["disk"], indirect=True)
def test_a_damaged_picture_is_named_where_documents_are_made_until_it_is_put_in_again(lead, application, caplog):
    row = draw(application, "as_is", GOOD)
    bend(row)
    home = f"/applications/{application.token}"

    for answer in (lead.get(f"{home}/documents/form1.docx"), lead.get(f"{home}/documents/all.zip")):
        assert answer.status_code == 503
        assert row.name in answer.page.main.get_text()
        assert answer.page.select_one(f'main a.primary[href="{home}/pictures/"]')
    assert len([record for record in caplog.records if row.storage in record.getMessage()]) == 2
    assert lead.get(f"{home}/documents/form1.html").status_code == 200
    made = conversions.request_pdf(fresh(application), None, "documents", person(LEAD))
    assert conversions.pump() == 0
    assert row.name in Conversion.get_by_id(made.id).why

    assert draw(fresh(application), "as_is", GOOD).storage != row.storage
    assert lead.get(f"{home}/documents/form1.docx").status_code == 200


@pytest.mark.parametrize("settings", ["disk"], indirect=True)
def test_a_file_that_gives_way_to_another_while_it_is_opened_is_read_as_it_was(app, monkeypatch):
    with file_store.stored(LONG) as storage:
        file = file_store.find(storage)
    named = stored_file.key_named

    def replaced(name: bytes) -> bytes | None:
        file_store.seal(storage, io.BytesIO(PDF))  # between its head and the rest
        return named(name)

    monkeypatch.setattr(stored_file, "key_named", replaced)
    assert file.read_bytes() == LONG
    monkeypatch.undo()
    assert file.read_bytes() == PDF
    with file.open() as opened:
        file_store.unlink({storage})
        assert opened.read() == PDF


@pytest.mark.parametrize("settings", ["disk"], indirect=True)
@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_files_of_whole_pieces_and_of_a_byte_more_or_less_come_back(app, beyond):
    for size in (1, sealed_file.PIECE + beyond, 2 * sealed_file.PIECE + beyond):
        content = secrets.token_bytes(size)
        with file_store.stored(content) as storage:
            file = file_store.find(storage)
        with file.open() as opened:
            assert opened.seek(-1, os.SEEK_END) == size - 1
            assert opened.read() == content[-1:]
        assert (file.size, file.read_bytes()) == (size, content)
