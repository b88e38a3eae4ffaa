"""Compiled templates kept from one process to the next, and the bytes of what is filled and bundled."""

import io
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

import docgen
from docgen import artefact, bundle, pack
from tests import compare_docxtpl, reference
from tests.docx_templates import CONTEXT, template


def compilations(monkeypatch) -> list[bytes]:
    compiled, seen = artefact.compiled, []
    monkeypatch.setattr(artefact, "compiled", lambda content: seen.append(content) or compiled(content))
    monkeypatch.setattr(artefact, "_ready", {})
    return seen


def forget(monkeypatch) -> None:
    """What another process would know: nothing."""
    monkeypatch.setattr(artefact, "_ready", {})


def test_a_template_is_compiled_once_and_kept_for_the_next_process(tmp_path, monkeypatch):
    seen, made = compilations(monkeypatch), template(tmp_path, "{{ text }}")

    first = docgen.render(made, CONTEXT, cache=tmp_path / "kept")
    shown = docgen.preview(made, CONTEXT, cache=tmp_path / "kept")
    forget(monkeypatch)
    again = docgen.render(made, CONTEXT, cache=tmp_path / "kept")

    assert len(seen) == 1
    assert first == again
    assert docgen.preview(made, CONTEXT, cache=tmp_path / "kept") == shown
    (kept,) = (tmp_path / "kept").iterdir()
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700
    assert kept.stat().st_mode & 0o777 == 0o600


def test_an_edited_template_is_noticed_and_a_touched_one_is_not_compiled_again(tmp_path, monkeypatch):
    seen, made = compilations(monkeypatch), template(tmp_path, "{{ text }}")
    docgen.render(made, CONTEXT)
    os.utime(made, (1, 1))
    docgen.render(made, CONTEXT)
    assert len(seen) == 1

    template(tmp_path, "새 {{ text }}")

    assert "새 한글" in compare_docxtpl.readable(docgen.render(made, CONTEXT))


@pytest.mark.parametrize("harm", ["cut", "flip", "version", "empty", "writable", "link", "code", "owner", "pipe"])
def test_a_broken_or_foreign_cache_file_is_made_anew(tmp_path, monkeypatch, request, harm):
    seen, made, folder = compilations(monkeypatch), template(tmp_path, "{{ text }}"), tmp_path / "kept"
    first = docgen.render(made, CONTEXT, cache=folder)
    (kept,) = folder.iterdir()
    good = kept.read_bytes()
    if harm == "link":
        kept.rename(tmp_path / "elsewhere")
        kept.symlink_to(tmp_path / "elsewhere")
    elif harm == "writable":
        kept.chmod(0o666)
    elif harm == "pipe":
        kept.unlink()
        os.mkfifo(kept, 0o600)
        writer = os.open(kept, os.O_RDWR)  # who has written nothing yet
        request.addfinalizer(lambda: os.close(writer))
    elif harm == "owner":
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    else:
        bad = {
            "cut": good[:-9],
            "flip": good[:-9] + bytes([good[-9] ^ 1]) + good[-8:],
            "empty": b"",
            "code": b"cos\nsystem\n(S'id'\ntR.",
        }
        kept.write_bytes(bad.get(harm, b"docgen x" + good[8:]))
    forget(monkeypatch)

    again = docgen.render(made, CONTEXT, cache=folder)

    assert again == first
    assert len(seen) == 2
    assert kept.read_bytes() == good
    assert not kept.is_symlink()


def test_what_another_engine_compiled_is_told_from_what_this_one_did(tmp_path, monkeypatch):
    here = Path(docgen.__file__).parent
    shutil.copytree(here, tmp_path / "docgen", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(artefact, "__file__", str(tmp_path / "docgen" / "artefact.py"))
    versions = []
    for change_of in ("nothing", "nothing", "values.py", "what is no source"):
        with (tmp_path / "docgen" / change_of).open("a") as file:
            file.write("\n")
        monkeypatch.setattr(artefact, "_engine", b"")
        versions.append(artefact.engine())

    assert versions[0] == versions[1] != versions[2] == versions[3]
    assert re.fullmatch(rb"[0-9a-f]{64}", versions[0])


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    assert docgen.render(template(tmp_path, "{{ text }}"), CONTEXT, cache=tmp_path / "no" / "such" / "folder")


def test_a_new_process_needs_neither_docxtpl_nor_lxml_nor_jinja(tmp_path):
    made = template(tmp_path, "{{ text }}", "{%p for row in rows %}", "{{ row.name }}", "{%p endfor %}")
    docgen.render(made, CONTEXT, cache=tmp_path / "kept")
    code = (
        "import sys, docgen; from pathlib import Path; p = Path(sys.argv[1]); context = eval(sys.argv[3]);"
        "docgen.render(p, context, cache=Path(sys.argv[2])); docgen.preview(p, context, cache=Path(sys.argv[2]));"
        "print({'docxtpl', 'docx', 'lxml', 'jinja2', 'pathlib', 'dataclasses'} & (set(sys.modules) - {'pathlib'}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(made), str(tmp_path / "kept"), repr(CONTEXT)],
        cwd=Path(docgen.__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "set()"


# Bytes


def test_equal_data_gives_equal_bytes_in_every_thread(tmp_path, monkeypatch):
    forget(monkeypatch)
    made = compare_docxtpl.everything(tmp_path)
    contexts = [
        {"head": "가", "other": "b", "text": f"글{n}", "title": "", "rows": [{"name": "x\t"}] * n} for n in range(8)
    ]
    alone = [docgen.render(made, context) for context in contexts]
    forget(monkeypatch)
    wrong: list[int] = []

    def work(number: int) -> None:
        wrong.extend(n for n in [*range(number, 8), *range(number)] * 5 if docgen.render(made, contexts[n]) != alone[n])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


@pytest.mark.parametrize("name", ["zlib", "isal"])
def test_what_is_packed_unpacks(tmp_path, monkeypatch, name):
    if name == "isal" and pack.isal_zlib is None and not os.environ.get("CI"):
        pytest.skip("isal is not installed")
    monkeypatch.setattr(pack, "deflater", pack.Deflater(name, 1))
    made = template(tmp_path, "{{ text }}")

    document = docgen.render(made, CONTEXT)

    assert reference.canonical(document) == reference.render(made, CONTEXT)
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_bundle_knows_its_length_and_keeps_hangul_names(tmp_path):
    (tmp_path / "증빙.pdf").write_bytes(b"%PDF" * 1000)
    files = [("[서식1] 사업계획서.docx", b"PK" * 99), ("증빙.pdf", tmp_path / "증빙.pdf"), ("빈 것", b"")]

    whole = b"".join(bundle.Bundle(files))

    assert len(bundle.Bundle(files)) == len(whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[서식1] 사업계획서.docx", "증빙.pdf", "빈 것"]
        assert archive.read("증빙.pdf") == b"%PDF" * 1000
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize("zipped", ["document", "bundle"])
def test_a_zip_says_of_a_member_what_it_must_and_nothing_of_a_clock_or_a_disk(tmp_path, zipped):
    document = docgen.render(template(tmp_path, "{{ text }}"), CONTEXT)
    whole = document if zipped == "document" else b"".join(bundle.Bundle([("가.txt", b"b"), ("c", b"d")]))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = archive.infolist()

    for member in members:
        about = (
            member.extra,
            member.comment,
            member.internal_attr,
            member.volume,
            member.reserved,
            member.create_version,
        )
        assert about == (b"", b"", 0, 0, 0, 20)
        assert (member.date_time, member.extract_version) == ((1980, 1, 1, 0, 0, 0), 20)
        assert member.flag_bits == (0 if member.filename.isascii() else 0x800)
        assert (member.create_system, member.external_attr) == ((0, 0) if zipped == "document" else (3, 0o600 << 16))
        local = pack.LOCAL.unpack_from(whole, member.header_offset)
        in_directory = (20, member.flag_bits, member.compress_type, 0, pack.DAY, member.CRC)
        assert local[1:7] == in_directory
        assert local[7:] == (member.compress_size, member.file_size, len(member.filename.encode()), 0)
    _, disk, first, here, count, _, _, comment = pack.END.unpack(whole[-pack.END.size :])
    assert (disk, first, here, count, comment) == (0, 0, len(members), len(members), 0)


def test_a_bundle_holds_no_more_than_a_zip_can_say(monkeypatch):
    files = [("a", b"12345"), ("b", b"1")]
    monkeypatch.setattr(bundle, "LARGEST", len(bundle.Bundle(files)))
    assert b"".join(bundle.Bundle(files))
    with pytest.raises(ValueError, match="too much for one ZIP"):
        bundle.Bundle([*files, ("c", b"")])


class Claimed:
    """A file that says how long it is, and is not read."""

    def __init__(self, size: int) -> None:
        self.size = size

    def read_bytes(self) -> bytes:
        raise AssertionError


def test_a_zip_without_extensions_says_lengths_of_32_bits_and_counts_of_16():
    """APPNOTE.TXT 4.4.1.4: what is larger needs ZIP64."""
    around = len(bundle.Bundle([("a", b"")]))
    assert len(bundle.Bundle([("a", Claimed(0xFFFFFFFF - around))])) == 0xFFFFFFFF
    assert bundle.Bundle([("a", b"")] * 0xFFFF)
    for files in ([("a", Claimed(0x100000000 - around))], [("a", b"")] * 0x10000):
        with pytest.raises(ValueError, match="too much for one ZIP"):
            bundle.Bundle(files)


def test_a_bundle_s_file_that_changes_meanwhile_is_not_sent(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    made = bundle.Bundle([("a", path)])
    path.write_bytes(b"1")

    with pytest.raises(ValueError, match="no longer 5 bytes"):
        b"".join(made)
