"""A child that takes more memory than it is given."""

from services.files.child_process import limit, report

if __name__ == "__main__":
    limit()
    report(done=1)
    hoard = bytearray(2 * 1024 * 1024 * 1024)
    report(done=len(hoard))
