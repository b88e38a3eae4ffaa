"""The proposal who evaluates what: against the best there is, found by trying everything, on a thousand small problems; in
no order of its input; and soon enough for a page."""

import random
import time
from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pytest

from services.evaluation.assigning import (
    CONFLICT,
    LIMIT,
    REGION,
    Expert,
    Plan,
    Problem,
    Project,
    propose,
    unevenness,
)

PROBLEMS = 1000


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
        may = [each.key for each in problem.experts if problem.may(project, each)]
        most = min(project.need, len(may))
        choices.append([chosen for many in range(most + 1) for chosen in combinations(may, many)])
    rooms = {each.key: each.room for each in problem.experts}
    found = []
    for chosen in product(*choices):
        pairs = [(one.key, key) for one, keys in zip(problem.projects, chosen, strict=True) for key in keys]
        if all(many <= rooms[key] for key, many in Counter(key for _, key in pairs).items()):
            found.append(worth(problem, Plan(tuple(pairs))))
    return min(found)


def made(seed: int) -> tuple[list[Expert], list[Project], set[tuple[int, int]]]:
    """A small problem, by turns one that can be filled and one that cannot."""
    dice = random.Random(seed)
    experts = [
        Expert(key, dice.randint(1, 4), dice.choice((0, 0, 1)), frozenset(dice.choice(("", "a", "b", "ab"))))
        for key in range(dice.randint(2, 4))
    ]
    projects = [Project(10 + key, dice.choice((1, 2, 2)), dice.choice("ab")) for key in range(dice.randint(1, 3))]
    barred = {(one.key, each.key) for one in projects for each in experts if dice.random() < 0.15}
    return experts, projects, barred


def test_it_is_the_best_there_is_and_the_same_in_every_order():
    filled = 0
    for seed in range(PROBLEMS):
        experts, projects, barred = made(seed)
        problem = Problem.of(experts, projects, barred)
        plan = propose(problem)
        assert worth(problem, plan) == best(problem), seed
        for case, expert in plan.pairs:
            assert problem.may(next(one for one in projects if one.key == case), experts[expert]), seed
        assert all(plan.loads[each.key] <= max(each.most, each.load) for each in experts)
        filled += not plan.short
        random.Random(-seed).shuffle(experts)
        random.Random(seed).shuffle(projects)
        if seed % 4 == 0:
            assert propose(Problem.of(experts, projects, sorted(barred))) == plan, seed
    assert 200 < filled < 800  # both kinds were tried


@pytest.mark.parametrize("regions", [0, 3])
@pytest.mark.parametrize("most", [12, 9])
def test_two_hundred_cases_and_forty_evaluators_take_two_seconds_at_most(regions, most):
    dice = random.Random(7)
    everywhere = "abcdefg"
    experts = [Expert(key, most, 0, frozenset(dice.sample(everywhere, regions))) for key in range(40)]
    projects = [Project(key, 2, dice.choice(everywhere)) for key in range(200)]
    barred = {(one.key, each.key) for one in projects for each in experts if dice.random() < 0.03}

    begun = time.process_time()
    plan = propose(Problem.of(experts, projects, barred))
    assert time.process_time() - begun <= 2

    wanted = min(400, 40 * most)
    assert len(plan.pairs) >= wanted * 0.95
    if most == 12:
        assert not plan.short and max(plan.loads.values()) - min(plan.loads.values()) <= 1


def test_it_says_what_keeps_a_case_from_being_filled():
    near, far = Expert(1, 5, regions=frozenset("a")), Expert(2, 5, regions=frozenset("a"))
    full = replace(far, load=5)
    case = Project(1, 2, "a")

    assert propose(Problem.of([near], [case])).short == {1: (1, REGION)}
    assert propose(Problem.of([near, far], [Project(1, 2, "b")])).short == {1: (2, REGION)}
    assert propose(Problem.of([near, far], [case], {(1, 2)})).short == {1: (1, CONFLICT)}
    assert propose(Problem.of([near, full], [case])).short == {1: (1, LIMIT)}
    assert propose(Problem.of([], [case])).pairs == () and propose(Problem.of([near], [])).pairs == ()


def test_a_rerun_fills_gaps_only():
    experts = [Expert(key, 3) for key in range(3)]
    first = propose(Problem.of(experts, [Project(1, 2), Project(2, 1)]))
    loads = first.loads
    held = [replace(each, load=loads[each.key]) for each in experts]
    again = propose(Problem.of(held, [Project(1, 0), Project(2, 1)], set(first.pairs)))
    assert [case for case, _ in again.pairs] == [2] and not set(again.pairs) & set(first.pairs)
    assert sorted(again.loads.values()) == [1, 1, 2]
