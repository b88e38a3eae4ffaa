"""Queries that requests ask again and again: built once, and their rows read by the shortest way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peewee import DatabaseProxy, Field, Model, ModelCursorWrapper, ModelObjectCursorWrapper, Node


class Parameter(Node):
    """In a prepared query, the place of a value that each asking brings. field: whose values it takes; by default the
    database's own."""

    def __init__(self, name: str, field: Field | None = None) -> None:
        self.place = ParameterSlot(name, field.db_value if field else lambda value: value)

    def __sql__(self, ctx: Any) -> Any:
        return ctx.value(self.place, converter=False)


@dataclass(frozen=True)
class ParameterSlot:
    name: str
    of: Callable[[Any], Any]


class Prepared:
    """A query that requests ask again and again: its SQL is built once, and once is found out how its rows are read,
    for both cost more than running it.

    build: makes the query, with `Parameter` where its values go.
    """

    def __init__(self, build: Callable[[], Any]) -> None:
        self.build = build
        self.built: Built | None = None

    def rows(self, **given: Any) -> list[Any]:
        """What a SELECT finds."""
        built = self.ready()
        if built.read is None:
            wrapper = built.query.clone().execute(PreparedRun(built, built.values(given)))
            found = list(wrapper)
            if found:
                of_models = isinstance(wrapper, ModelCursorWrapper | ModelObjectCursorWrapper)
                built.read = RowReader(wrapper) if of_models else wrapper.process_row
            return found
        return [built.read(row) for row in built.run(built.values(given)).fetchall()]

    def first(self, **given: Any) -> Any:
        return next(iter(self.rows(**given)), None)

    def run(self, **given: Any) -> Any:
        """Ask it as it is; the database's cursor: for what changes something, whose RETURNING is not read by any
        model."""
        built = self.ready()
        return built.run(built.values(given))

    def ready(self) -> "Built":
        if self.built is None or self.built.database is not self.built.proxy.obj:
            query = self.build()
            self.built = Built(query._database, query._database.obj, query, *query.sql())
        return self.built


@dataclass
class Built:
    """For which database a query was built, its SQL, and how a row of it becomes objects, once one came. proxy: what
    stands for the database that is open now."""

    proxy: DatabaseProxy
    database: Any
    query: Any
    sql: str
    places: list[Any]
    read: Callable[[Any], Any] | None = None

    def run(self, values: list[Any]) -> Any:
        """The database's cursor."""
        return self.proxy.execute_sql(self.sql, values)

    def values(self, given: dict[str, Any]) -> list[Any]:
        return [slot.of(given[slot.name]) if isinstance(slot, ParameterSlot) else slot for slot in self.places]


@dataclass(frozen=True)
class PreparedRun:
    """Stands in for the database where a query wants itself run: runs the SQL that was built of it before."""

    built: Built
    values: list[Any]

    def execute(self, _query: Any) -> Any:
        return self.built.run(self.values)


class RowReader:
    """Makes objects of a query's rows by the plan of peewee's own reader, of which it is made once a row came. Values
    go where the fields keep them, past the accessors, which take as long again; tests/test_database.py compares the
    two."""

    def __init__(self, cursor: Any) -> None:
        plan: Any = cursor
        self.top, self.joins, self.reachable = plan.model, [], {}
        models, places = {self.top: self.top}, []
        if isinstance(cursor, ModelCursorWrapper):  # of several tables
            self.joins, self.reachable, places = plan.src_to_dest, plan._dest_reachable, plan._row_spec
            models = {key: model for key, (model, _) in plan.key_to_constructor.items()}
        else:
            columns = zip(plan.unique_columns, plan.converters, strict=True)
            places = [(place, self.top, *column) for place, column in enumerate(columns)]
        self.parts: list[Any] = [(key, model, []) for key, model in models.items()]
        parts = {key: (model, into) for key, model, into in self.parts}
        for place, key, name, convert in places:
            model, into = parts.get(key) or parts[self.top]
            into.append((place, name, convert, name in model._meta.fields))

    def __call__(self, row: Any) -> Model:
        made: dict[Any, Any] = {}
        found = set()
        for key, model, columns in self.parts:
            one = made[key] = model(__no_default__=True)
            data = one.__data__
            for place, name, convert, is_field in columns:
                value = row[place]
                if value is not None:
                    found.add(key)
                    if convert:
                        value = convert(value)
                if is_field:
                    data[name] = value
                else:
                    setattr(one, name, value)
        self.join(made, found)
        return made[self.top]

    def join(self, made: dict[Any, Any], found: set[Any]) -> None:
        """Let the objects of a row know each other. found: those of which the row says anything."""
        for source, name, joined, _, outer, by_key in self.joins:
            there = joined in found or not found.isdisjoint(self.reachable.get(joined, ()))
            if not (there or outer) or (outer and source not in found and joined not in found):
                continue
            if by_key and not there:
                made[source].__rel__[name] = None
            else:
                setattr(made[source], name, made[joined] if there else None)
                made[source]._dirty.clear()
