"""Firefox, driven over Marionette: its own remote control, lines of JSON on a loopback socket. No driver is needed."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.site import PATIENCE, eventually
from tests.smtp import free_port

FIREFOX = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox") or ""
STARTING = 120  # seconds the first start of a machine may take, which reads all of Firefox from the disk
KEYS = {"Alt": "\ue00a", "ArrowDown": "\ue015", "ArrowUp": "\ue013", "Control": "\ue009", "Enter": "\ue007"}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name WebDriver gives a reference to an element
SETTINGS = {
    "browser.aboutwelcome.enabled": False,
    "browser.sessionstore.resume_from_crash": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "ko",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


class Firefox:
    """One window. Scripts run in the page; keys and clicks are as a person's."""

    def __init__(self, port: int) -> None:
        self.wire = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.wire.settimeout(3 * PATIENCE)
        self.number = 0
        self.receive()  # who it is
        self.call("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"unhandledPromptBehavior": "accept"}}})

    def receive(self) -> Any:
        length = b""
        while (byte := self.wire.recv(1)) != b":":
            assert byte, "Firefox is gone"
            length += byte
        said = b""
        while len(said) < int(length):
            said += self.wire.recv(int(length) - len(said))
        return json.loads(said)

    def call(self, command: str, parameters: dict[str, Any] | None = None) -> Any:
        self.number += 1
        said = json.dumps([0, self.number, command, parameters or {}])
        self.wire.sendall(f"{len(said)}:{said}".encode())
        _, number, error, result = self.receive()
        assert number == self.number
        assert error is None, (command, error)
        return result["value"] if isinstance(result, dict) and list(result) == ["value"] else result

    # ---- what a person does ----

    def go(self, address: str) -> None:
        self.call("WebDriver:Navigate", {"url": address})

    def back(self) -> None:
        self.call("WebDriver:Back")

    def forward(self) -> None:
        self.call("WebDriver:Forward")

    def reload(self) -> None:
        self.call("WebDriver:Refresh")

    def keep(self, cookies: list[dict[str, Any]]) -> None:
        """Cookies of the site that is open, as Playwright gives them."""
        for cookie in cookies:
            known = {name: cookie[name] for name in ("name", "value", "path", "httpOnly", "secure", "sameSite")}
            self.call("WebDriver:AddCookie", {"cookie": known})

    def find(self, selector: str) -> dict[str, str]:
        found = self.call("WebDriver:FindElement", {"using": "css selector", "value": selector})
        return {"id": found[ELEMENT]}

    def type(self, selector: str, text: str) -> None:
        """Key by key, at the end of what is there."""
        self.call("WebDriver:ElementSendKeys", self.find(selector) | {"text": text})

    def press(self, selector: str) -> None:
        self.call("WebDriver:ElementClick", self.find(selector))

    def keys(self, *pressed: str) -> None:
        """Where the focus is: "Control+v"."""
        for key in pressed:
            found = self.call("WebDriver:GetActiveElement")
            text = "".join(KEYS.get(part, part) for part in key.split("+"))
            self.call("WebDriver:ElementSendKeys", {"id": found[ELEMENT], "text": text})

    def ask(self, expression: str) -> Any:
        return self.call("WebDriver:ExecuteScript", {"script": f"return {expression}", "args": []})


@contextmanager
def open_firefox(folder: Path) -> Iterator[Firefox]:
    """A new window of a new profile."""
    port = free_port()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in SETTINGS.items()]
    lines.append(f'user_pref("marionette.port", {port});')
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "user.js").write_text("\n".join(lines))
    command = [FIREFOX, "--headless", "--no-remote", "--marionette", "--profile", str(folder)]
    with open(folder / "log", "wb") as log:
        running = subprocess.Popen(
            command, env=os.environ | {"HOME": str(folder)}, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        eventually(lambda: listens(port) or running.poll() is not None, STARTING)
        assert running.poll() is None, (folder / "log").read_text()
        yield Firefox(port)
    finally:
        running.terminate()
        running.wait(PATIENCE)


def listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
