"""Arrays: NumPy, torch, JAX, SciPy's sparse matrices."""

from __future__ import annotations

import sys
from typing import Any

from ...records import Dataset
from ..objects import class_name
from .content import Allowance, Fingerprint
from .objects import width_of

_SAME_BYTES = {1: "uint8", 2: "int16", 4: "int32", 8: "int64"}


def of_numpy(value: Any, name: str, allowance: Allowance, kind: str = "numpy.ndarray") -> Dataset:
    """Describe a ``numpy.ndarray`` of at least one dimension."""
    found = Dataset(name, kind, shape=[int(size) for size in value.shape], element=str(value.dtype))
    if value.dtype.names is not None:
        # A structured type writes out all its fields.
        found.element = "structured"
    content = Fingerprint(found.shape, kind)
    rows = allowance.rows(len(value), _row_bytes(value), _is_in_file(value))
    content.chosen(rows)
    part = value if rows is None else value[rows]
    if _is_masked(value):
        content.array(sys.modules["numpy"].ma.getmaskarray(part))
        part = part.filled(part.dtype.type()) if part.dtype.names is None else part.data
    content.array(part)
    return content.finish(found)


def of_torch(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``torch.Tensor``; content on an accelerator is not fetched: the cell would wait for it."""
    torch: Any = sys.modules["torch"]
    found = Dataset(name, "torch.Tensor", shape=list(value.shape), element=_element(value))
    if value.device.type != "cpu" or value.layout != torch.strided or value.is_quantized:
        return found
    plain = value.detach()
    if plain.is_conj() or plain.is_neg():
        # Resolving it would copy it whole.
        return found
    if plain.dtype not in _known_to_numpy(torch):
        same = _SAME_BYTES.get(plain.element_size())
        if same is None or plain.dtype.is_complex:
            return found
        plain = plain.view(getattr(torch, same))
    described = of_numpy(plain.numpy(), name, allowance, f"torch.Tensor {found.element}")
    found.fingerprint, found.sampled = described.fingerprint, described.sampled
    return found


def _known_to_numpy(torch: Any) -> tuple[Any, ...]:
    return (
        torch.float32, torch.float64, torch.int64, torch.uint8, torch.int32, torch.bool, torch.float16,
        torch.int8, torch.int16, torch.complex64, torch.complex128,
    )  # fmt: skip


def _element(value: Any) -> str:
    return str(value.dtype).removeprefix("torch.")


def of_jax(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a JAX array; content on an accelerator is not fetched."""
    import numpy

    if any(device.platform != "cpu" for device in value.devices()):
        return Dataset(name, "jax.Array", shape=list(value.shape), element=str(value.dtype))
    return of_numpy(numpy.asarray(value), name, allowance, "jax.Array")


def of_sparse(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a compressed sparse matrix of SciPy."""
    kind = f"scipy.sparse.{class_name(type(value))}"
    found = Dataset(name, kind, shape=[int(size) for size in value.shape], element=str(value.dtype))
    content = Fingerprint(found.shape, kind)
    for part in (value.data, value.indices, value.indptr):
        rows = allowance.rows(len(part), _row_bytes(part))
        content.chosen(rows)
        content.array(part if rows is None else part[rows])
    return content.finish(found)


def _row_bytes(value: Any) -> int:
    width = width_of(value) if value.dtype.kind in "OT" else value.dtype.itemsize
    return int(width * (value.size // max(1, len(value))))


def _is_masked(value: Any) -> bool:
    masked = sys.modules.get("numpy.ma")
    return masked is not None and type(value) is masked.MaskedArray


def _is_in_file(value: Any) -> bool:
    """Say whether an array lies in a file: ``numpy.memmap`` and what was cut out of it."""
    for _ in range(8):
        if value is None or class_name(type(value)) in ("memmap", "mmap"):
            return value is not None
        value = value.base if class_name(type(value)) == "ndarray" else None
    return False
