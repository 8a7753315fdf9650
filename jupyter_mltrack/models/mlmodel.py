"""``MLmodel``: the file that says what a model's folder holds, as MLflow reads and writes it."""

from __future__ import annotations

import copy
import datetime
import json
import platform
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ..errors import StoreCorrupt
from ..records import Signature
from .flavors import Written
from .signature import to_mlflow

FILE: Final = "MLmodel"
OWN_PACKAGE: Final = "jupyter_mltrack"
OWN: Final = "mltrack"
"""Our own entry among the flavours: MLflow passes over the names that it does not know."""
MLFLOW_VERSION: Final = "3.17.2"
"""The version whose reading of these folders is tested."""
_LARGEST: Final = 1_000_000


def mlmodel_of(
    flavor: str,
    type: str,
    written: Written,
    signature: Signature | None,
    example: dict[str, Any] | None,
    created: float,
) -> dict[str, Any]:
    """Give what ``MLmodel`` is to say; ``dumped`` makes the text of it.

    Parameters
    ----------
    flavor
        The flavour's name.
    type
        The class of the model.
    written
        What the flavour wrote.
    signature
        What the model takes and gives.
    example
        What ``write_example`` said.
    created
        Unix seconds.
    """
    moment = datetime.datetime.fromtimestamp(created, datetime.timezone.utc)
    document: dict[str, Any] = {
        "flavors": {
            "python_function": {
                "env": {"conda": "conda.yaml", "virtualenv": "python_env.yaml"},
                "loader_module": written.loader,
                "python_version": platform.python_version(),
                **written.python_function,
            },
            **written.native,
            OWN: {"flavor": flavor, "format": written.format, "type": type, **written.config},
        },
        "mlflow_version": MLFLOW_VERSION,
        "model_uuid": uuid.uuid4().hex,
        "utc_time_created": moment.strftime("%Y-%m-%d %H:%M:%S.%f"),
    }
    if signature is not None:
        document["signature"] = to_mlflow(signature)
    if example is not None:
        document["saved_input_example_info"] = example
    return document


def read_mlmodel(folder: Path) -> dict[str, Any]:
    """Read ``MLmodel`` as plain values.

    Raises
    ------
    StoreCorrupt
        When there is none, or it holds anything but plain values: tags of Python, aliases (a small file can stand for
        gigabytes with them), or more than a megabyte.
    """
    file = folder / FILE
    try:
        if file.stat().st_size > _LARGEST:
            raise StoreCorrupt("The model's MLmodel is larger than a megabyte. Nothing was loaded.")
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreCorrupt(f"The model's MLmodel cannot be read ({error}).") from error
    # The same text is the same model; each caller gets values of its own.
    document = copy.deepcopy(_parsed(text))
    if not isinstance(document, dict) or not isinstance(document.get("flavors"), dict):
        raise StoreCorrupt("The model's MLmodel does not say what the model is. Nothing was loaded.")
    return document


def own_config(document: dict[str, Any]) -> dict[str, Any]:
    """Give our own entry of an ``MLmodel``.

    Raises
    ------
    StoreCorrupt
        When it has none.
    """
    config = document["flavors"].get(OWN)
    if not isinstance(config, dict):
        raise StoreCorrupt("This model was not saved by jupyter-mltrack: load it with MLflow.")
    return config


def dumped(document: dict[str, Any]) -> str:
    """Write plain values as YAML; through JSON, which leaves no part in two places that an alias would stand for."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    plain = json.loads(json.dumps(document))
    return str(yaml.dump(plain, Dumper=dumper, default_flow_style=False, allow_unicode=True))


@lru_cache(maxsize=32)
def _parsed(text: str) -> Any:
    import yaml

    # Written in C where the platform has it: ten times as fast.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if "*" in text or "&" in text:
            # An alias is an event of its own; the characters alone also stand in texts.
            events = yaml.parse(text, Loader=loader)
            if any(isinstance(event, yaml.AliasEvent) for event in events):
                raise StoreCorrupt("The model's MLmodel repeats parts by reference. Nothing was loaded.")
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        told = " ".join(str(error).split())[:200]
        raise StoreCorrupt(f"The model's MLmodel cannot be read ({told}). Nothing was loaded.") from error
