"""What a balancer and a monitoring system ask: whether this process lives, whether the site works, and its figures."""

import hmac
from collections.abc import Iterator
from ipaddress import ip_address

from flask import Blueprint, Response, abort, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

import config
from models.base import now
from services.operations import readiness
from web.rate_limit import limiter

bp = Blueprint("probes", __name__)


@bp.get("/healthz")
@limiter.exempt
def healthz():
    """Whether this process answers and has its database: what a balancer goes by."""
    alive = readiness.database().ok
    return plain("ok\n" if alive else "no database\n"), 200 if alive else 503


@bp.get("/readyz")
def readyz():
    """Whether everything works that the site needs, worker and mail among it; what does not is named."""
    found = readiness.checks(now())
    failing = [name for name, check in found.items() if not check.ok]
    answer = jsonify(ready=not failing, failing=failing, checks={name: vars(check) for name, check in found.items()})
    return answer, 503 if failing else 200


@bp.get("/metrics")
@limiter.exempt
def metrics():
    """Figures for Prometheus; 404 to whoever may not have them."""
    if not may_have_figures():
        abort(404)
    response = plain(generate_latest(REGISTRY) + generate_latest(OfTheSite()))
    response.headers["Content-Type"] = CONTENT_TYPE_LATEST
    return response


def may_have_figures() -> bool:
    """With METRICS_TOKEN whoever sends it; without, this machine, unless the request came through a proxy."""
    wanted = config.current().metrics_token
    if wanted:
        sent = request.authorization.token if request.authorization else ""
        return hmac.compare_digest((sent or "").encode(), wanted.encode())
    passed_on = {"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"} & {*request.headers.keys()}
    return not passed_on and ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104 - no loopback


class OfTheSite(Collector):
    """What all processes of the site share, read from the database when it is asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = readiness.database().ok
        yield GaugeMetricFamily("site_database_up", "Whether the database answers.", up)
        if not up:
            return
        known = readiness.figures(now())
        beat = -1 if known.worker_seconds is None else known.worker_seconds
        yield GaugeMetricFamily("site_worker_beat_seconds", "Since the worker's last beat; -1 before the first.", beat)
        yield GaugeMetricFamily("site_mails_waiting", "Mails not sent yet.", known.mails_waiting)
        yield GaugeMetricFamily("site_mail_oldest_seconds", "Since the oldest of them was queued.", known.mail_seconds)
        yield GaugeMetricFamily("site_mails_failed", "Mails given up.", known.mails_failed)
        yield GaugeMetricFamily("site_disk_free_bytes", "Left on the disk of the data folder.", known.disk_free)


def plain(text: str | bytes) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")
