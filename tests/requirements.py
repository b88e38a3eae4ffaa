"""What the tests want besides Python packages: Debian parts, installed where that can be done, named where not."""

import os
import shutil
import subprocess
import sys

# command: (Debian package, what its absence means)
PARTS = {
    "chromium-headless-shell": ("chromium-headless-shell", "the browser tests are skipped, unless CHROMIUM names one"),
    "firefox-esr": ("firefox-esr", "what differs from browser to browser is tried in one only"),
    "soffice": ("libreoffice-writer-nogui", "no document is opened in LibreOffice"),
    "redis-server": ("redis-server", "the queue is not tried over Redis"),
    "pg_ctlcluster": ("postgresql", "nothing is tried over PostgreSQL"),
    "nginx": ("nginx-light", "the site behind nginx is not tried"),
    "systemd-analyze": ("systemd", "nobody judges the units"),
}
FONTS = ("fonts-nanum", "fonts-noto-cjk")


def missing() -> list[str]:
    return [package for command, (package, _) in PARTS.items() if shutil.which(command) is None]


def installable() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def main() -> int:
    wanted = missing()
    if wanted and installable():
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *wanted, *FONTS],
        ):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    for command, (package, loss) in PARTS.items():
        if shutil.which(command) is None:
            print(f"{package} is not here: {loss}")
    return 1 if missing() and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
