"""The first half of saving a model: its own files in a folder, and what is known of it, in plain values."""

from __future__ import annotations

import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from ..errors import InvalidInput, MLTrackError
from ..records import Environment, ReferenceData, SavedModel, Signature
from .example import first_rows, write_example, write_output
from .flavors import Flavor, SaveOptions, Written, flavor_named, flavor_of
from .flavors.classes import path_of
from .mlmodel import OWN_PACKAGE, mlmodel_of
from .refusals import UnsavableModel
from .requirements import requirement_files, requirements_of
from .signature import infer_signature
from .training import TrainingRows

logger = logging.getLogger(__name__)

FOLDER: Final = "models"
"""The folder of models within a run."""
_NAME = re.compile(r"[\w][\w .+-]{0,99}\Z")


class PreparedModel(Struct):
    """A model whose own files are on the disk: what is left to do, in plain values."""

    saved: SavedModel
    """Its record; the digest and the size come with the hashes."""
    files: list[str]
    """The files that are there, by their names within the folder."""
    texts: dict[str, str]
    """The small files that come beside them."""
    mlmodel: str
    """What ``MLmodel`` is to say, as JSON."""


def prepare_model(
    folder: Path,
    model: Any,
    name: str = "model",
    *,
    example: Any = None,
    signature: Signature | None = None,
    format: str | None = None,
    training: TrainingRows | None = None,
) -> PreparedModel:
    """Write a model's own files; ``keep_model`` does the rest.

    Parameters
    ----------
    folder
        An empty folder.
    model
        The model, of any flavour.
    name
        What it is called within its run.
    example
        Input for it, of which the first rows are kept with what the model makes of them.
    signature
        What it takes and gives; found from the example, when left out.
    format
        Another format than the flavour's first one: ``cloudpickle`` takes almost anything, and asks for trust when it
        is loaded.
    training
        What it was trained on; a profile of that is kept beside it.

    Raises
    ------
    InvalidInput
        For a name that is none, an example that the model cannot take, training data that are no table.
    UnsavableModel
        When nothing saves such an object, or not in this format.
    MissingPackage
        When a package is not installed that the format needs.
    """
    check_name(name)
    flavor = _flavor_for(model, format)
    rows = first_rows(example) if example is not None else None
    output = None
    if rows is not None:
        try:
            output = flavor.predict(model, rows)
        except Exception as error:
            raise InvalidInput(
                f"The model cannot take the example ({type(error).__name__}: {str(error)[:200]})."
            ) from error
    content = Content(path_of(type(model)), rows, output, signature, format, training=training, model=model)
    return prepare(folder, name, flavor, lambda folder, options: flavor.save(model, folder, options), content)


@dataclass
class Content:
    """What goes beside the model's own files.

    Parameters
    ----------
    type
        The model's class, with its module.
    example, output
        A few rows of input, and what the model makes of them; ``None`` where there are none.
    signature
        ``None``: found from those two.
    format
        The format that was asked for.
    environment
        What the model was made with; ``None``: what is imported in this process.
    training
        Rows of what it was trained on; ``None`` where no profile of that is kept.
    model
        The model itself, where it can be applied to them.
    """

    type: str
    example: Any = None
    output: Any = None
    signature: Signature | None = None
    format: str | None = None
    environment: Environment | None = None
    training: TrainingRows | None = None
    model: Any = None


def prepare(
    folder: Path, name: str, flavor: Flavor, save: Callable[[Path, SaveOptions], Written], content: Content
) -> PreparedModel:
    """Let a function write a model's own files, and add what is known beside it; see ``prepare_model``."""
    created = time.time()
    signature = content.signature
    if signature is None and content.example is not None:
        signature = _signature_of(content.example, content.output)
    written = save(folder, SaveOptions(content.format, content.example))
    # Looking into the folder is the slower way.
    files = written.files if content.example is None and content.training is None else None
    info = None
    if content.example is not None:
        info = write_example(folder, content.example)
        if content.output is not None:
            write_output(folder, content.output)
    reference = _reference(folder, flavor, content)
    modules = written.uses | {content.type.partition(".")[0]} - {"__main__", "builtins"}
    if not written.loader.startswith("mlflow."):
        modules.add(OWN_PACKAGE)
    saved = SavedModel(
        path=f"{FOLDER}/{name}",
        type=content.type,
        flavor=flavor.name,
        format=written.format,
        safe=written.safe,
        digest="",
        size=0,
        signature=signature,
        example=info is not None,
        created=created,
        reference=reference,
    )
    return PreparedModel(
        saved=saved,
        files=sorted(_files_in(str(folder)) if files is None else files),
        texts=requirement_files(requirements_of(modules, content.environment)),
        mlmodel=json.dumps(mlmodel_of(flavor.name, content.type, written, signature, info, created)),
    )


def _files_in(folder: str, inside: str = "") -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files_in(entry.path, f"{inside}{entry.name}/")
            else:
                yield f"{inside}{entry.name}"


def _reference(folder: Path, flavor: Flavor, content: Content) -> ReferenceData | None:
    if content.training is None:
        return None
    try:
        from .reference import write_reference

        return write_reference(folder, content.training, flavor, content.model)
    except Exception as error:
        if content.training.by_hand:
            told = error.message if isinstance(error, MLTrackError) else f"{type(error).__name__}: {error}"
            raise InvalidInput(f"No profile can be made of the training data. {told}"[:500]) from error
        logger.info("A model is saved without a profile of its training data: %s", error)
        return None


def check_name(name: str) -> None:
    """Refuse what is no name of a model within a run.

    Raises
    ------
    InvalidInput
        When it is empty, long, or has anything but letters, digits, spaces and ``_.+-``.
    """
    if not isinstance(name, str) or not _NAME.match(name) or ".." in name or name != name.strip(" ."):
        raise InvalidInput(
            f"{str(name)[:60]!r} is no name of a model: it has letters, digits, spaces and '_', '-', '+', '.' only."
        )


def _flavor_for(model: Any, format: str | None) -> Flavor:
    flavor = flavor_of(model)
    if flavor is None:
        raise UnsavableModel(
            f"A {type(model).__name__} is no model that can be saved: it has no 'predict', and is no function."
        )
    if format is None or format in flavor.formats:
        return flavor
    general = flavor_named("python_function")
    if format not in general.formats:
        formats = ", ".join(dict.fromkeys((*flavor.formats, *general.formats)))
        raise InvalidInput(f"{format[:40]!r} is no format for a model of {flavor.name}: there are {formats}.")
    return general


def _signature_of(example: Any, output: Any) -> Signature | None:
    try:
        return infer_signature(example, output)
    except InvalidInput:
        pass
    try:
        # What the model takes is worth knowing where what it gives is something of its own.
        return infer_signature(example)
    except InvalidInput as error:
        logger.info("A model is saved without a signature: %s", error.message)
        return None
