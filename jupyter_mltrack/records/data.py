"""What a run's cell computed with and what it trained: data sets and models, described."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .scalars import Scalar

DataRole = Literal["fitted", "evaluated", "read"]
"""A model was fitted on it; a model was applied to it; the cell read it."""


class DataColumn(Struct):
    """A column of a table: its name and type (``int64``)."""

    name: str
    type: str


class Dataset(Struct):
    """Data that a cell computed with. The data themselves are not kept."""

    name: str
    """The variable that held them."""
    type: str
    """The class, with its library: ``pandas.DataFrame``."""
    role: DataRole = "read"
    shape: list[int] = field(default_factory=list)
    """Rows first; empty where it cannot be told."""
    element: str = ""
    """Type of the elements of an array (``float64``); empty for tables."""
    columns: list[DataColumn] = field(default_factory=list)
    """Of a table, the first ``MOST_COLUMNS``."""
    more_columns: int = 0
    """How many columns there were beyond those."""
    fingerprint: str | None = None
    """Of the content: equal for equal content. ``None`` where it was not read (on an accelerator, say)."""
    sampled: bool = False
    """The fingerprint covers a part: evenly spaced rows of very many, or objects by their type alone."""
    source: str | None = None
    """The file or URL that it was read from, as the code said it."""
    derived: bool = False
    """It was made of what was read from there (split, joined, scaled), rather than being it."""


MOST_COLUMNS = 64


class FittedModel(Struct):
    """A model that a cell trained or evaluated."""

    name: str
    """The variable that held it (``models.forest`` for an entry of a dict)."""
    type: str
    """The class, with its module: ``sklearn.svm.SVC``."""
    parts: list[str] = field(default_factory=list)
    """Classes of the models in it: a pipeline's steps, what a search searches over, the layers of a network."""
    params: dict[str, Scalar] = field(default_factory=dict)
    """Its settings that are not the library's defaults, named as scikit-learn names them."""
    defaults: dict[str, Scalar] = field(default_factory=dict)
    """The others: the library's defaults that were in force."""
    data: list[str] = field(default_factory=list)
    """Names of the data sets that it was fitted on."""
    fitted: bool = True
    """Whether the object itself was trained; ``cross_val_score`` trains copies of it."""
    size: int | None = None
    """Number of trainable values, of a network."""
    saved: str | None = None
    """The folder within the run that it was saved in: ``models/clf``."""


class ChildRun(Struct):
    """A run within a run: one candidate of a search, with what it tried and what came out."""

    name: str
    params: dict[str, Scalar] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    duration: float | None = None
    """Seconds."""
