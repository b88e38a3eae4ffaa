"""Help to write: what a step's page offers besides its questions, the same in all calls. The examples are made up by us
and belong to no firm. What evaluators look at, and what the exclusions mean, a call's package says."""

from programme.guidance import garage, laundry
from programme.guidance.definitions import DEFINITIONS, GROUPS
from programme.guidance.kinds import Definition, Example, Guidance
from programme.guidance.steps import GUIDANCE

EXAMPLES = (laundry.EXAMPLE, garage.EXAMPLE)

__all__ = ["DEFINITIONS", "EXAMPLES", "GROUPS", "GUIDANCE", "Definition", "Example", "Guidance"]
