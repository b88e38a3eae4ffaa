"""Measuring the site against its peers (`make bench`). Only ratios taken in one run mean anything.

The peers' packages live in var/bench; they are found after our own.
"""

import sys
from pathlib import Path

PEERS = Path(__file__).parent.parent / "var" / "bench"
sys.path += [str(folder) for folder in PEERS.glob("lib/python*/site-packages")]
