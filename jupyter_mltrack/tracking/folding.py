"""New points of a run, summed up in its document while it runs."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

import msgspec
from tinydb import Query

from ..records import Summary
from ..store import PointsSummary, Store


def follow_points(store: Store) -> None:
    """Let every folding of points update ``metrics`` and ``summaries`` of its run, in the same transaction."""

    def update(run_id: str, summaries: Mapping[str, PointsSummary]) -> None:
        store.table("runs").update(lambda document: _sum_up(document, summaries), Query().id == run_id)

    store.points.on_fold = update


def _sum_up(document: MutableMapping[str, Any], summaries: Mapping[str, PointsSummary]) -> None:
    metrics = document.setdefault("metrics", {})
    kept = document.setdefault("summaries", {})
    for key, summary in summaries.items():
        metrics[key] = summary.last
        if summary.count > 1:
            kept[key] = msgspec.to_builtins(
                Summary(
                    count=summary.count,
                    last=summary.last,
                    min=summary.min,
                    max=summary.max,
                    mean=summary.mean,
                    last_step=summary.last_step,
                    min_step=summary.min_step,
                    max_step=summary.max_step,
                )
            )
    if not kept:
        del document["summaries"]
