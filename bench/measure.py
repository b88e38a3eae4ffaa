"""What both parts share: the core, the rounds with their calibration, and the lines printed.

One round measures everything once, so that whatever slows the machine slows all of it; ratios are taken within a round.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

Clock = Callable[[], float]
ROUNDS = 7


def pin(place: int) -> None:
    """Keep this process, and those it starts from now on, on one core: its first (0), its last (-1)."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {CORES[place]})


CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]


def rounds(count: int = ROUNDS) -> Iterator[int]:
    """A round to warm up, numbered 0 and not to be counted, then `count`; each says how fast the machine just was."""
    for number in range(count + 1):
        line(f"calibration_{number}", typical(sum, range(300_000)), "ms")
        yield number


def took(do: Callable[..., Any], *about: Any, clock: Clock = time.perf_counter) -> tuple[float, Any]:
    """Milliseconds of one call, and what it returned."""
    start = clock()
    result = do(*about)
    return (clock() - start) * 1000, result


def typical(do: Callable[..., Any], *about: Any, clock: Clock = time.perf_counter) -> float:
    """Milliseconds of a typical call: the median of as many as go into 150 ms, at least 1 and at most 100."""
    taken = [took(do, *about, clock=clock)[0]]
    while sum(taken) < 150 and len(taken) < 100:
        taken.append(took(do, *about, clock=clock)[0])
    return median(taken)


def busy(do: Callable[..., Any], *about: Any) -> float:
    """Like `typical`, in milliseconds this process was at work: waiting for a neighbour's turn on the core is none."""
    return typical(do, *about, clock=time.process_time)


def at_work(process: int) -> float:
    """Milliseconds a process was at work so far, by the clock Linux keeps of it: see clock_getcpuclockid(3)."""
    return time.clock_gettime(~process << 3 | 2) * 1000


def line(name: str, value: float, unit: str) -> None:
    print(f"{name} {value:.4g} {unit}", flush=True)


def spread(name: str, values: Sequence[float], unit: str) -> None:
    """The median over the rounds, then the least and the most."""
    for ending, value in (("", median(values)), ("_min", min(values)), ("_max", max(values))):
        line(name + ending, value, unit)


def ratio(name: str, over: Sequence[float], under: Sequence[float]) -> None:
    """How many times one took what the other did, round by round."""
    spread(name, [one / other for one, other in zip(over, under, strict=True)], "x")
