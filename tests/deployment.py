"""The files of deploy/ at work on loopback: rendered for other ports and folders by plain substitution, started as
systemd and nginx would, and a browser that comes by nginx."""

import os
import shlex
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import config
from models.base import now
from tests import servers
from tests.markup import Element, parsed
from tests.smtp import PostOffice

DEPLOY = config.HOUSE / "deploy"
WEB, WORKER, BACKUP = (f"smart-service-{name}.service" for name in ("web@", "worker", "backup"))
SECRET = "0123456789abcdef0123456789abcdef"


class Rendered:
    """deploy/ as an operator puts it in place, but in a folder and on ports of a test."""

    def __init__(self, folder: Path, database: str, redis: str, office: PostOffice) -> None:
        self.folder, self.office = folder, office
        self.web: dict[int, subprocess.Popen] = {}  # the web processes by their ports, once they run
        self.ports = [servers.free_port() for _ in range(4)]
        web, other, plain, tls = self.ports
        self.address = f"https://localhost:{tls}"
        told = {
            "/opt/smart-service/.venv/bin": str(Path(sys.executable).parent),
            "/opt/smart-service/deploy": str(folder),
            "/opt/smart-service": str(config.HOUSE),
            "/etc/smart-service/site.env": str(folder / "site.env"),
            "/etc/letsencrypt/live/apply.example.com": str(folder / "tls"),
            "/var/lib/smart-service-backups": str(folder / "backups"),
            "/var/lib/smart-service": str(folder / "data"),
            "/var/log/nginx": str(folder),
            "https://apply.example.com": self.address,
            "server_name apply.example.com": "server_name localhost",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ": f"listen 127.0.0.1:{tls} ",
            "127.0.0.1:8001": f"127.0.0.1:{web}",
            "127.0.0.1:8002": f"127.0.0.1:{other}",
            "runuser -u smart-service -- ": "",
            "postgresql://smart_service:PASSWORD@127.0.0.1:5432/smart_service": database,
            "redis://127.0.0.1:6379/0": f"{redis}/0",
            "redis://127.0.0.1:6379/1": f"{redis}/1",
            "smtp://127.0.0.1:25": office.url,
            "#SECRET_KEY=''": f"SECRET_KEY='{SECRET}'",
            "#FIELD_KEYS=''": f"FIELD_KEYS='{Fernet.generate_key().decode()}'",
        }
        used = set()
        for path in DEPLOY.iterdir():
            text = path.read_text(encoding="utf-8")
            for old, new in told.items():
                used |= {old} if old in text else set()
                text = text.replace(old, new)
            (folder / path.name).write_text(text, encoding="utf-8")
            (folder / path.name).chmod(path.stat().st_mode)
        assert used == set(told), "deploy/ says otherwise than this expects"
        (folder / "site.env.example").rename(folder / "site.env")
        (folder / "backups").mkdir()
        (folder / "www").mkdir()
        certify(folder / "tls")

    def service(self, name: str) -> dict[str, str]:
        unit = ConfigParser(strict=False, interpolation=None, delimiters=["="], comment_prefixes=["#"])
        unit.optionxform = str  # type: ignore[assignment, method-assign]
        unit.read(self.folder / name, encoding="utf-8")
        return dict(unit["Service"])

    def command(self, name: str, instance: str = "") -> dict[str, Any]:
        """What systemd would run, for subprocess."""
        told = self.service(name)
        environ = {"PATH": f"{os.defpath}:{servers.POSTGRES}"} | read_environment(Path(told["EnvironmentFile"]))
        args = shlex.split(told["ExecStart"].replace("%i", instance))
        return {"args": args, "env": environ, "cwd": told["WorkingDirectory"]}

    def site(self, *words: str) -> str:
        """What the shipped command line prints."""
        command = ["env", "-i", f"PATH={os.defpath}", self.folder / "smart-service", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def nginx(self) -> list[str]:
        """nginx with the site in the midst of a minimal configuration of its own."""
        main = f"""
            daemon off; master_process on; worker_processes 1; pid {self.folder}/nginx.pid;
            {"user root;" if os.geteuid() == 0 else ""}
            events {{ }}
            http {{
                include /etc/nginx/mime.types;
                client_body_temp_path {self.folder}/www/body; proxy_temp_path {self.folder}/www/proxy;
                fastcgi_temp_path {self.folder}/www/f; uwsgi_temp_path {self.folder}/www/u; scgi_temp_path {self.folder}/www/s;
                include {self.folder}/nginx.conf;
            }}"""
        (self.folder / "main.conf").write_text(main, encoding="utf-8")
        errors = str(self.folder / "start.log")
        return ["nginx", "-p", str(self.folder), "-e", errors, "-c", str(self.folder / "main.conf")]

    def served(self, method: str, status: int) -> set[str]:
        """The web processes nginx says it had such answers from."""
        lines = (self.folder / "smart-service.log").read_text(encoding="utf-8").splitlines()
        said = [line.split("] ", 1)[1].split() for line in lines]
        return {words[4] for words in said if words[:2] == [method, str(status)]}


def read_environment(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {name: shlex.split(value)[0] for name, value in (line.split("=", 1) for line in lines)}


def certify(folder: Path) -> None:
    """A certificate of localhost, signed by itself."""
    folder.mkdir()
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = (
        built.serial_number(x509.random_serial_number()).not_valid_before(now()).not_valid_after(now() + timedelta(1))
    )
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = built.sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8
    plain = key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(plain)


@contextmanager
def started(**command: Any) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(**command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


class Stay(HTTPRedirectHandler):
    """A browser that is told where to go and waits."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Answer:
    def __init__(self, response: HTTPResponse | HTTPError) -> None:
        self.status, self.headers, self.body = response.status or 0, response.headers, response.read()

    @property
    def page(self) -> Element:
        return parsed(self.body.decode())


class Browser:
    """Comes by nginx and TLS, keeps cookies, says where it comes from, and lies about when and whence it asks."""

    lies = {"X-Request-Arrived": "1", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}

    def __init__(self, address: str, certificate: Path) -> None:
        self.address = address
        tls = HTTPSHandler(context=ssl.create_default_context(cafile=str(certificate)))
        self.opener = build_opener(tls, HTTPCookieProcessor(CookieJar()), Stay)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask(path, None, headers)

    def post(self, path: str, sent: dict[str, Any]) -> Answer:
        return self.ask(path, urlencode(sent, doseq=True).encode(), {"Referer": self.at(path), "Origin": self.address})

    def submit(self, path: str, sent: dict[str, Any]) -> Answer:
        """The form of a page that posts to itself, with these fields."""
        return self.submit_to(path, path, sent)

    def submit_to(self, action: str, path: str, sent: dict[str, Any]) -> Answer:
        page = self.get(path).page
        form = next(form for form in page.select("main form[method=post]") if form.get("action", path) in (action, ""))
        fields = form.select("input[type=hidden][name][value]")
        fields += page.select(f"input[type=hidden][form='{form['id']}']") if form.get("id") else []
        hidden = {str(tag["name"]): str(tag["value"]) for tag in fields}
        return self.post(action, hidden | sent)

    def at(self, path: str) -> str:
        return path if "://" in path else self.address + path

    def ask(self, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        request = Request(self.at(path), body, self.lies | headers)  # noqa: S310 - nginx's address
        try:
            return Answer(self.opener.open(request, timeout=30))
        except HTTPError as response:
            return Answer(response)
