"""The pool's words are found by their endings, and every change of it gives it another version.

A part of a word is how some ending of it begins: one lookup, where pairs of letters were found one after the other. The
texts of an entry share one index; a letter before each ending says whose it is. Frozen, like every migration.
"""

from importlib import import_module

from peewee import SqliteDatabase

before = import_module("migrations.0011_pool_index")

LETTERS = 20  # kept of an ending
MOST = 12_000  # letters of a text on PostgreSQL, whose lists of words hold one megabyte; forms let in 9,100

# SQLite: letters beyond ASCII belong to a token anyway.
SIGNS = "".join(map(chr, [*range(0x21, 0x30), *range(0x3A, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F)]))
TOKENIZE = f"ascii tokenchars '{SIGNS.replace(chr(39), chr(39) * 2)}'".replace("'", "''")
TABLE = "CREATE VIRTUAL TABLE pool_words USING fts5 ({columns}, content='', tokenize='{tokenize}'{more})"
ENDINGS = TABLE.format(columns="endings", tokenize=TOKENIZE, more=", detail=column, prefix='2 3 4 5 6'")
PAIRS = TABLE.format(columns=before.COLUMNS.removeprefix("rowid, "), tokenize="ascii", more="")
CUT_UP = """SELECT DISTINCT '{letter}' || substr(word, place.key + 1, {letters}) AS ending
FROM (SELECT DISTINCT value AS word FROM json_each('[' || replace(json_quote({text}), ' ', '","') || ']')),
json_each('[' || substr(replace(hex(zeroblob(length(word))), '00', ',0'), 2) || ']') AS place"""


def endings(row):
    texts = {
        "w": before.line(0, f"{row}.words"),
        "n": f"coalesce({before.NUMBERS.format(row=row)}, '')",
        "i": before.line(2, f"{row}.words"),
    }
    each = (CUT_UP.format(letter=letter, text=text, letters=LETTERS) for letter, text in texts.items())
    return f"{row}.id, (SELECT group_concat(ending, ' ') FROM ({' UNION ALL '.join(each)}))"  # noqa: S608 - our own parts


CUT = f"INSERT INTO pool_words (rowid, endings) SELECT {endings('new')}"
TAKE_BACK = f"INSERT INTO pool_words (pool_words, rowid, endings) SELECT 'delete', {endings('old')}"
TRIGGERS = {
    name: body.replace(before.CUT, CUT).replace(before.TAKE_BACK, TAKE_BACK)
    for name, body in before.TRIGGERS.items()
    if name != "pool_listed"
}
VERSIONED = {
    f"{table}_{event.lower()}_versioned": f"AFTER {event} ON {table} BEGIN UPDATE pool_version SET version = random(); END"  # noqa: S608 - our own parts
    for table in ("listing", "term")
    for event in ("INSERT", "UPDATE", "DELETE")
}

# PostgreSQL: left to itself it would work the endings of all texts out again for a word that most hold, or compile
# first.
GROWN = f"""
CREATE FUNCTION pool_endings(words text, numbers text, initials text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(coalesce(array_agg(letter || substr(word, place, {LETTERS})), '{{}}'))
    FROM (SELECT DISTINCT letter, unnest(string_to_array(left(text, {MOST}), ' ')) AS word
          FROM (VALUES ('w', words), ('n', numbers), ('i', initials)) AS texts (letter, text)) AS words,
        generate_series(1, length(word)) AS place $$;
CREATE INDEX pool_words_endings ON pool_words USING gin (pool_endings(words, numbers, initials));
CREATE FUNCTION pool_held(asked text) RETURNS integer[] LANGUAGE sql
SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
    SELECT array_agg(rowid) FROM pool_words WHERE pool_endings(words, numbers, initials) @@ asked::tsquery $$;
CREATE FUNCTION pool_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE pool_version SET version = (random() * 9007199254740991)::bigint + 1; RETURN NULL; END $$;
CREATE TRIGGER listing_versioned AFTER INSERT OR UPDATE OR DELETE ON listing
    FOR EACH STATEMENT EXECUTE FUNCTION pool_changed();
CREATE TRIGGER term_versioned AFTER INSERT OR UPDATE OR DELETE ON term
    FOR EACH STATEMENT EXECUTE FUNCTION pool_changed();
INSERT INTO pool_version (version) VALUES ((random() * 9007199254740991)::bigint + 1);
"""  # noqa: S608 - our own parts
SHRUNK = """
DROP TRIGGER term_versioned ON term;
DROP TRIGGER listing_versioned ON listing;
DROP FUNCTION pool_changed();
DROP FUNCTION pool_held(text);
DROP INDEX pool_words_endings;
DROP FUNCTION pool_endings(text, text, text);
"""
PAIRS_FUNCTION = before.GROWN[: before.GROWN.index("CREATE TABLE pool_words")]
PAIRS_INDEXES = [line for line in before.GROWN.splitlines() if line.startswith("CREATE INDEX pool_words")]


NARROW = "CREATE INDEX listing_sort ON listing (sort)"
WIDE_NAME = "listing_shown_sort_supplier_id_tags_renewed_at_state"
WIDE = f"CREATE INDEX {WIDE_NAME} ON listing (shown, sort, supplier_id, tags, renewed_at, state)"


def up(migrator, db):
    sqlite = isinstance(db, SqliteDatabase)
    key = "INTEGER NOT NULL" if sqlite else "SERIAL"
    before.run(db, "DROP INDEX listing_sort", WIDE)
    before.run(db, f"CREATE TABLE pool_version (id {key} PRIMARY KEY, version BIGINT NOT NULL)")
    if sqlite:
        replace_words(db, ENDINGS, CUT, TRIGGERS)
        before.run(db, "INSERT INTO pool_version (version) VALUES (random())")
        before.run(db, *(f"CREATE TRIGGER {name} {body}" for name, body in VERSIONED.items()))
    else:
        before.run(db, *(f"DROP INDEX pool_words_{text}" for text in ("words", "numbers", "initials")))
        before.run(db, "DROP FUNCTION pool_pairs(text)", GROWN)


def down(migrator, db):
    if isinstance(db, SqliteDatabase):
        before.run(db, *(f"DROP TRIGGER {name}" for name in VERSIONED))
        replace_words(db, PAIRS, before.CUT, {name: before.TRIGGERS[name] for name in TRIGGERS})
    else:
        before.run(db, SHRUNK, PAIRS_FUNCTION, *PAIRS_INDEXES)
    before.run(db, "DROP TABLE pool_version", f"DROP INDEX {WIDE_NAME}", NARROW)


def replace_words(db, table, cut, triggers):
    before.run(db, *(f"DROP TRIGGER {name}" for name in triggers), "DROP TABLE pool_words", table)
    before.run(db, f"{cut} FROM supplier AS new", *(f"CREATE TRIGGER {name} {body}" for name, body in triggers.items()))
