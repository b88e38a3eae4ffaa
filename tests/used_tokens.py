"""The KRDS design tokens our style sheets use, without the nine tenths they do not: `python -m tests.used_tokens`
writes static/tokens.css from static/vendor/krds/. A test holds that it is up to date."""

import re

import config

STATIC = config.HOUSE / "static"
DECLARED = re.compile(r"(--krds-[\w-]+):\s*([^;]+);")
USED = re.compile(r"var\((--krds-[\w-]+)")


def tokens() -> str:
    """A style sheet of what ours name, and of what those are made of."""
    declared = dict(DECLARED.findall((STATIC / "vendor/krds/krds_tokens.css").read_text(encoding="utf-8")))
    sheets = [path.read_text(encoding="utf-8") for path in STATIC.glob("*.css") if path.name != "tokens.css"]
    wanted = [name for sheet in sheets for name in USED.findall(sheet)]
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in declared and name not in found:
            found.add(name)
            wanted += USED.findall(declared[name])
    rows = "".join(f"{name}:{declared[name]};\n" for name in sorted(found))
    return f"/* KRDS tokens, by tests/used_tokens.py */\n:root {{\n{rows}}}\n"


if __name__ == "__main__":
    (STATIC / "tokens.css").write_text(tokens(), encoding="utf-8")
