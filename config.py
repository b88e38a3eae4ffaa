"""Every setting, with a default that runs; the only reader of the environment."""

import json
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

HOUSE = Path(__file__).parent
KST = ZoneInfo("Asia/Seoul")


class BadSetting(ValueError):
    """A variable is not what its setting wants; the message names it and says what is wanted."""


@dataclass(frozen=True)
class Settings:
    """One site's settings; each is read from the variable of its name in capitals, e.g. SMTP_URL."""

    data_dir: str = str(HOUSE / "var")  # database, queue, uploads, kept mail: 0700
    database_url: str = ""  # sqlite:///… or postgresql://…; empty: site.db in the data folder
    huey_url: str = ""  # redis://… or postgresql://…; empty: queue.db in the data folder
    rate_limit_url: str = ""  # redis://…, where all processes count requests together; empty: each counts its own
    storage_url: str = "file:"  # uploaded files: in the data folder, or s3://bucket/prefix?endpoint=…&region=…
    smtp_url: str = ""  # smtp://user:password@host:587?tls=starttls; empty: mail is kept in the data folder
    operator: str = ""  # the body whose own reception this site is, by name; empty: an unofficial helper, which says so
    # Who runs the site, for its pages on privacy, terms and accessibility; they say what is missing
    # (programme/particulars.py)
    controller: str = ""  # who runs an unofficial helper, by name; where OPERATOR is set, it is that body
    operator_address: str = ""
    operator_phone: str = ""
    operator_email: str = ""
    privacy_officer: str = ""  # 개인정보 보호책임자: name and post, or a department
    processors: str = ""  # who handles personal data on its behalf: "name: what for; name: what for", "-" for nobody
    policies_from: str = ""  # the day those pages hold from, as they say it: 2026. 12. 1.
    mail_from: str = "noreply@example.com"  # an address, or "name <address>"; without a name, the site's
    public_url: str = "http://127.0.0.1:8000"  # what mailed links begin with, never the request's Host
    secret_key: str = ""  # signs cookies and queue messages
    field_keys: str = ""  # Fernet keys, newest first, comma between: personal fields at rest
    business_status_key: str = ""  # of data.go.kr (국세청 사업자등록정보 상태조회); empty: nobody's status is asked
    business_status_url: str = "https://api.odcloud.kr/api/nts-businessman/v1/status"
    address_key: str = ""  # of business.juso.go.kr (도로명주소 검색 API); empty: addresses are typed
    address_url: str = "https://business.juso.go.kr/addrlink/addrLinkApi.do"
    metrics_token: str = ""  # opens /metrics to whoever sends it as a bearer token; empty: to this machine only
    demo: bool = False  # sample companies, loopback only, /dev/mail
    testing: bool = False
    trust_proxy: bool = False  # behind nginx: believe X-Forwarded-For and X-Request-Arrived
    threads: int = 4

    @property
    def data(self) -> Path:
        return Path(self.data_dir)

    @property
    def by_tls(self) -> bool:
        """Whether people come by https."""
        return self.public_url.startswith("https:")

    @cached_property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'site.db'}"


def without_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment that sets nothing of ours, for a process that is to be told all it should know."""
    ours = {field.name.upper() for field in fields(Settings)}
    return {name: text for name, text in environ.items() if name not in ours}


def from_environ() -> Settings:
    """The settings of this process. Raises BadSetting."""
    given: dict[str, Any] = {}
    for field in fields(Settings):
        if field.name == "testing":  # for tests to say, in so many words
            continue
        text = os.environ.get(field.name.upper())
        if text is not None:
            given[field.name] = read(field.name.upper(), text, field.type)
    settings = Settings(**given)
    address = urlsplit(settings.public_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise BadSetting(
            f"PUBLIC_URL is {settings.public_url!r}; it wants an address such as https://apply.example.com"
        )
    return with_own_keys(settings) if settings.demo else settings


YES, NO = ("1", "true", "yes"), ("", "0", "false", "no")


def read(name: str, text: str, kind: Any) -> str | int | bool:
    """What a variable's text is for a setting of this kind. Raises BadSetting."""
    if kind is int:
        if not (text.isascii() and text.isdigit() and int(text)):
            raise BadSetting(f"{name} is {text!r}; it wants a whole number of 1 or more")
        return int(text)
    if kind is bool:
        if text.lower() not in YES + NO:
            raise BadSetting(f"{name} is {text!r}; it wants 1 for yes or 0 for no")
        return text.lower() in YES
    return text


def with_own_keys(settings: Settings) -> Settings:
    """A demo without keys makes its own and keeps them beside its database; no real site may."""
    path = settings.data / "keys.json"
    if not path.exists():
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = {"secret_key": secrets.token_hex(32), "field_keys": urlsafe_b64encode(secrets.token_bytes(32)).decode()}
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(keys))
        with suppress(FileExistsError):  # web and worker may start at once; the first one's keys hold
            os.link(fresh, path)
        fresh.unlink()
    return replace(settings, **json.loads(path.read_text()))


_current: Settings | None = None


def use(settings: Settings) -> None:
    """Make these the settings of the process; create_app and the tests call it, nobody else."""
    global _current
    _current = settings


def current() -> Settings:
    """What `use` was given; in a process where nobody called it, such as the worker, what the environment says."""
    return _current or from_environ()


def lead_to(address: str) -> None:
    """Let mailed links of this process and those it starts begin with the address, unless PUBLIC_URL is set."""
    if "PUBLIC_URL" not in os.environ:
        os.environ["PUBLIC_URL"] = address
        use(replace(current(), public_url=address))
