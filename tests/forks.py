"""Processes for tests, each a fork of one that has read the code already, so that its start costs next to nothing.
There is one such server in a test run, so what it reads is said here for all tests."""

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["services.mail.lanes", "tests.smtp", "tests.test_kills"])
