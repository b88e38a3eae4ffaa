"""The pool's index: words cut into pairs of letters, and what lists sort, filter and count by, kept by triggers.

`supplier.words` becomes three lines: the text that is searched, the name entries are sorted by, and its initial
consonants. Frozen, like every migration.
"""

import json
import re
import unicodedata

from peewee import Model, SqliteDatabase, TextField

FORM = re.compile(r"주식회사|유한책임회사|유한회사|합자회사|합명회사|\((?:주|유|합|자)\)")
CODE = re.compile(r"^[A-Z]\W+(?=\w)")
APART = re.compile(r"[\s.·-]")
HYPHENS = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")

TABLES = """
CREATE TABLE pool_tag (id {serial} PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL);
CREATE UNIQUE INDEX pooltag_kind_value ON pool_tag (kind, value);
CREATE TABLE listing (
    supplier_id INTEGER NOT NULL PRIMARY KEY REFERENCES supplier (id) ON DELETE CASCADE,
    shown {boolean} NOT NULL, numbered {boolean} NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, sort TEXT {binary} NOT NULL, staff BIGINT NOT NULL,
    records INTEGER NOT NULL, renewed_at BIGINT, tags TEXT NOT NULL);
CREATE INDEX listing_sort ON listing (sort);
CREATE INDEX listing_name ON listing (name);
"""
SIZES = """CASE WHEN {staff} >= 50 THEN '50' WHEN {staff} >= 20 THEN '20-49' WHEN {staff} >= 10 THEN '10-19'
WHEN {staff} > 0 THEN '1-9' END"""

# SQLite: contentless FTS5 tables take back what was put in by being given it again. A pair is a token, in hexadecimal:
# no tokenizer meets a letter of ours. A blank ends a word: the pair of its last letter holds it.
PAIRS = """(SELECT group_concat(hex(substr(t, key + 1, 2)), ' ') FROM (SELECT {text} AS t),
json_each('[' || substr(replace(hex(zeroblob(length(t))), '00', ',0'), 2) || ']') WHERE substr(t, key + 1, 1) <> ' ')"""
BREAK = "instr({words} || char(10), char(10))"
NUMBERS = "{row}.number || ' ' || replace({row}.number, '-', '')"
STAFF = (
    "(coalesce(CAST(json_extract(new.facts, '$.people.software') AS INTEGER), 0)"
    " + coalesce(CAST(json_extract(new.facts, '$.people.engineering') AS INTEGER), 0))"
)
TAGGED = f"""SELECT kind, value FROM (
SELECT 'expertise' AS kind, json_extract(new.facts, '$.main_field') AS value
UNION SELECT 'expertise', value FROM json_each(new.facts, '$.other_fields')
UNION SELECT 'industry', value FROM json_each(new.facts, '$.industries')
UNION SELECT 'region', json_extract(new.facts, '$.region')
UNION SELECT 'people', {SIZES.format(staff=STAFF)}) WHERE value <> ''"""  # noqa: S608 - our own parts


def line(number, words):
    """SQLite's way to the line of this number."""
    for _ in range(number):
        words = f"substr({words}, {BREAK.format(words=words)} + 1)"
    return f"substr({words}, 1, {BREAK.format(words=words)} - 1)"


def pairs(row):
    texts = (line(0, f"{row}.words"), NUMBERS.format(row=row), line(2, f"{row}.words"))
    return f"{row}.id, " + ", ".join(PAIRS.format(text=text) for text in texts)


NOTE_TAGS = f"INSERT OR IGNORE INTO pool_tag (kind, value) {TAGGED}"
LIST = f"""INSERT OR REPLACE INTO listing (supplier_id, shown, numbered, name, state, sort, staff, records, renewed_at, tags)
SELECT new.id, new.approved_at IS NOT NULL AND new.state <> 'suspended', new.number IS NOT NULL, new.name, new.state,
coalesce(nullif({line(1, "new.words")}, ''), {line(0, "new.words")}), {STAFF},
coalesce(json_array_length(new.facts, '$.records'), 0), new.renewed_at,
(SELECT coalesce(group_concat(char(34 + pool_tag.id), ''), '') FROM pool_tag JOIN ({TAGGED}) USING (kind, value))"""  # noqa: S608 - our own parts
COLUMNS = "rowid, words, numbers, initials"
CUT = f"INSERT INTO pool_words ({COLUMNS}) SELECT {pairs('new')}"
TAKE_BACK = f"INSERT INTO pool_words (pool_words, {COLUMNS}) SELECT 'delete', {pairs('old')}"
LISTED = "name, number, words, facts, state, approved_at, renewed_at"
CHANGED = "new.words IS NOT old.words OR new.number IS NOT old.number"
TRIGGERS = {
    "pool_added": f"AFTER INSERT ON supplier BEGIN {NOTE_TAGS}; {LIST}; {CUT}; END",
    "pool_listed": f"AFTER UPDATE OF {LISTED} ON supplier BEGIN {NOTE_TAGS}; {LIST}; END",
    "pool_cut": f"AFTER UPDATE OF words, number ON supplier WHEN {CHANGED} BEGIN {TAKE_BACK}; {CUT}; END",
    "pool_removed": f"AFTER DELETE ON supplier BEGIN {TAKE_BACK}; DELETE FROM listing WHERE supplier_id = old.id; END",  # noqa: S608 - our own parts
}

# PostgreSQL: the texts beside supplier, found by the pairs in them and looked at once more.
GROWN = f"""
CREATE FUNCTION pool_pairs(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr($1, place, many)), '{{}}')
    FROM generate_series(1, length($1)) AS place, (VALUES (1), (2)) AS sizes (many) $$;
CREATE TABLE pool_words (rowid INTEGER PRIMARY KEY REFERENCES supplier (id) ON DELETE CASCADE,
    words TEXT NOT NULL, numbers TEXT NOT NULL, initials TEXT NOT NULL);
CREATE INDEX pool_words_words ON pool_words USING gin (pool_pairs(words));
CREATE INDEX pool_words_numbers ON pool_words USING gin (pool_pairs(numbers));
CREATE INDEX pool_words_initials ON pool_words USING gin (pool_pairs(initials));
CREATE FUNCTION pool_count(text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(substring($1 from '^[0-9]{{1,9}}')::bigint, 0) $$;
CREATE FUNCTION pool_tagged(facts json) RETURNS TABLE (kind text, value text) LANGUAGE sql IMMUTABLE AS $$
    WITH staff AS (SELECT pool_count(facts #>> '{{people,software}}') + pool_count(facts #>> '{{people,engineering}}') AS n)
    SELECT kind, value FROM (
        SELECT 'expertise' AS kind, facts ->> 'main_field' AS value
        UNION SELECT 'expertise', json_array_elements_text(facts -> 'other_fields')
        UNION SELECT 'industry', json_array_elements_text(facts -> 'industries')
        UNION SELECT 'region', facts ->> 'region'
        UNION SELECT 'people', {SIZES.format(staff="n")} FROM staff) AS told WHERE value <> '' $$;
CREATE FUNCTION pool_list() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE facts json := NEW.facts::json;
BEGIN
    INSERT INTO pool_tag (kind, value) SELECT tagged.kind, tagged.value FROM pool_tagged(facts) AS tagged
        ON CONFLICT DO NOTHING;
    INSERT INTO listing (supplier_id, shown, numbered, name, state, sort, staff, records, renewed_at, tags)
    SELECT NEW.id, NEW.approved_at IS NOT NULL AND NEW.state <> 'suspended', NEW.number IS NOT NULL, NEW.name, NEW.state,
        coalesce(nullif(split_part(NEW.words, E'\\n', 2), ''), split_part(NEW.words, E'\\n', 1)),
        pool_count(facts #>> '{{people,software}}') + pool_count(facts #>> '{{people,engineering}}'),
        coalesce(json_array_length(facts -> 'records'), 0), NEW.renewed_at,
        (SELECT coalesce(string_agg(chr(34 + pool_tag.id), ''), '')
         FROM pool_tag JOIN pool_tagged(facts) AS tagged USING (kind, value))
    ON CONFLICT (supplier_id) DO UPDATE SET (shown, numbered, name, state, sort, staff, records, renewed_at, tags) =
        (excluded.shown, excluded.numbered, excluded.name, excluded.state, excluded.sort, excluded.staff, excluded.records, excluded.renewed_at,
         excluded.tags);
    INSERT INTO pool_words (rowid, words, numbers, initials) SELECT NEW.id, split_part(NEW.words, E'\\n', 1),
        coalesce({NUMBERS.format(row="NEW")}, ''), split_part(NEW.words, E'\\n', 3)
    ON CONFLICT (rowid) DO UPDATE SET (words, numbers, initials) = (excluded.words, excluded.numbers, excluded.initials)
    WHERE (pool_words.words, pool_words.numbers, pool_words.initials)
        IS DISTINCT FROM (excluded.words, excluded.numbers, excluded.initials);
    RETURN NULL;
END $$;
CREATE TRIGGER pool_listed AFTER INSERT OR UPDATE OF {LISTED} ON supplier
    FOR EACH ROW EXECUTE FUNCTION pool_list();
"""  # noqa: S608 - our own parts


def up(migrator, db):
    write_words(db)
    sqlite = isinstance(db, SqliteDatabase)
    kinds = {
        "serial": "INTEGER NOT NULL" if sqlite else "SERIAL",
        "boolean": "INTEGER" if sqlite else "BOOLEAN",
        "binary": "" if sqlite else 'COLLATE "C"',
    }
    run(db, *TABLES.format(**kinds).split(";\n"))
    if sqlite:
        every = " FROM supplier AS new"
        run(db, "CREATE VIRTUAL TABLE pool_words USING fts5 (words, numbers, initials, content='', tokenize='ascii')")
        run(db, CUT + every)
        run(db, *(f"CREATE TRIGGER {name} {body}" for name, body in TRIGGERS.items()))
    else:
        db.execute_sql(GROWN.replace("%", "%%"))
    run(db, "UPDATE supplier SET facts = facts, number = number")


def run(db, *statements):
    for statement in filter(str.strip, statements):
        db.execute_sql(statement)


def write_words(db):
    """What a firm's region, industries and own summary say is searched from now on too."""

    class Base(Model):
        class Meta:
            database = db

    class Term(Base):
        kind = TextField()
        slug = TextField()
        name = TextField()

    class Supplier(Base):
        name = TextField()
        words = TextField()
        facts = TextField()

    names = {(row.kind, row.slug): row.name for row in Term.select()}
    for row in list(Supplier.select()):
        facts = json.loads(row.facts)
        told = [row.words.split("\n")[0], names.get(("region", facts.get("region")), "")]
        told += [CODE.sub("", names.get(("industry", slug), "")) for slug in facts.get("industries", [])]
        text = folded(" ".join([*told, facts.get("summary") or ""]))
        bare = " ".join(FORM.sub(" ", folded(row.name)).split()) or folded(row.name)
        first = "".join(unicodedata.normalize("NFD", letter)[0] for letter in APART.sub("", bare))
        Supplier.update(words="\n".join((text, bare, first))).where(Supplier.id == row.id).execute()


def folded(text):
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(HYPHENS)).casefold())
    return " ".join(plain.split())


def down(migrator, db):
    """The lines of `words` stay: they only find more."""
    if isinstance(db, SqliteDatabase):
        run(db, *(f"DROP TRIGGER {name}" for name in TRIGGERS), "DROP TABLE pool_words")
    else:
        run(db, "DROP TRIGGER pool_listed ON supplier", "DROP FUNCTION pool_list()", "DROP TABLE pool_words")
        run(db, "DROP FUNCTION pool_tagged(json)", "DROP FUNCTION pool_count(text)", "DROP FUNCTION pool_pairs(text)")
    run(db, "DROP TABLE listing", "DROP TABLE pool_tag")
