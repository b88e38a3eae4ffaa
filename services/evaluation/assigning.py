"""Who evaluates what, as a proposal: as many cases whole as can be, then as many places, then loads as even as possible.

Pure: numbers in, pairs out, the same whatever order they come in. Nobody gets more than his limit, a case outside his
regions, or one that is closed to him. Which cases are left short is found by trying all choices where they are few, else
by augmenting one case after another; the rest is a flow of least cost (networkx), whose costs grow with each case a
person takes (ADR 48).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

import networkx as nx

FEW = 8  # experts a case that are looked at first
TRIED = 400  # choices of cases to leave short that are looked at; more only where nobody would wait for it
REGION, CONFLICT, LIMIT = "region", "conflict", "limit"
REASONS = {
    REGION: "이 지역을 맡는 평가위원이 모자랍니다.",
    CONFLICT: "이 지역의 평가위원이 이해관계가 있거나 이미 빠져 모자랍니다.",
    LIMIT: "맡을 수 있는 평가위원이 모두 정한 건수를 채웠습니다.",
}
Pair = tuple[int, int]  # case, expert


@dataclass(frozen=True)
class Expert:
    """most: how many cases he takes; load: how many he has; regions: none for anywhere."""

    key: int
    most: int
    load: int = 0
    regions: frozenset[str] = frozenset()

    @property
    def room(self) -> int:
        return max(self.most - self.load, 0)


@dataclass(frozen=True)
class Project:
    """need: how many experts it still wants."""

    key: int
    need: int
    region: str = ""


@dataclass(frozen=True)
class Problem:
    """barred: pairs that must not be, for a conflict or because one was there before."""

    experts: tuple[Expert, ...]
    projects: tuple[Project, ...]
    barred: frozenset[Pair] = frozenset()

    @classmethod
    def of(cls, experts: Iterable[Expert], projects: Iterable[Project], barred: Collection[Pair] = ()) -> "Problem":
        """In an order of its own, so that theirs never matters."""
        wanting = (project for project in projects if project.need > 0)
        by_key = sorted(experts, key=lambda each: each.key), sorted(wanting, key=lambda each: each.key)
        return cls(tuple(by_key[0]), tuple(by_key[1]), frozenset(barred))

    def may(self, project: Project, expert: Expert) -> bool:
        here = not expert.regions or project.region in expert.regions
        return here and (project.key, expert.key) not in self.barred


@dataclass(frozen=True)
class Plan:
    """pairs: who shall evaluate what; loads: how many cases each then has; short: {case: (experts missing, why)}."""

    pairs: tuple[Pair, ...] = ()
    loads: Mapping[int, int] = field(default_factory=dict)
    short: Mapping[int, tuple[int, str]] = field(default_factory=dict)


def propose(problem: Problem) -> Plan:
    may = {one.key: [each for each in problem.experts if problem.may(one, each)] for one in problem.projects}
    filling = Filling(problem, may)
    if filling.fills(problem.projects):
        pairs = all_filled(problem, may)
    else:
        found = [flow(problem, may, choice) for choice in left_short(problem, may, filling)]
        pairs = min(found, key=lambda one: (unevenness(problem, one), one))
    loads = Counter({each.key: each.load for each in problem.experts}) + Counter(expert for _, expert in pairs)
    given = Counter(case for case, _ in pairs)
    short = {
        one.key: (one.need - given[one.key], why(problem, one)) for one in problem.projects if given[one.key] < one.need
    }
    return Plan(tuple(sorted(pairs)), {each.key: loads[each.key] for each in problem.experts}, short)


def all_filled(problem: Problem, may: Mapping[int, list[Expert]]) -> list[Pair]:
    """Every place filled, as evenly as can be. A few experts a case mostly do, which is found out much sooner: the loads
    are then as even as they could be if anybody might take anything."""
    few = {
        key: sorted((allowed * 2)[number % (len(allowed) or 1) :][: min(FEW, len(allowed))], key=lambda one: one.key)
        for number, (key, allowed) in enumerate(may.items())
    }
    if Filling(problem, few).fills(problem.projects):
        pairs = flow(problem, few, frozenset())
        if unevenness(problem, pairs) == least_uneven(problem, len(pairs)):
            return pairs
    return flow(problem, may, frozenset())


def least_uneven(problem: Problem, places: int) -> int:
    """What `unevenness` cannot be below with so many places filled."""
    loads = [[each.load, each.room] for each in problem.experts]
    for _ in range(places):
        least = min((each for each in loads if each[1]), key=lambda each: each[0])
        least[0], least[1] = least[0] + 1, least[1] - 1
    return sum(load**2 for load, _ in loads)


def unevenness(problem: Problem, pairs: Collection[Pair]) -> int:
    """The sum of the squares of all loads: least where they are most even."""
    given = Counter(expert for _, expert in pairs)
    return sum((each.load + given[each.key]) ** 2 for each in problem.experts)


def why(problem: Problem, project: Project) -> str:
    """What keeps a case from being filled."""
    here = [each for each in problem.experts if not each.regions or project.region in each.regions]
    free = [each for each in here if problem.may(project, each)]
    return REGION if len(here) < project.need else CONFLICT if len(free) < project.need else LIMIT


class Filling:
    """Whether some cases can all be filled at once, by augmenting paths. A place once filled stays filled."""

    def __init__(self, problem: Problem, may: Mapping[int, list[Expert]]) -> None:
        self.may, self.room = may, {each.key: each.room for each in problem.experts}

    def fills(self, projects: Iterable[Project]) -> bool:
        return len(self.filled(projects, stop=True)[1]) == 0

    def filled(self, projects: Iterable[Project], stop: bool = False) -> tuple[list[Project], list[Project]]:
        """Which can be filled beside those before them, and which not. stop: at the first that cannot."""
        self.holds: dict[int, set[int]] = {key: set() for key in self.room}
        whole, short = [], []
        for project in projects:
            if all(self.place(project.key, set()) for _ in range(project.need)):
                whole.append(project)
                continue
            for cases in self.holds.values():
                cases.discard(project.key)  # which moved others, but took no place from them
            short.append(project)
            if stop:
                break
        return whole, short

    def places(self, projects: Iterable[Project]) -> int:
        """How many places can be filled at most."""
        self.holds = {key: set() for key in self.room}
        return sum(self.place(project.key, set()) for project in projects for _ in range(project.need))

    def place(self, case: int, seen: set[int]) -> bool:
        """Give a case one expert more, moving others' cases where that helps."""
        for expert in self.may[case]:
            key = expert.key
            if key in seen or case in self.holds[key]:
                continue
            seen.add(key)
            if len(self.holds[key]) < self.room[key]:
                self.holds[key].add(case)
                return True
            for other in sorted(self.holds[key]):
                if self.place(other, seen):
                    self.holds[key].remove(other)
                    self.holds[key].add(case)
                    return True
        return False


def left_short(problem: Problem, may: Mapping[int, list[Expert]], filling: Filling) -> list[frozenset[int]]:
    """Sets of as few cases as can be that are allowed to stay short, all others being whole."""
    order = sorted(problem.projects, key=lambda one: (len(may[one.key]), one.key))
    _, short = filling.filled(order)
    keys = [one.key for one in problem.projects]
    missing = sum(one.need for one in problem.projects) - filling.places(order)
    for many in range(-(-missing // max(one.need for one in problem.projects)), len(short) + 1):
        if comb(len(keys), many) > TRIED:
            break
        choices = [frozenset(each) for each in combinations(keys, many)]
        fitting = [each for each in choices if filling.fills(one for one in problem.projects if one.key not in each)]
        if fitting:
            return fitting
    return [frozenset(one.key for one in short)]


def flow(problem: Problem, may: Mapping[int, list[Expert]], short: frozenset[int]) -> list[Pair]:
    """As many places filled as can be, those of cases not in `short` first, at the least cost."""
    graph = nx.DiGraph()
    dear = 1 + sum((each.load + each.room + 1) ** 2 for each in problem.experts)  # more than any unevenness
    for expert in problem.experts:
        for more in range(expert.room):
            cost = 2 * (expert.load + more) + 1
            graph.add_edge("all", ("turn", expert.key, more), capacity=1, weight=cost)
            graph.add_edge(("turn", expert.key, more), ("expert", expert.key), capacity=1, weight=0)
    for project in problem.projects:
        for expert in may[project.key]:
            graph.add_edge(("expert", expert.key), ("case", project.key), capacity=1, weight=0)
        weight = dear if project.key in short else 0
        graph.add_edge(("case", project.key), "done", capacity=project.need, weight=weight)
    graph.add_nodes_from(("all", "done"))
    sent = nx.max_flow_min_cost(graph, "all", "done")
    return [
        (one.key, each.key)
        for one in problem.projects
        for each in may[one.key]
        if sent.get(("expert", each.key), {}).get(("case", one.key))
    ]
