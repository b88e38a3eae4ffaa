"""Cuts the site's font into slices a page loads as it needs their characters: `python -m tests.font_slices` writes
static/fonts/ anew from static/vendor/pretendard-gov/. Needs fonttools (requirements-dev.in).

The characters of the pages everybody meets first are one slice, those of all other pages two, and what people type is
in eight by code. Pretendard is a reserved font name (OFL 1.1), so what is cut from it bears another."""

import hashlib
import tempfile
from collections import Counter
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from app import create_app
from config import Settings, with_own_keys
from models import schema
from tests.call import WIZARDS
from tests.markup import parsed
from tests.minutes import shown

HOUSE = Path(__file__).parent.parent
TARGET = HOUSE / "static" / "fonts"
SOURCES = {weight: f"PretendardGOV-{weight}.subset.woff2" for weight in ("Regular", "Bold")}
WEIGHTS = {"Regular": 400, "Bold": 700}
FAMILY = "Form Sans"
FIRST = ("/", "/help", "/sign-in", "/suppliers/", "/registrations/")
HANGUL, PARTS = range(0xAC00, 0xD7A4), 8


def characters_of_first_pages(folder: str) -> set[str]:
    """What the pages hold that are read before signing in."""
    app = create_app(with_own_keys(Settings(data_dir=folder, demo=True)))
    schema.up()
    pages = [parsed(app.test_client().get(path).text).get_text() for path in FIRST]
    return {character for page in pages for character in page if character.isprintable()} | set(
        map(chr, range(32, 127))
    )


def characters_of_others() -> list[str]:
    """Syllables of every other page and message, those that most of them hold first."""
    counts: Counter[str] = Counter()
    for wizard in (wizard for wizards in WIZARDS.values() for wizard in wizards):
        for step in wizard.steps:
            counts.update(set("".join(shown(step.form.of(None)))))
    for path in (path for room in ("templates", "forms", "programme", "web", "services") for path in written(room)):
        counts.update(set(path.read_text(encoding="utf-8")))
    return [
        character
        for character, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        if ord(character) in HANGUL
    ]


def written(room: str) -> list[Path]:
    return sorted([*(HOUSE / room).rglob("*.html"), *(HOUSE / room).rglob("*.py")])


def slices(folder: str) -> dict[str, set[int]]:
    """{name: code points}, each in one only."""
    known = set(TTFont(HOUSE / "static/vendor/pretendard-gov" / SOURCES["Regular"]).getBestCmap())
    first = {ord(character) for character in characters_of_first_pages(folder)} & known
    others = [ord(character) for character in characters_of_others() if ord(character) in known - first]
    half = len(others) // 2
    found = {"first": first, "pages": set(others[:half]), "rare": set(others[half:])}
    left = sorted(known - set().union(*found.values()))
    typed = [code for code in left if code in HANGUL]
    size = -(-len(typed) // PARTS)
    found |= {f"typed{part}": set(typed[part * size : (part + 1) * size]) for part in range(PARTS)}
    return found | {"signs": {code for code in left if code not in HANGUL}}


def ranges(codes: set[int]) -> str:
    """As CSS writes them: browsers fetch every slice whose range holds a character of the page, even if another does
    too."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def cut(weight: str, codes: set[int]) -> bytes:
    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "ccmp", "locl"], hinting=False)
    options.name_IDs = [1, 2, 4, 6, 13]
    font = subset.load_font(str(HOUSE / "static/vendor/pretendard-gov" / SOURCES[weight]), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = FAMILY if record.nameID != 6 else FAMILY.replace(" ", "")
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def rule(weight: str, file: str, codes: set[int]) -> str:
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{WEIGHTS[weight]};font-display:optional;'
        f'src:url("{file}")format("woff2");unicode-range:{ranges(codes)}}}\n'
    )


def write(made: dict[str, set[int]]) -> None:
    """The slices, named by what they hold since browsers keep them for good, and the style sheet."""
    for old in TARGET.glob("*"):
        old.unlink()
    rules = []
    for name in made:
        for weight in WEIGHTS:
            content = cut(weight, made[name])
            file = f"{name}-{WEIGHTS[weight]}-{hashlib.sha256(content).hexdigest()[:8]}.woff2"
            (TARGET / file).write_bytes(content)
            rules.append(rule(weight, file, made[name]))
    (TARGET / "fonts.css").write_text("".join(rules), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        write(slices(folder))
