"""Addresses answered whatever Host is asked for: a balancer asks by the machine's own."""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
PATHS = ("/healthz", "/readyz", "/metrics")  # no page of theirs builds an address on the Host


def answered(app: Application, host: str) -> Application:
    """The same application, which believes that these are asked for by the site's own host."""

    def asked(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in PATHS:
            environ = environ | {"HTTP_HOST": host}
        return app(environ, start_response)

    return asked
