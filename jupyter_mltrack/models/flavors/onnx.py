"""ONNX graphs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...errors import StoreCorrupt
from ..refusals import UnsavableModel, package
from .base import Copy, Flavor, SaveOptions, Written
from .classes import inherits

_FILE = "model.onnx"
_LARGEST = 2_000_000_000
"""What one message of its format can hold."""


class Onnx(Flavor):
    """``onnx.ModelProto``; predictions go through onnxruntime."""

    name = "onnx"
    formats = ("onnx",)

    def takes(self, kind: type) -> bool:
        """Take ONNX's own message of a model."""
        return inherits(kind, "onnx", "ModelProto")

    def save(self, model: Any, folder: Path, options: SaveOptions) -> Written:
        """Write ``model.onnx``."""
        content = self._content(model)
        (folder / _FILE).write_bytes(content)
        return self._written()

    def load(self, folder: Path, config: dict[str, Any], trusted: bool) -> Any:
        """Load the graph, without any file outside it that it may name."""
        onnx = package("onnx", "Loading this model")
        try:
            model = onnx.load_model_from_string((folder / _FILE).read_bytes())
            onnx.checker.check_model(model)
        except Exception as error:
            raise StoreCorrupt(f"ONNX cannot read the file of the model: {str(error)[:200]}") from error
        return model

    def predict(self, model: Any, data: Any) -> Any:
        """Run the graph; a dict of arrays by input, or one array for its only input."""
        import numpy

        runtime = package("onnxruntime", "Predicting with an ONNX model")
        session = runtime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        if not isinstance(data, dict):
            data = {
                session.get_inputs()[0].name: numpy.asarray(
                    data, dtype=_element(session.get_inputs()[0].type)
                )
            }
        names = [output.name for output in session.get_outputs()]
        found = dict(zip(names, session.run(None, data), strict=True))
        return found[names[0]] if len(names) == 1 else found

    def copy(self, model: Any, most: int) -> Copy:
        """Copy it as the very bytes of its file."""
        content = self._content(model)
        if len(content) > most:
            raise UnsavableModel(f"it is larger than {most / 1_000_000:g} MB")
        return Copy(content, {}, len(content))

    def save_copy(
        self, content: bytes, config: dict[str, Any], folder: Path, options: SaveOptions
    ) -> Written:
        """Write the bytes as they are."""
        (folder / _FILE).write_bytes(content)
        return self._written()

    def restore(self, content: bytes, config: dict[str, Any]) -> Any:
        """Give the graph again."""
        return package("onnx", "Reading a model").load_model_from_string(content)

    def _content(self, model: Any) -> bytes:
        if model.ByteSize() >= _LARGEST:
            raise UnsavableModel("ONNX models of 2 GB and more are not saved.")
        return bytes(model.SerializeToString())

    def _written(self) -> Written:
        version = package("onnx", "Saving this model").__version__
        native = {"data": _FILE, "onnx_version": version, "providers": ["CPUExecutionProvider"], "code": None}
        return Written(
            "onnx", True, {}, {"onnx": native}, "mlflow.onnx", {"data": _FILE}, {"onnx", "onnxruntime"}
        )


def _element(name: str) -> str:
    """Give NumPy's name for ONNX's (``tensor(float)``)."""
    return {"tensor(float)": "float32", "tensor(double)": "float64"}.get(
        name, name.removeprefix("tensor(").removesuffix(")")
    )
