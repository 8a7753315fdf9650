"""Which column is what, how predictions are cut into chunks, and when a change counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ...errors import InvalidInput
from ...records import TaskKind

ChunkedBy = Literal["all", "rows", "hour", "day", "week", "month"]


@dataclass(frozen=True)
class Roles:
    """Which column of a table of predictions is what.

    Examples
    --------
    >>> Roles(prediction="churns", score="probability", key="customer", time="scored").label
    'label'
    """

    label: str = "label"
    """What was true: a class, a number, or how relevant an item is; in the table of labels, where there is one."""
    prediction: str | None = None
    """What the model said; of two classes it may be left out: then a score from 0.5 on says positive."""
    score: str | Mapping[str, str] | None = None
    """The probability of the positive class; columns by class; of ranking, the score."""
    key: str | tuple[str, ...] | None = None
    """What tells which label belongs to which prediction."""
    time: str | None = None
    """When it was predicted."""
    label_time: str | None = None
    """When the label came, in the table of labels."""
    query: str | None = None
    """Of ranking: rows with the same value were ranked together."""
    quantiles: Mapping[float, str] = field(default_factory=dict)
    """Of regression: columns of predicted quantiles by their share (``{0.9: "p90"}``)."""
    positive: str | None = None
    """The positive one of two classes; the last in order unless said."""
    task: TaskKind | None = None
    """Found from the labels unless said."""

    def keys(self) -> tuple[str, ...]:
        """Give the columns of the key."""
        return (self.key,) if isinstance(self.key, str) else self.key or ()

    def score_columns(self) -> list[str]:
        """Give the columns of scores."""
        if self.score is None:
            return []
        return [self.score] if isinstance(self.score, str) else list(self.score.values())

    def of_predictions(self) -> list[str]:
        """Give all columns of a table of predictions but label and key."""
        named = [self.prediction, *self.score_columns(), self.time, self.query, *self.quantiles.values()]
        return list(dict.fromkeys(name for name in named if name is not None))


@dataclass(frozen=True)
class Chunking:
    """How predictions are cut into chunks.

    Raises
    ------
    InvalidInput
        When there is no such way, or a chunk would have no row.
    """

    by: ChunkedBy = "all"
    """Periods are UTC; weeks begin on Monday."""
    rows: int = 1000
    """Of a chunk, where it is by rows."""

    def __post_init__(self) -> None:
        if self.by not in ("all", "rows", "hour", "day", "week", "month"):
            raise InvalidInput(f"Chunks are by all, rows, hour, day, week or month, not by {self.by!r}.")
        if self.rows < 1:
            raise InvalidInput("A chunk has 1 row at least.")


@dataclass(frozen=True)
class PerformancePolicy:
    """When a change of a metric counts.

    Raises
    ------
    InvalidInput
        When the rate is not between 0 and 1.
    """

    rate: float = 0.05
    """Of the changes that are called one, the share that may be chance; where nothing changed, the chance of any."""
    least: Mapping[str, float] = field(default_factory=dict)
    """The smallest change of a metric that matters, in its unit; by default 0.01 of those between 0 and 1, and of
    losses and errors 5 % of the reference's."""
    fewest_labels: int = 30
    """With fewer labels, values are given and not judged."""
    fewest_of_class: int = 10
    """The same for the rows that a metric rests on: of the smaller class (ROC AUC, PR AUC), positives (recall), those
    that were called positive (precision)."""
    fewest_in_segment: int = 50
    """Rows that a segment has at least."""

    def __post_init__(self) -> None:
        if not 0 < self.rate < 1:
            raise InvalidInput(f"The rate of false alarms is a share between 0 and 1, not {self.rate}.")
