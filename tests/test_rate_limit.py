"""Counting requests in the process."""

from threading import Thread, active_count

import pytest
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter

from web import rate_limit
from web.rate_limit import ProcessCounts


class Clock:
    """Stands where the module has `time`."""

    now = 1_700_000_000.0

    def time(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(rate_limit, "time", clock)
    return clock


@pytest.fixture
def counts(clock):
    return ProcessCounts()


def test_it_allows_as_many_as_the_limit_and_again_when_the_time_is_over(counts, clock):
    strategy, limit = FixedWindowRateLimiter(counts), RateLimitItemPerMinute(3)

    assert [strategy.hit(limit, "1.2.3.4") for _ in range(4)] == [True, True, True, False]
    assert strategy.hit(limit, "5.6.7.8")
    assert counts.get_expiry(limit.key_for("1.2.3.4")) == clock.now + 60
    clock.now += 59
    assert not strategy.hit(limit, "1.2.3.4")
    clock.now += 1
    assert strategy.hit(limit, "1.2.3.4")


def test_what_is_over_is_forgotten(counts, clock):
    for place in range(50):
        counts.incr(f"10.0.0.{place}", 60)
    clock.now += 61

    assert counts.get("10.0.0.1") == 0
    counts.incr("10.0.1.1", 60)
    assert list(counts.counts) == ["10.0.1.1"]


def test_one_address_can_be_cleared_and_all(counts):
    counts.incr("a", 60)
    counts.incr("b", 60, amount=2)

    counts.clear("a")

    assert (counts.get("a"), counts.get("b")) == (0, 2)
    assert counts.reset() == 1
    assert counts.get("b") == 0


def test_threads_count_together_and_none_is_started(counts):
    before = active_count()
    threads = [Thread(target=lambda: [counts.incr("a", 60) for _ in range(500)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counts.get("a") == 2000
    assert active_count() == before


def test_the_site_counts_so_unless_told_of_a_storage():
    assert rate_limit.settings("")["RATELIMIT_STORAGE_URI"] == "process://"
    assert rate_limit.settings("redis://h")["RATELIMIT_STORAGE_URI"] == "redis://h"
    assert rate_limit.settings("redis://h")["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"]
