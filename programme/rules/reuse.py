"""Asking the rules again: only those that read answers which have changed since. Most saves change one step, and few
rules read it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import is_
from typing import Any

from programme.rules.facts import Answers, Facts, Finding
from programme.rules.registry import Rule

Place = tuple[int | None, str]  # a party's key, None for what is answered once, and a step's slug


@dataclass(frozen=True)
class Said:
    """What a rule said, and the answers it read to say it, None for those that were not there."""

    read: Mapping[Place, Answers | None]
    findings: list[Finding]


class Noted(Mapping[str, Answers]):
    """Answers by step, noting which of them are read. party: whose they are; read: where it is noted."""

    def __init__(self, answers: Mapping[str, Answers], party: int | None, read: dict[Place, Answers | None]) -> None:
        self.answers, self.party, self.read = answers, party, read

    def get(self, slug: str, default: Any = None) -> Any:
        found = self.read[self.party, slug] = self.answers.get(slug)
        return default if found is None else found

    def __getitem__(self, slug: str) -> Answers:
        self.get(slug)
        return self.answers[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)


def findings(rules: Iterable[Rule], facts: Facts, said: dict[str, Said]) -> list[Finding]:
    """What these rules say of the facts. said: what they said before, by their ids, of facts that differ at most in the
    answers; unchanged answers are the same objects. It is brought up to date."""
    answers: dict[Place, Answers] = {(None, slug): of for slug, of in facts.shared.items()}
    for party in facts.parties:
        answers |= {(party.key, slug): of for slug, of in party.data.items()}
    read: dict[Place, Answers | None] = {}
    noted = replace(
        facts,
        shared=Noted(facts.shared, None, read),
        parties=tuple(replace(party, data=Noted(party.data, party.key, read)) for party in facts.parties),
    )
    found = []
    for rule in rules:
        known = said.get(rule.id)
        if known is None or not all(map(is_, map(answers.get, known.read), known.read.values())):
            read.clear()
            judged = list(rule.findings(noted))
            known = said[rule.id] = Said(dict(read), judged)
        found += known.findings
    return found
