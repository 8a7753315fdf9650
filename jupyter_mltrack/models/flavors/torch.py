"""PyTorch: tensors as safetensors, beside a description of the layers or the path of the class; exported programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...errors import StoreCorrupt
from ..refusals import UnsavableModel, package
from . import torch_layers
from .base import Copy, Flavor, SaveOptions, Written
from .classes import inherits, module_of, path_of
from .torch_state import FORMAT, tensors_of

_TENSORS = "model.safetensors"
_LAYERS = "layers.json"
_PROGRAM = "data/model.pt2"


class Torch(Flavor):
    """``torch.nn.Module``.

    Made of torch's own layers, it is described and safe to load. Of a class of somebody's own, the tensors and the
    class's import path are kept, or the exported program, where an example to trace it with is given; both need trust
    when they are loaded: the class is code, and torch itself unpickles parts of an exported program. Capture keeps the
    tensors alone of such a module (``state_dict``), because the rest would run that code; they are what is loaded then.
    """

    name = "pytorch"
    formats = ("safetensors", "pt2", FORMAT)

    def takes(self, kind: type) -> bool:
        """Take modules of torch."""
        return inherits(kind, "torch", "Module")

    def save(self, model: Any, folder: Path, options: SaveOptions) -> Written:
        """Write the tensors with what rebuilds the module, or the exported program."""
        if options.format == FORMAT:
            files = package("safetensors.torch", "Saving a torch model")
            files.save_file(_apart(tensors_of(model)), folder / _TENSORS)
            return _state_only(path_of(type(model)))
        if options.format == "pt2":
            return _export(model, folder, options.example)
        layers = torch_layers.describe(model)
        settings = torch_layers.arguments(model) if layers is None else {}
        if layers is None and (settings is None or module_of(type(model)) == "__main__"):
            if options.example is not None and options.format is None:
                return _export(model, folder, options.example)
            raise UnsavableModel(
                f"{type(model).__name__} cannot be rebuilt from its tensors: it is defined in the notebook, or was "
                "made with arguments that it does not keep. Give an example, so that the program is exported "
                "(example=X[:2]), or use format='cloudpickle'; both ask for trust when they are loaded."
            )
        files = package("safetensors.torch", "Saving a torch model")
        files.save_file(_apart(dict(model.state_dict())), folder / _TENSORS)
        return _described(layers, path_of(type(model)), settings or {}, folder)

    def load(self, folder: Path, config: dict[str, Any], trusted: bool) -> Any:
        """Rebuild the module and fill it; nothing is drawn at random meanwhile. It comes in evaluation mode."""
        torch = package("torch", "Loading this model")
        if config.get("format") == "pt2":
            if not trusted:
                raise self.refused(config)
            return _program(torch, folder)
        state_only = config.get("format") == FORMAT
        if not config.get("layers") and not trusted and not state_only:
            raise self.refused(config)
        files = package("safetensors.torch", "Loading this model")
        try:
            tensors = files.load_file(folder / _TENSORS)
        except Exception as error:
            raise StoreCorrupt(
                f"The file of the model's tensors cannot be read: {str(error)[:200]}"
            ) from error
        if state_only:
            return tensors
        if config.get("layers"):
            build = torch_layers.builder(json.loads((folder / _LAYERS).read_text(encoding="utf-8")))
        else:
            build = _own_class(config)
        return torch_layers.filled(torch, build, tensors).eval()

    def danger(self, config: dict[str, Any]) -> str:
        """Say whose code it is."""
        if config.get("format") == "pt2":
            return "it is an exported program (pt2): torch unpickles parts of it, which runs any code that is in them"
        return f"it is of the class {str(config.get('class'))[:80]}: loading it imports and runs that class's code"

    def predict(self, model: Any, data: Any) -> Any:
        """Apply it to a tensor, an array or the numbers of a table, without gradients."""
        torch = package("torch", "Predicting")
        if isinstance(model, dict):
            raise UnsavableModel(
                "Of this model only the tensors are kept: make an object of its class, and fill that with "
                "load_state_dict(...)."
            )
        if hasattr(data, "to_numpy"):
            data = data.to_numpy(dtype="float32")
        with torch.no_grad(), _evaluating(model):
            found = model(data if isinstance(data, torch.Tensor) else torch.tensor(data))
        return found.numpy(force=True) if isinstance(found, torch.Tensor) else found

    def copy(self, model: Any, most: int) -> Copy:
        """Clone the tensors: with the layers where those are torch's own, else the tensors alone."""
        # What is asked of a class of the notebook would be answered by its code.
        layers = torch_layers.describe(model)
        tensors = dict(model.state_dict()) if layers is not None else tensors_of(model)
        size = sum(part.numel() * part.element_size() for part in tensors.values())
        if size > most:
            raise UnsavableModel(f"it is larger than {most / 1_000_000:g} MB")
        cloned = {name: part.detach().to("cpu", copy=True) for name, part in tensors.items()}
        files = package("safetensors.torch", "Saving a torch model")
        config = {"class": path_of(type(model)), "layers": layers}
        return Copy(lambda: bytes(files.save(_apart(cloned))), config, size)

    def save_copy(
        self, content: bytes, config: dict[str, Any], folder: Path, options: SaveOptions
    ) -> Written:
        """Write the bytes as they are: torch is not even loaded."""
        (folder / _TENSORS).write_bytes(content)
        if config["layers"] is None:
            return _state_only(config["class"])
        return _described(config["layers"], config["class"], {}, folder)

    def restore(self, content: bytes, config: dict[str, Any]) -> Any:
        """Give nothing: loading torch for a few outputs is not worth it."""
        return None


def _apart(tensors: dict[str, Any]) -> dict[str, Any]:
    """Give tensors that share no memory (tied weights do): the format holds each piece once."""
    apart: dict[str, Any] = {}
    seen: set[tuple[int, int]] = set()
    for name, part in tensors.items():
        plain = part.detach().contiguous()
        place = (plain.untyped_storage().data_ptr(), plain.storage_offset())
        apart[name] = plain.clone() if place in seen and plain.numel() else plain
        seen.add(place)
    return apart


def _described(layers: Any, path: str, settings: dict[str, Any], folder: Path) -> Written:
    config: dict[str, Any] = {"class": path, "layers": layers is not None}
    files = [_TENSORS]
    if layers is not None:
        (folder / _LAYERS).write_text(json.dumps(layers), encoding="utf-8")
        files.append(_LAYERS)
    else:
        config["settings"] = settings
    return Written(
        "safetensors",
        layers is not None,
        config,
        uses={"torch", "safetensors", path.partition(".")[0]},
        files=files,
    )


def _state_only(path: str) -> Written:
    return Written(FORMAT, True, {"class": path}, uses={"torch", "safetensors", path.partition(".")[0]})


def _export(model: Any, folder: Path, example: Any) -> Written:
    torch = package("torch", "Saving this model")
    if example is None:
        raise UnsavableModel("Exporting a program needs an example of its input: example=X[:2].")
    if hasattr(example, "to_numpy"):
        example = example.to_numpy(dtype="float32")
    tensor = torch.as_tensor(example)
    if tensor.ndim == 0 or tensor.shape[0] < 1:
        raise UnsavableModel("The example must have rows.")
    if tensor.shape[0] == 1:
        # A single row would be taken for the only number of rows there is.
        tensor = torch.cat([tensor, tensor])
    try:
        with _evaluating(model):
            rows = {0: torch.export.Dim("rows", min=1)}
            program = torch.export.export(model, (tensor,), dynamic_shapes=(rows,))
        (folder / _PROGRAM).parent.mkdir()
        torch.export.save(program, folder / _PROGRAM)
    except Exception as error:
        raise UnsavableModel(
            f"torch cannot export this model ({type(error).__name__}: {str(error)[:300]})."
        ) from error
    return Written("pt2", False, {}, uses={"torch"})


@contextmanager
def _evaluating(model: Any) -> Iterator[None]:
    """Put a module into evaluation mode meanwhile: in training mode, applying it changes it."""
    trained = [part for part in model.modules() if part.training]
    try:
        for part in trained:
            part.training = False
        yield
    finally:
        for part in trained:
            part.training = True


def _program(torch: Any, folder: Path) -> Any:
    try:
        return torch.export.load(folder / _PROGRAM).module()
    except Exception as error:
        raise StoreCorrupt(f"torch cannot read the exported program: {str(error)[:200]}") from error


def _own_class(config: dict[str, Any]) -> Any:
    import importlib

    path, settings = str(config.get("class")), config.get("settings") or {}
    module, _, name = path.rpartition(".")
    try:
        kind = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise StoreCorrupt(f"The class {path} of the model is not here: {error}.") from error
    return lambda: kind(**settings)
