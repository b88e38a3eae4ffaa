"""Who evaluates what, as a proposal: as many cases whole as can be, then as many places, then loads as even as
possible.

Pure: numbers in, pairs out, the same whatever order they come in. Nobody gets more than his limit, a case outside his
regions, or one that is closed to him. All of it is augmenting paths (ADR 48): they fill one case after another, then
the places left over, then make the loads even. Which cases are left short is bettered by exchanging some: all exchanges
are tried where they are few."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

# Fillings looked at to leave fewer cases short: a second and a half at most with 200 cases and 40 evaluators.
TRIED = 2000
REGION, CONFLICT, LIMIT = "region", "conflict", "limit"
REASONS = {
    REGION: "이 지역을 맡는 평가위원이 모자랍니다.",
    CONFLICT: "이 지역의 평가위원이 이해관계가 있거나 이미 빠져 모자랍니다.",
    LIMIT: "맡을 수 있는 평가위원이 모두 정한 건수를 채웠습니다.",
}
Pair = tuple[int, int]  # case, candidate


@dataclass(frozen=True)
class Candidate:
    """An evaluator who may be given cases. most: how many cases he takes; load: how many he has; regions: none for
    anywhere."""

    key: int
    most: int
    load: int = 0
    regions: frozenset[str] = frozenset()

    @property
    def room(self) -> int:
        return max(self.most - self.load, 0)


@dataclass(frozen=True)
class Project:
    """need: how many evaluators it still wants."""

    key: int
    need: int
    region: str = ""


@dataclass(frozen=True)
class Problem:
    """barred: pairs that must not be, for a conflict or because one was there before; there: pairs that are already."""

    candidates: tuple[Candidate, ...]
    projects: tuple[Project, ...]
    barred: frozenset[Pair] = frozenset()
    there: frozenset[Pair] = frozenset()

    @classmethod
    def of(
        cls,
        candidates: Iterable[Candidate],
        projects: Iterable[Project],
        barred: Collection[Pair] = (),
        there: Collection[Pair] = (),
    ) -> "Problem":
        """In an order of its own, so that theirs never matters."""
        wanting = (project for project in projects if project.need > 0)
        by_key = sorted(candidates, key=lambda each: each.key), sorted(wanting, key=lambda each: each.key)
        return cls(tuple(by_key[0]), tuple(by_key[1]), frozenset(barred), frozenset(there))

    def near(self, project: Project, candidate: Candidate) -> bool:
        """Whether he goes there, and is not there already."""
        goes = not candidate.regions or project.region in candidate.regions
        return goes and (project.key, candidate.key) not in self.there

    def may(self, project: Project, candidate: Candidate) -> bool:
        return self.near(project, candidate) and (project.key, candidate.key) not in self.barred


@dataclass(frozen=True)
class Plan:
    """pairs: who shall evaluate what; loads: how many cases each then has; short: {case: (evaluators missing, why)}."""

    pairs: tuple[Pair, ...] = ()
    loads: Mapping[int, int] = field(default_factory=dict)
    short: Mapping[int, tuple[int, str]] = field(default_factory=dict)


def propose(problem: Problem) -> Plan:
    filling = Filling(problem)
    fill_cases(filling)
    filling.even_out()
    loads = {key: filling.load(key) for key in filling.candidates}
    empty = {one: one.need - filling.count(one.key) for one in problem.projects}
    short = {one.key: (many, why(problem, one) or LIMIT) for one, many in empty.items() if many}
    return Plan(tuple(sorted(filling.pairs())), loads, short)


def why(problem: Problem, project: Project) -> str:
    """What keeps a case from being filled, whatever becomes of the others; "" for nothing."""
    near = [each for each in problem.candidates if problem.near(project, each)]
    free = [each for each in near if problem.may(project, each)]
    roomy = [each for each in free if each.room]
    lacking = {REGION: near, CONFLICT: free, LIMIT: roomy}
    return next((reason for reason, found in lacking.items() if len(found) < project.need), "")


class Filling:
    """Who has which case so far. A case gets one evaluator more along an augmenting path: who is full passes one of his
    cases on to somebody who may pass on one of his, until one has room. No other case loses a place by it."""

    def __init__(self, problem: Problem) -> None:
        self.candidates = {each.key: each for each in problem.candidates}
        self.need = {one.key: one.need for one in problem.projects}
        self.may = {
            one.key: {each.key for each in problem.candidates if each.room and problem.may(one, each)}
            for one in problem.projects
        }
        self.holds: dict[int, set[int]] = {key: set() for key in self.candidates}

    def load(self, candidate: int) -> int:
        return self.candidates[candidate].load + len(self.holds[candidate])

    def has_room(self, candidate: int) -> bool:
        return len(self.holds[candidate]) < self.candidates[candidate].room

    def pairs(self) -> Iterator[Pair]:
        return ((case, candidate) for candidate, cases in self.holds.items() for case in cases)

    def count(self, case: int) -> int:
        return sum(case in cases for cases in self.holds.values())

    def whole(self, case: int) -> bool:
        return self.count(case) == self.need[case]

    def copied(self) -> dict[int, set[int]]:
        return {candidate: set(cases) for candidate, cases in self.holds.items()}

    def put_back(self, before: Mapping[int, set[int]]) -> None:
        self.holds = {candidate: set(cases) for candidate, cases in before.items()}

    def clear(self, case: int) -> None:
        for cases in self.holds.values():
            cases.discard(case)

    def fill(self, case: int) -> bool:
        """As many of its places as can be; whether it is whole."""
        while not self.whole(case):
            candidate = self.pass_on(self.free(case), self.has_room)
            if candidate is None:
                return False
            self.holds[candidate].add(case)
        return True

    def fill_whole(self, case: int) -> bool:
        """All of its places, or none."""
        whole = self.fill(case)
        if not whole:
            self.clear(case)
        return whole

    def exchange(self, before: Mapping[int, set[int]], dropped: Iterable[int], taken: Iterable[int]) -> bool:
        """Fill some cases in place of others, as it was before; whether they are whole."""
        self.put_back(before)
        for case in dropped:
            self.clear(case)
        return all(self.fill_whole(case) for case in taken)

    def free(self, case: int) -> list[int]:
        """Who could be given a case if he had room, those with least first."""
        without = (each for each in self.may[case] if case not in self.holds[each])
        return sorted(without, key=lambda each: (self.load(each), each))

    def in_the_way(self, case: int) -> set[int]:
        """Of a case that cannot be filled, those one of which must go before it can: what everybody has who is
        asked."""
        before = self.copied()
        self.fill(case)
        _, asked = self.search(self.free(case), self.has_room)
        found = {each for candidate in asked for each in self.holds[candidate]}
        self.put_back(before)
        return found

    def even_out(self) -> None:
        """Pass cases on from who has more to who has at least two fewer, for as long as any way leads there. Each makes
        the sum of the squares of the loads smaller; where there is none left, it is least."""
        while any(self.lighten(each) for each in sorted(self.candidates, key=lambda each: (-self.load(each), each))):
            pass

    def lighten(self, candidate: int) -> bool:
        fewer = self.load(candidate) - 1
        return self.pass_on([candidate], lambda other: self.has_room(other) and self.load(other) < fewer) is not None

    def pass_on(self, first: Collection[int], takes: Callable[[int], bool]) -> int | None:
        """Make room with one of `first`, by passing cases on to somebody who takes one; with whom."""
        candidate, asked = self.search(first, takes)
        while candidate is not None and (step := asked[candidate]):
            giver, case = step
            self.holds[giver].remove(case)
            self.holds[candidate].add(case)
            candidate = giver
        return candidate

    def search(
        self, first: Collection[int], takes: Callable[[int], bool]
    ) -> tuple[int | None, dict[int, tuple[int, int] | None]]:
        """The nearest who takes a case, and everybody asked on the way: by whom, for which case."""
        asked: dict[int, tuple[int, int] | None] = dict.fromkeys(first)
        unasked = self.holds.keys() - asked.keys()
        queue = [*first]
        for candidate in queue:  # which grows
            if takes(candidate):
                return candidate, asked
            for case in sorted(self.holds[candidate]):
                for other in sorted(unasked & self.may[case]):
                    if case not in self.holds[other]:
                        asked[other] = candidate, case
                        unasked.remove(other)
                        queue.append(other)
        return None, asked


def fill_cases(filling: Filling) -> None:
    """As many cases whole as can be, then as many places as can be."""
    order = sorted(filling.need, key=lambda case: (len(filling.may[case]), case))
    short = [case for case in order if not filling.fill_whole(case)]
    short = [case for case in short if len(filling.may[case]) >= filling.need[case]]  # for others nothing can be done
    least, tries = fewest_short(filling, short), iter(range(TRIED))
    while len(short) > least and (fewer := exchanged(filling, short, tries)):
        short = fewer
    for case in order:
        filling.fill(case)


def fewest_short(filling: Filling, short: Collection[int]) -> int:
    """How many cases are short at least: so many that the places that stay empty, whatever is done, fit into them."""
    before = filling.copied()
    empty = sum(filling.need[case] - filling.count(case) for case in short if not filling.fill(case))
    filling.put_back(before)
    needs = sorted(filling.need.values(), reverse=True)
    return next(many for many in range(len(needs) + 1) if sum(needs[:many]) >= empty)


def exchanged(filling: Filling, short: Collection[int], tries: Iterator[int]) -> list[int] | None:
    """Give up some whole cases for one more of the short ones: first one for two, then two for three, and so on. What
    is short then; None where nothing is found, or there were too many to try."""
    before, ways = filling.copied(), {case: filling.in_the_way(case) for case in short}
    useful = [case for case in filling.need if filling.whole(case) and any(case in way for way in ways.values())]
    choices = (each for many in range(1, len(short)) for each in combinations(useful, many))
    for dropped, _ in zip(choices, tries, strict=False):
        near = [case for case in short if not ways[case].isdisjoint(dropped)]
        able = [case for case, _ in zip(near, tries, strict=False) if filling.exchange(before, dropped, [case])]
        for taken, _ in zip(combinations(able, len(dropped) + 1), tries, strict=False):
            if filling.exchange(before, dropped, taken):
                return sorted({*short, *dropped} - {*taken})
    filling.put_back(before)
    return None
