"""`python -m bench [web|documents]`: measure all, or one part, and print lines "name value unit"."""

import importlib
import sys

PARTS = ("web", "documents")


def main() -> None:
    wanted = sys.argv[1:] or PARTS
    if unknown := set(wanted) - set(PARTS):
        sys.exit(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    print("# The machine's pace changes by the minute: compare ratios, never the absolute numbers of two runs.")
    for part in wanted:
        importlib.import_module(f"bench.{part}").run()


if __name__ == "__main__":
    main()
