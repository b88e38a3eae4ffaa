"""The proposal who evaluates what: against the best there is, found by trying everything on a thousand small problems
and by networkx on larger ones; in no order of its input; and soon enough for a page."""

import random
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from itertools import combinations, product

import networkx as nx
import pytest

from services.evaluation.assigning import (
    CONFLICT,
    LIMIT,
    REGION,
    Candidate,
    Plan,
    Problem,
    Project,
    propose,
)

PROBLEMS = 1000


def unevenness(problem: Problem, pairs: Collection[tuple[int, int]]) -> int:
    """The sum of the squares of all loads: least where they are most even."""
    given = Counter(candidate for _, candidate in pairs)
    return sum((each.load + given[each.key]) ** 2 for each in problem.candidates)


def worth(problem: Problem, plan: Plan) -> tuple[int, int, int]:
    """What is to be least: cases short, places empty, unevenness."""
    given = Counter(case for case, _ in plan.pairs)
    short = sum(given[one.key] < one.need for one in problem.projects)
    empty = sum(one.need for one in problem.projects) - len(plan.pairs)
    return short, empty, unevenness(problem, plan.pairs)


def best(problem: Problem) -> tuple[int, int, int]:
    """The least there is, by trying everything."""
    choices = []
    for project in problem.projects:
        may = [each.key for each in problem.candidates if problem.may(project, each)]
        most = min(project.need, len(may))
        choices.append([chosen for many in range(most + 1) for chosen in combinations(may, many)])
    rooms = {each.key: each.room for each in problem.candidates}
    found = []
    for chosen in product(*choices):
        pairs = [(one.key, key) for one, keys in zip(problem.projects, chosen, strict=True) for key in keys]
        if all(many <= rooms[key] for key, many in Counter(key for _, key in pairs).items()):
            found.append(worth(problem, Plan(tuple(pairs))))
    return min(found)


def made(seed: int) -> tuple[list[Candidate], list[Project], set[tuple[int, int]]]:
    """A small problem, by turns one that can be filled and one that cannot."""
    dice = random.Random(seed)
    candidates = [
        Candidate(key, dice.randint(1, 4), dice.choice((0, 0, 1)), frozenset(dice.choice(("", "a", "b", "ab"))))
        for key in range(dice.randint(2, 4))
    ]
    projects = [Project(10 + key, dice.choice((1, 2, 2)), dice.choice("ab")) for key in range(dice.randint(1, 3))]
    barred = {(one.key, each.key) for one in projects for each in candidates if dice.random() < 0.15}
    return candidates, projects, barred


def test_it_is_the_best_there_is_and_the_same_in_every_order():
    filled = 0
    for seed in range(PROBLEMS):
        candidates, projects, barred = made(seed)
        problem = Problem.of(candidates, projects, barred)
        plan = propose(problem)
        assert worth(problem, plan) == best(problem), seed
        for case, candidate in plan.pairs:
            assert problem.may(next(one for one in projects if one.key == case), candidates[candidate]), seed
        assert all(plan.loads[each.key] <= max(each.most, each.load) for each in candidates)
        filled += not plan.short
        random.Random(-seed).shuffle(candidates)
        random.Random(seed).shuffle(projects)
        assert propose(Problem.of(candidates, projects, sorted(barred))) == plan, seed
    assert 200 < filled < 800  # both kinds were tried


def fewest_short(problem: Problem) -> int:
    """How many cases of two places stay short at least. As a matching in a graph of the two places of each case,
    joined, and of the turns of each candidate: a whole case is two edges more, any other one. In the midst of each pair
    stand two nodes, joined as well, so that no candidate takes both places."""
    graph = nx.Graph()
    for one in problem.projects:
        places = [(one.key, 1), (one.key, 2)]
        graph.add_edge(*places)
        for each in (each for each in problem.candidates if problem.may(one, each)):
            near, far = (one.key, each.key, "near"), (one.key, each.key, "far")
            graph.add_edge(near, far)
            graph.add_edges_from((place, near) for place in places)
            graph.add_edges_from((far, ("turn", each.key, turn)) for turn in range(each.room))
    pairs = sum(problem.may(one, each) for one in problem.projects for each in problem.candidates)
    matched = len(nx.max_weight_matching(graph, maxcardinality=True))
    return 2 * len(problem.projects) - (matched - pairs)


def least_uneven(problem: Problem) -> tuple[int, int]:
    """Places empty and unevenness of a largest flow of least cost: which cases are short changes neither."""
    graph = nx.DiGraph()
    graph.add_nodes_from(("all", "done"))
    for each in problem.candidates:
        for load in range(each.load, each.load + each.room):
            graph.add_edge("all", (each.key, load), capacity=1, weight=2 * load + 1)
            graph.add_edge((each.key, load), ("candidate", each.key), capacity=1)
    for one in problem.projects:
        graph.add_edge(("case", one.key), "done", capacity=one.need)
        may = (each for each in problem.candidates if problem.may(one, each))
        graph.add_edges_from((("candidate", each.key), ("case", one.key), {"capacity": 1}) for each in may)
    flow = nx.max_flow_min_cost(graph, "all", "done")
    filled = sum(flow["all"].values())
    cost = nx.cost_of_flow(graph, flow) + sum(each.load**2 for each in problem.candidates)
    return sum(one.need for one in problem.projects) - filled, cost


@pytest.mark.parametrize("seed", range(60))
def test_problems_of_a_whole_round_are_filled_as_well_as_can_be(seed):
    dice = random.Random(seed)
    everywhere = "abcdef"[: dice.randint(2, 6)]
    candidates = [
        Candidate(
            key, dice.randint(2, 9), dice.choice((0, 0, 1)), frozenset(dice.sample(everywhere, dice.randint(0, 2)))
        )
        for key in range(dice.randint(4, 9))
    ]
    projects = [Project(100 + key, 2, dice.choice(everywhere)) for key in range(dice.randint(22, 32))]
    barred = {(one.key, each.key) for one in projects for each in candidates if dice.random() < 0.15}
    problem = Problem.of(candidates, projects, barred)
    plan = propose(problem)
    assert worth(problem, plan) == (fewest_short(problem), *least_uneven(problem))
    dice.shuffle(candidates)
    dice.shuffle(projects)
    assert propose(Problem.of(candidates, projects, barred)) == plan


@pytest.mark.parametrize("bars", [0.03, 0.3])
@pytest.mark.parametrize("regions", [0, 1, 3])
@pytest.mark.parametrize("room", [480, 400, 399, 398, 360])
def test_two_hundred_cases_and_forty_evaluators_take_two_seconds_at_most(room, regions, bars):
    dice = random.Random(7)
    everywhere = "abcdefg"
    candidates = [
        Candidate(key, room // 40 + (key < room % 40), 0, frozenset(dice.sample(everywhere, regions)))
        for key in range(40)
    ]
    projects = [Project(key, 2, dice.choice(everywhere)) for key in range(200)]
    barred = {(one.key, each.key) for one in projects for each in candidates if dice.random() < bars}

    begun = time.process_time()
    plan = propose(Problem.of(candidates, projects, barred))
    assert time.process_time() - begun <= 2

    if regions != 1:  # where nobody goes to a second region, who is short in one is no help in another
        assert len(plan.pairs) == min(room, 400) and len(plan.short) == max(400 - room + 1, 0) // 2
        assert max(plan.loads.values()) - min(plan.loads.values()) <= 1


def test_it_says_what_keeps_a_case_from_being_filled():
    near, far = Candidate(1, 5, regions=frozenset("a")), Candidate(2, 5, regions=frozenset("a"))
    full = replace(far, load=5)
    case = Project(1, 2, "a")

    assert propose(Problem.of([near], [case])).short == {1: (1, REGION)}
    assert propose(Problem.of([near, far], [Project(1, 2, "b")])).short == {1: (2, REGION)}
    assert propose(Problem.of([near, far], [case], {(1, 2)})).short == {1: (1, CONFLICT)}
    assert propose(Problem.of([near, full], [case])).short == {1: (1, LIMIT)}
    assert propose(Problem.of([], [case])).pairs == () and propose(Problem.of([near], [])).pairs == ()

    rest = Project(1, 1, "a")  # one is there already, who is barred as having been there
    assert propose(Problem.of([near], [rest], {(1, 1)}, {(1, 1)})).short == {1: (1, REGION)}
    assert propose(Problem.of([near, far], [rest], {(1, 1), (1, 2)}, {(1, 1)})).short == {1: (1, CONFLICT)}
    last = replace(near, most=1)  # each of the two could have him, not both
    assert propose(Problem.of([last], [rest, Project(2, 1, "a")])).short == {2: (1, LIMIT)}


def test_a_rerun_fills_gaps_only():
    candidates = [Candidate(key, 3) for key in range(3)]
    first = propose(Problem.of(candidates, [Project(1, 2), Project(2, 1)]))
    loads = first.loads
    held = [replace(each, load=loads[each.key]) for each in candidates]
    again = propose(Problem.of(held, [Project(1, 0), Project(2, 1)], set(first.pairs)))
    assert [case for case, _ in again.pairs] == [2] and not set(again.pairs) & set(first.pairs)
    assert sorted(again.loads.values()) == [1, 1, 2]
