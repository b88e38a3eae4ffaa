"""Thousands of tests make a site each: what is the same in all of them is worked out once a process.

Half of such a test's time went into compiling the templates it shows, and the functions by which Werkzeug builds
addresses.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from web.templating import Site

Builder = Callable[..., tuple[str, str]]


class Templates(BytecodeCache):
    """Compiled templates, by the text they are of."""

    def __init__(self) -> None:
        self.code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self.code[bucket.key, bucket.checksum] = bucket.code


def remembering(compile_builder: Callable[[Rule, bool], Builder]) -> Callable[..., Builder]:
    """A builder says nothing of the site it is for: it follows from the rule's text and defaults."""
    known: dict[tuple[Any, ...], Builder] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Builder:
        of = rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown
        if of not in known:
            known[of] = compile_builder(rule, append_unknown)
        return known[of]

    return compiled


def use() -> None:
    Site.jinja_options = Site.jinja_options | {"bytecode_cache": Templates()}
    Rule._compile_builder = remembering(Rule._compile_builder)  # type: ignore[method-assign]
