"""Files: what an uploaded one may be, where it lies, and the limited child processes that open it."""
