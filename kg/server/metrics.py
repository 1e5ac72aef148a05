"""Counts for a monitoring system, in the text format of Prometheus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

__all__ = ["MEDIA_TYPE", "Metrics"]

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"})


class Metrics:
    """Counts requests by route and status, and how long they took.

    Labels come from the table of routes, never from a request, so that there are only so many.
    """

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._number: Counter[str] = Counter()

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request; a status of 0 means that its client went away."""
        self._requests[route, method if method in _METHODS else "other", status] += 1
        self._number[route] += 1
        self._seconds[route] += seconds  # type: ignore[assignment]  # typeshed knows whole numbers only
        for bound in _BUCKETS:
            if seconds <= bound:
                self._buckets[route, bound] += 1

    def text(self, gauges: Mapping[str, float], ended: Mapping[str, int]) -> str:
        """Return everything.

        Args:
            gauges: What is the case now, by name.
            ended: How many requests the workers ended how.

        """
        return "\n".join([*self._lines(gauges, ended), ""])

    def _lines(self, gauges: Mapping[str, float], ended: Mapping[str, int]) -> Iterator[str]:
        yield "# HELP kg_requests_total Requests by route, method and status; 0: the client went away."
        yield "# TYPE kg_requests_total counter"
        for (route, method, status), number in sorted(self._requests.items()):
            yield f'kg_requests_total{{route="{route}",method="{method}",status="{status}"}} {number}'
        yield "# HELP kg_request_seconds How long requests took."
        yield "# TYPE kg_request_seconds histogram"
        for route, number in sorted(self._number.items()):
            for bound in _BUCKETS:
                counted = self._buckets[route, bound]
                yield f'kg_request_seconds_bucket{{route="{route}",le="{bound:g}"}} {counted}'
            yield f'kg_request_seconds_bucket{{route="{route}",le="+Inf"}} {number}'
            yield f'kg_request_seconds_sum{{route="{route}"}} {self._seconds[route]:.6f}'
            yield f'kg_request_seconds_count{{route="{route}"}} {number}'
        yield "# HELP kg_worker_requests_total What workers were asked, by how it ended."
        yield "# TYPE kg_worker_requests_total counter"
        for how, number in sorted(ended.items()):
            yield f'kg_worker_requests_total{{ended="{how}"}} {number}'
        for name, value in sorted(gauges.items()):
            yield f"# TYPE kg_{name} gauge"
            yield f"kg_{name} {value:g}"
