"""Saving a model: a folder in MLflow's format, put into the store.

It is done in two halves. The first writes the model's own files, for which the model is needed; the second one writes
what lies beside them, finds the hashes and moves all into the store, and needs neither the model nor its process.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ..records import Artifact, SavedModel, Signature
from ..store import Store
from .cache import working_folder
from .files import digest_of
from .flavors import Flavor, SaveOptions, Written
from .giving_files import check_file_name, keep_files, keep_text
from .mlmodel import FILE, dumped
from .prepare import Content, PreparedModel, prepare, prepare_model
from .training import TrainingRows


def save_model(
    store: Store,
    model: Any,
    name: str = "model",
    *,
    example: Any = None,
    signature: Signature | None = None,
    format: str | None = None,
    training: TrainingRows | None = None,
) -> tuple[SavedModel, list[Artifact]]:
    """Save a model into a store's files, all of it at once.

    Parameters
    ----------
    store
        Where its files are kept.
    model, name, example, signature, format, training
        See ``prepare_model``.

    Returns
    -------
    tuple
        The record of the saved model, and the files that belong to the run.

    Raises
    ------
    InvalidInput, UnsavableModel, MissingPackage
        See ``prepare_model``.
    StoreError
        When the store cannot take it.

    Examples
    --------
    >>> saved, files = save_model(store, SVC().fit(X, y), "clf", example=X)   # doctest: +SKIP
    """
    return _at_once(
        store,
        lambda folder: prepare_model(
            folder, model, name, example=example, signature=signature, format=format, training=training
        ),
    )


def write_model(
    store: Store, name: str, flavor: Flavor, save: Callable[[Path, SaveOptions], Written], content: Content
) -> tuple[SavedModel, list[Artifact]]:
    """Save what a function writes, and what is known beside it, all of it at once; see ``save_model``."""
    return _at_once(store, lambda folder: prepare(folder, name, flavor, save, content))


def keep_model(
    store: Store, folder: Path, prepared: PreparedModel, listed: Path | None = None
) -> tuple[SavedModel, list[Artifact]]:
    """Put a prepared model into the store.

    Parameters
    ----------
    store
        Where its files are kept.
    folder
        Where its own files are; they are gone from there then.
    prepared
        What ``prepare_model`` gave.
    listed
        See ``keep_files``: with it, the call can be repeated after it was interrupted anywhere.

    Raises
    ------
    StoreError
        When the store cannot take it.
    StoreCorrupt
        When a file is gone, is no plain one, or leads elsewhere.
    """
    path = prepared.saved.path
    texts = {**prepared.texts, FILE: dumped(json.loads(prepared.mlmodel))}
    for name in texts:
        check_file_name(path, name)
    artifacts = keep_files(store, folder, prepared.files, path, listed)
    artifacts += [keep_text(store, path, name, text) for name, text in texts.items()]
    artifacts.sort(key=lambda artifact: artifact.path)
    size = sum(artifact.size for artifact in artifacts)
    return msgspec.structs.replace(prepared.saved, digest=digest_of(artifacts, path), size=size), artifacts


def _at_once(store: Store, first: Callable[[Path], PreparedModel]) -> tuple[SavedModel, list[Artifact]]:
    folder = working_folder(store)
    try:
        return keep_model(store, folder, first(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
