"""Pools of before the index are indexed when it comes."""

from peewee import fn

from models import schema
from models.application import Call
from models.company import Supplier
from models.file_key import FileKey
from models.pool import Term
from services.pool import search
from services.pool.search import Wanted
from tests.searching import found


def test_entries_of_before_are_indexed_by_the_migration(seeded):
    wanted = Supplier.get(Supplier.name == "주식회사 창고와길(가상)")
    region = Term.get(Term.kind == "region", Term.slug == wanted.facts["region"]).name
    FileKey.delete().execute()  # else nothing goes back: the demo's files could not be read any more
    while schema.down() != ["0011_pool_index"]:
        pass
    Supplier.update(words=fn.LOWER(Supplier.name)).execute()
    schema.up()

    assert not schema.drift()
    for words in ("창고와길", region, wanted.facts["summary"].split()[0]):
        assert wanted.name in found(words)
    assert wanted.name in found("", region=wanted.facts["region"], expertise=wanted.facts["main_field"])
    assert search.find(Wanted("ㅊㄱㅇㄱ"), Call.get()).near == [wanted.name]
