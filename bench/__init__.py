"""Measuring the site against its peers (`make bench`). Only ratios taken in one run mean anything."""
