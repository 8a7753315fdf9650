"""Arrays: NumPy, torch, JAX, SciPy's sparse matrices."""

from __future__ import annotations

import sys
from typing import Any

from ...records import Dataset
from .content import TEXT_BYTES, Allowance, Fingerprint


def of_numpy(value: Any, name: str, allowance: Allowance, kind: str = "numpy.ndarray") -> Dataset:
    """Describe a ``numpy.ndarray`` of at least one dimension."""
    found = Dataset(name, kind, shape=[int(size) for size in value.shape], element=str(value.dtype))
    if found.element.startswith("["):
        # A structured type writes out all its fields.
        found.element = "structured"
    rows = allowance.rows(len(value), _row_bytes(value))
    found.sampled = rows is not None
    content = Fingerprint(found.shape, found.element)
    content.array(value if rows is None else value[rows])
    return content.finish(found)


def of_torch(value: Any, name: str, allowance: Allowance) -> Dataset:
    """Describe a ``torch.Tensor``; content on an accelerator is not fetched: the cell would wait for it."""
    torch: Any = sys.modules["torch"]
    plain = value.detach()
    on_cpu = plain.device.type == "cpu" and plain.layout == torch.strided and not plain.is_quantized
    if not on_cpu or plain.dtype in (torch.complex32,):
        return Dataset(name, "torch.Tensor", shape=list(plain.shape), element=_element(plain))
    if plain.dtype == torch.bfloat16:
        plain = plain.view(torch.int16)
    found = of_numpy(plain.resolve_conj().resolve_neg().numpy(), name, allowance, "torch.Tensor")
    found.element = _element(value)
    return found


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
    kind = f"scipy.sparse.{type(value).__name__}"
    found = Dataset(name, kind, shape=[int(size) for size in value.shape], element=str(value.dtype))
    content = Fingerprint(found.shape, found.element, kind)
    for part in (value.data, value.indices, value.indptr):
        rows = allowance.rows(len(part), _row_bytes(part))
        found.sampled = found.sampled or rows is not None
        content.array(part if rows is None else part[rows])
    return content.finish(found)


def _row_bytes(value: Any) -> int:
    width = TEXT_BYTES if value.dtype.hasobject else value.dtype.itemsize
    return int(width * (value.size // max(1, len(value))))
