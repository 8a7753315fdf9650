"""A model as files, in MLflow's format: what it is, what it takes and gives, whether it is safe to load."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from .scalars import Time

ColumnType = Literal[
    "boolean", "integer", "long", "float", "double", "string", "binary", "datetime", "any"
]  # fmt: skip
"""MLflow's names of column types."""


class SignatureField(Struct):
    """One input or output of a model: a named column, or a tensor (with ``shape``, -1 for any size)."""

    type: str
    """A ``ColumnType``, or the element type of a tensor (``float32``)."""
    name: str | None = None
    shape: list[int] | None = None
    required: bool = True


class Signature(Struct):
    """What a model takes and what it gives."""

    inputs: list[SignatureField] = field(default_factory=list)
    outputs: list[SignatureField] = field(default_factory=list)


class ReferenceData(Struct):
    """What is known of the data that a model was trained on; their profile lies among the model's files."""

    rows: int
    """How many rows it was trained on."""
    profiled: int
    """How many of them, drawn at random, the profile is of."""
    features: list[str] = field(default_factory=list)
    """The columns of the profile that the model takes."""
    target: list[str] = field(default_factory=list)
    """Those that it was to predict."""
    predictions: list[str] = field(default_factory=list)
    """Those that it predicts for them: values, and scores of classes."""


class SavedModel(Struct):
    """A model saved with a run: a folder in MLflow's format among the run's artifacts."""

    path: str
    """The folder within the run: ``models/clf``."""
    type: str
    """The class: ``sklearn.svm.SVC``."""
    flavor: str
    """What loads it: ``sklearn``, ``xgboost``, ``pytorch``, …, ``python_function`` for anything else."""
    format: str
    """Of the model's own file: ``skops``, ``ubj``, ``safetensors``, ``cloudpickle``."""
    safe: bool
    """Loading it runs no code of whoever made it. Formats that are pickles are never safe."""
    digest: str
    """Of all its files, by path: the same files have the same digest."""
    size: int
    """Of all its files, in bytes."""
    signature: Signature | None = None
    example: bool = False
    """An input example and the model's outputs for it are among the files."""
    created: Time = 0.0
    reference: ReferenceData | None = None
    """Set where a profile of the training data is among the files."""
