"""Detectors of streams are River's, and survive restarts without pickle."""

import builtins
import json

import numpy as np
import pytest

from jupyter_mltrack.drift.streams import METHODS, StreamDetector
from jupyter_mltrack.drift.streams.detector import REPLAYED
from jupyter_mltrack.errors import InvalidInput, NotFound

river = pytest.importorskip("river")


def stream(method, seed=0, before=1500, after=1000):
    random = np.random.default_rng(seed)
    if METHODS[method][2].startswith("errors"):
        return np.concatenate([random.random(before) < 0.1, random.random(after) < 0.4]).astype(float)
    return np.concatenate([random.normal(0.3, 0.1, before), random.normal(0.7, 0.1, after)])


def rivers(method, values, **options):
    """Give where River's own object finds changes."""
    import importlib

    module, name, _ = METHODS[method]
    home = importlib.import_module(module)
    kind = getattr(home, name, None) or getattr(home, name.replace("_", ""))
    detector = kind(**options)
    found = []
    for at, value in enumerate(values):
        detector.update(bool(value) if "binary" in module else float(value))
        if detector.drift_detected:
            found.append(at)
    return found


@pytest.mark.parametrize("method", METHODS)
def test_changes_are_found_where_river_finds_them(method):
    values = stream(method)
    options = {"seed": 0} if method == "kswin" else {}
    found = StreamDetector(method).many(values)
    assert found == rivers(method, values, **options)
    assert any(1500 <= at < 1800 for at in found)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("cut", [700, 1510, 2000])
def test_a_detector_survives_restarts(method, cut):
    values = stream(method, 3)
    whole = StreamDetector(method)
    whole.many(values)
    first = StreamDetector(method)
    first.many(values[:cut])
    kept = first.to_bytes()
    json.loads(kept)
    second = StreamDetector.from_bytes(kept)
    second.many(values[cut:])
    assert (second.count, second.changes) == (whole.count, whole.changes)


def test_the_kept_state_is_bounded():
    detector = StreamDetector("page_hinkley")
    detector.many(np.full(REPLAYED + 2000, 0.5))
    assert len(json.loads(detector.to_bytes())["recent"]) == REPLAYED
    assert StreamDetector.from_bytes(detector.to_bytes()).count == REPLAYED + 2000


def test_what_cannot_be_meant_is_said():
    with pytest.raises(InvalidInput, match="no detector 'eddm'; there are adwin"):
        StreamDetector("eddm")
    with pytest.raises(InvalidInput, match="adwin has no option 'alpha'; there are delta"):
        StreamDetector("adwin", alpha=1)
    with pytest.raises(InvalidInput, match="is nan: leave out what is missing"):
        StreamDetector("adwin").update(float("nan"))
    with pytest.raises(InvalidInput, match=r"ddm takes errors: 1 wrong, 0 right, not 0.5"):
        StreamDetector("ddm").update(0.5)
    detector = StreamDetector("adwin")
    with pytest.raises(InvalidInput, match="'x' is no number"):
        detector.many([1.0, "x"])
    assert detector.count == 0
    for data in (b"\x80\x04pickle", b"{}", b"[]", b'{"format": "mltrack-stream", "version": 9}'):
        with pytest.raises(InvalidInput, match="no bytes of a detector"):
            StreamDetector.from_bytes(data)


def test_without_river_the_extra_is_named(monkeypatch):
    real = builtins.__import__
    import importlib

    def missing(name, *rest):
        if name.startswith("river"):
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(NotFound, match=r"pip install 'jupyter_mltrack\[streams\]'"):
        StreamDetector("adwin")
