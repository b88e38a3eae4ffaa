"""The child that opens a Hangul document as office programs do: reads {"path": its file}, says {"why": one of
validation.HWP_WHY}.

Run by services/files/validation.py as `python -m services.files.hwp_inspector`; what it opens was uploaded by
strangers, and olefile alone sets no bound to what a made-up file costs it (docs/adr/0027).
"""

import json
import sys

from services.files.child_process import limit, report

SECONDS, MEMORY = 5, 256 * 1024 * 1024
SIGNATURE = b"HWP Document File"


def main() -> None:
    limit(SECONDS, MEMORY)
    import olefile

    try:
        with olefile.OleFileIO(json.load(sys.stdin)["path"], raise_defects=olefile.DEFECT_INCORRECT) as document:
            if not document.exists("FileHeader") or not document.openstream("FileHeader").read().startswith(SIGNATURE):
                report(why="other")
                return
            for stream in document.listdir():
                document.openstream(stream)  # reads all of it: what was cut off is missed
    except Exception:  # olefile raises anything on what is broken
        report(why="damaged")
    else:
        report(why="whole")


if __name__ == "__main__":
    main()
