"""What a rule is: a row of data and a small function that looks at one case and says what it sees."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from programme.announcement import Announcement
from programme.grounds import OURS, Ground
from programme.rules.facts import ADOPTER, SUPPLIER, Answers, Facts, Finding, PartyFacts

CONSORTIUM, COMPANY = "consortium", "company"  # judged once, or for each company; or each ADOPTER, each SUPPLIER


@dataclass(frozen=True)
class Context:
    """What a rule looks at: all facts, and the company it is about (the first one for a rule of the consortium)."""

    facts: Facts
    party: PartyFacts

    @property
    def call(self) -> Announcement:
        """What the announcement says."""
        return self.facts.type.announcement

    def shared(self, slug: str) -> Answers:
        return of_step(self.facts.shared, slug)

    def own(self, slug: str) -> Answers:
        return of_step(self.party.data, slug)


def of_step(data: Mapping[str, Answers], slug: str) -> Answers:
    answers = data.get(slug)
    return answers if isinstance(answers, Mapping) else {}


@dataclass(frozen=True)
class Message:
    """What a rule says of one case. field and ground: when they differ from the rule's own."""

    what: str
    why: str
    todo: str
    field: str | None = None
    ground: Ground | None = None


Check = Callable[[Context], Iterable[Message]]


@dataclass(frozen=True)
class Rule:
    """id: unique, "R1" … as the programme's table names them; ground: what it rests on; step, field: where it stands;
    whom: CONSORTIUM, COMPANY, ADOPTER or SUPPLIER."""

    id: str
    level: str
    ground: Ground
    step: str
    field: str
    whom: str
    check: Check

    def findings(self, facts: Facts) -> Iterator[Finding]:
        for context in self.contexts(facts):
            for message in self.check(context):
                ground = message.ground or self.ground
                yield Finding(
                    id=self.id,
                    level=self.level,
                    step=self.step,
                    party=None if self.whom == CONSORTIUM else context.party.key,
                    field=self.field if message.field is None else message.field,
                    what=message.what,
                    why=f"{message.why} {ground.cited}",
                    todo=message.todo,
                    ground=ground,
                )

    def contexts(self, facts: Facts) -> list[Context]:
        if self.whom == CONSORTIUM:
            return [Context(facts, PartyFacts(key=0, role=""))]
        return [Context(facts, party) for party in facts.parties if self.whom in (COMPANY, party.role)]


__all__ = ["ADOPTER", "COMPANY", "CONSORTIUM", "OURS", "SUPPLIER", "Check", "Context", "Ground", "Message", "Rule"]
