"""Fingerprints of data: equal for equal content, different for different content, and quick."""

import datetime
import decimal
import io
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_mltrack.capture.data import Allowance, describe, whole

pd = pytest.importorskip("pandas")


def print_of(value):
    return describe(value, "x", Allowance()).fingerprint


TYPES = [
    "float64",
    "float32",
    "float16",
    "int64",
    "int8",
    "uint16",
    "bool",
    "complex128",
    "datetime64[ns]",
    "U3",
]


@st.composite
def arrays(draw):
    dtype = np.dtype(draw(st.sampled_from(TYPES)))
    shape = draw(st.sampled_from([(4,), (3, 2), (2, 3, 2)]))
    size = int(np.prod(shape))
    numbers = draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    return np.array(numbers).astype(dtype).reshape(shape)


@settings(max_examples=80, deadline=None)
@given(arrays(), arrays())
def test_arrays(one, other):
    same = one.dtype == other.dtype and one.shape == other.shape and bool((one == other).all())
    assert (print_of(one) == print_of(other)) is same
    wide = np.repeat(one, 2, axis=0)[::2]
    for copy in (
        one.copy(),
        np.asfortranarray(one),
        wide,
        one[::-1].copy()[::-1],
        pickle.loads(pickle.dumps(one)),
    ):
        assert print_of(copy) == print_of(one)


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.floats(width=16), st.text("aint:\0 1", max_size=4),
    st.dates(), st.decimals(allow_nan=False, places=1), st.tuples(st.integers(0, 1), st.text("a", max_size=1)),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(CELLS, min_size=3, max_size=3), st.lists(CELLS, min_size=3, max_size=3))
def test_objects(one, other):
    arrays = [np.empty(3, dtype=object), np.empty(3, dtype=object)]
    arrays[0][:], arrays[1][:] = one, other
    # Their texts say what is the same for code: 1 is not True, 0.0 is not -0.0, NaN is NaN.
    same = [(type(part), repr(part)) for part in one] == [(type(part), repr(part)) for part in other]
    assert (print_of(arrays[0]) == print_of(arrays[1])) is same


FRAMES = {
    "plain": lambda: pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", None], "c": [0.1, np.nan, 2.0]}),
    "index": lambda: FRAMES["plain"]().set_index(pd.Index([5, 6, 7])),
    "named index": lambda: FRAMES["plain"]().set_index(pd.Index([5, 6, 7], name="k")),
    "row numbers from 15": lambda: FRAMES["plain"]().set_index(pd.RangeIndex(15, 18)),
    "rows swapped": lambda: FRAMES["plain"]().iloc[[1, 0, 2]],
    "columns swapped": lambda: FRAMES["plain"]()[["b", "a", "c"]],
    "columns renamed": lambda: FRAMES["plain"]().rename(columns={"a": "b", "b": "a"}),
    "a number for a name": lambda: FRAMES["plain"]().rename(columns={"a": 1}),
    "its text for a name": lambda: FRAMES["plain"]().rename(columns={"a": "1"}),
    "days for names": lambda: pd.DataFrame([[1, 2]], columns=pd.date_range("2020-01-01", periods=2)),
    "other days for names": lambda: pd.DataFrame([[1, 2]], columns=pd.date_range("2021-01-01", periods=2)),
    "a name twice": lambda: pd.DataFrame([[1, 2.0, 3]], columns=["a", "a", "b"]),
    "a name twice, swapped": lambda: pd.DataFrame([[2.0, 1, 3]], columns=["a", "a", "b"]),
    "two rows of names": lambda: pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("a", 2)])),
    "other two rows": lambda: pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
    "two names a row": lambda: pd.DataFrame({"v": [1, 2]}, index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
    "other names a row": lambda: pd.DataFrame({"v": [1, 2]}, index=pd.MultiIndex.from_tuples([("a", 1), ("b", 3)])),
    "categories": lambda: pd.DataFrame({"k": pd.Categorical(["a", "b"], categories=["a", "b"])}),
    "categories in another order": lambda: pd.DataFrame({"k": pd.Categorical(["a", "b"], categories=["b", "a"])}),
    "ordered categories": lambda: pd.DataFrame({"k": pd.Categorical(["a", "b"], ["a", "b"], ordered=True)}),
    "bins": lambda: pd.DataFrame({"k": pd.cut([1, 5], [0, 2, 6])}),
    "other bins": lambda: pd.DataFrame({"k": pd.cut([1, 5], [0, 3, 6])}),
    "UTC": lambda: pd.DataFrame({"t": pd.date_range("2020-01-01", periods=2, tz="UTC")}),
    "Berlin": lambda: pd.DataFrame({"t": pd.date_range("2020-01-01", periods=2, tz="Europe/Berlin")}),
    "no zone": lambda: pd.DataFrame({"t": pd.date_range("2020-01-01", periods=2)}),
    "missing": lambda: pd.DataFrame({"n": pd.array([1, None, 3], dtype="Int64")}),
    "not missing": lambda: pd.DataFrame({"n": pd.array([1, 1, 3], dtype="Int64")}),
    "missing truth": lambda: pd.DataFrame({"n": pd.array([True, None], dtype="boolean")}),
    "periods": lambda: pd.DataFrame({"p": pd.period_range("2020-01", periods=2, freq="M")}),
    "sparse": lambda: pd.DataFrame({"s": pd.arrays.SparseArray([0, 0, 1])}),
    "minus zero": lambda: pd.DataFrame({"z": [-0.0, 1.0]}),
    "zero": lambda: pd.DataFrame({"z": [0.0, 1.0]}),
    "objects": lambda: pd.DataFrame({"o": pd.Series([1, "1", None, decimal.Decimal(1)], dtype=object)}),
    "other objects": lambda: pd.DataFrame({"o": pd.Series(["1", 1, None, decimal.Decimal(1)], dtype=object)}),
    "lists": lambda: pd.DataFrame({"o": [[1, 2], [3]]}),
    "other lists": lambda: pd.DataFrame({"o": [[1], [2, 3]]}),
    "series": lambda: pd.Series([1, 2, 3], name="a"),
    "series by another name": lambda: pd.Series([1, 2, 3], name="b"),
    "empty": lambda: pd.DataFrame({"a": []}),
    "nothing": lambda: pd.DataFrame(),
}  # fmt: skip


def test_frames_that_differ_have_different_fingerprints():
    prints = {name: print_of(made()) for name, made in FRAMES.items()}
    assert None not in prints.values()
    assert len(set(prints.values())) == len(prints), prints


@pytest.mark.parametrize("name", FRAMES)
def test_the_same_frame_has_the_same_fingerprint(name):
    frame = FRAMES[name]()
    for again in (FRAMES[name](), frame.copy(), frame.copy(deep=False), pickle.loads(pickle.dumps(frame))):
        assert print_of(again) == print_of(frame)
    assert not describe(frame, "x", Allowance()).sampled


def test_row_numbers_are_the_same_however_they_are_kept():
    frame = FRAMES["plain"]()
    assert print_of(frame.set_index(pd.Index([0, 1, 2]))) == print_of(frame)


@pytest.mark.parametrize("name", ["plain", "index", "named index", "categories", "UTC", "missing", "zero"])
def test_a_frame_read_back_from_parquet_is_the_same(name):
    pytest.importorskip("pyarrow")
    frame = FRAMES[name]()
    file = io.BytesIO()
    frame.to_parquet(file)
    read = pd.read_parquet(io.BytesIO(file.getvalue()))
    assert read.equals(frame) and print_of(read) == print_of(frame)


def test_in_another_process_it_is_the_same(tmp_path):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_fingerprints import FRAMES, print_of\n"
        "print([print_of(made()) for made in FRAMES.values()])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script, os.path.dirname(__file__)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert said == {f"{[print_of(made()) for made in FRAMES.values()]}\n"}


def test_which_nan_it_is_makes_no_difference():
    one = np.array([1.0, np.nan])
    other = np.array([0x3FF0000000000000, 0xFFF8000000000001], dtype=np.uint64).view(np.float64)
    assert print_of(one) == print_of(other)
    assert print_of(one) != print_of(np.array([np.nan, 1.0]))
    assert print_of(one * (1 + 0j)) != print_of(one)


def test_bytes_that_nobody_wrote_make_no_difference():
    made = np.dtype([("a", "i1"), ("b", "f8")], align=True)
    one, other = np.zeros(5, made), np.frombuffer(b"\xff" * made.itemsize * 5, made).copy()
    other["a"], other["b"] = 0, 0
    assert print_of(one) == print_of(other)
    longs = [np.full(64, fill, np.uint8).view(np.longdouble) for fill in (0, 255)]
    longs[1][:] = longs[0]
    assert print_of(longs[0]) == print_of(longs[1])


def test_masks_count():
    values = np.ma.MaskedArray(np.arange(20.0), mask=np.arange(20) % 2)
    other = np.ma.MaskedArray(np.arange(20.0), mask=np.arange(20) % 3)
    assert print_of(values) != print_of(other) != print_of(np.arange(20.0))
    hidden = values.copy()
    hidden.data[1] = 99
    assert print_of(hidden) == print_of(values)


class Hostile:
    """An object that must never be asked anything."""

    def _raise(self, *given):
        raise AssertionError("asked")

    __repr__ = __str__ = __eq__ = __hash__ = __len__ = __bool__ = __getattr__ = __iter__ = __format__ = _raise


class Zone(datetime.tzinfo):
    """A time zone of somebody's own."""

    def utcoffset(self, when):
        raise AssertionError("asked")


def test_objects_of_unknown_classes_are_told_by_their_type_and_it_is_said():
    values = np.empty(12, dtype=object)
    for at in range(12):
        values[at] = Hostile()
    values[3] = datetime.datetime(2020, 1, 1, tzinfo=Zone())
    for found in (
        describe(values, "x", Allowance()),
        describe(pd.DataFrame({"o": values}), "x", Allowance()),
    ):
        assert found.sampled and found.fingerprint and whole(found.fingerprint) is None


def test_what_is_sampled_says_so_and_only_the_same_samples_are_compared():
    large = np.arange(3_000_000, dtype=np.float64)
    found = describe(large, "x", Allowance())
    assert found.sampled and "~" in found.fingerprint
    used = Allowance()
    used.rows(1, 15_000_000)
    small = np.arange(1_000_000, dtype=np.float64)
    read, sampled = describe(small, "x", Allowance()), describe(small, "x", used)
    assert not read.sampled and sampled.sampled
    assert read.fingerprint.partition("~")[2] != sampled.fingerprint.partition("~")[2]
    changed = large.copy()
    changed[-1] = 0
    assert print_of(changed) != print_of(large)


def test_a_file_in_memory_is_not_read_whole(tmp_path):
    size = 40_000_000
    np.lib.format.open_memmap(tmp_path / "a.npy", "w+", np.float64, (size,)).flush()
    value = np.load(tmp_path / "a.npy", mmap_mode="r")
    before = _read_from_file()
    found = describe(value, "x", Allowance())
    assert found.sampled and found.shape == [size]
    if before is not None:
        assert _read_from_file() - before < 20_000, "kB of the file came into memory"


def _read_from_file():
    try:
        with open("/proc/self/status") as file:
            return int(next(line for line in file if line.startswith("RssFile")).split()[1])
    except (OSError, StopIteration):
        return None


def test_the_work_is_bounded_however_much_there_is():
    """Counted in bytes and objects that are read, because clocks are not the same everywhere."""
    for count, width in ((10**9, 8), (10**6, 10**5), (2, 10**12), (10**12, 1)):
        rows = Allowance().rows(count, width)
        assert len(rows) <= 25_000 and len(rows) * width <= max(500_000, 2 * width)
        assert rows[0] == 0 and rows[-1] == count - 1
    assert len(Allowance().rows(10**9, 8, in_file=True)) <= 25_000


def test_sparse_matrices():
    sparse = pytest.importorskip("scipy.sparse")
    one = sparse.csr_matrix(np.eye(12))
    assert print_of(one) == print_of(one.copy()) != print_of(sparse.csr_matrix(np.eye(12) * 2))
    assert print_of(sparse.csc_matrix(one)) != print_of(one)


def test_polars_and_arrow_tell_a_missing_value_from_its_word():
    polars = pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    one, other = polars.DataFrame({"a": ["x", None]}), polars.DataFrame({"a": ["x", "None"]})
    assert print_of(one) != print_of(other) and print_of(one) == print_of(one.clone())
    assert print_of(one.to_arrow()) != print_of(other.to_arrow())
    assert describe(one.lazy(), "x", Allowance()) is None


def test_tensors():
    torch = pytest.importorskip("torch")
    values = torch.arange(24.0).reshape(12, 2)
    assert print_of(values) == print_of(values.clone().requires_grad_()) == print_of(values.T.contiguous().T)
    assert print_of(values) != print_of(values.to(torch.float64)) != print_of(values.numpy())
    half = values.to(torch.bfloat16)
    assert print_of(half) not in (None, print_of(half.view(torch.int16)))
    eighth = getattr(torch, "float8_e4m3fn", torch.float16)
    for tensor in (half, values.to(eighth), values.to(torch.complex64), values > 3):
        assert print_of(tensor) is not None
    version = values._version
    unread = [
        values.to_sparse(), torch.empty(12, 2, device="meta"), values.to(torch.complex64).conj(),
        torch.quantize_per_tensor(values, 0.1, 0, torch.quint8),
    ]  # fmt: skip
    for tensor in unread:
        assert describe(tensor, "x", Allowance()).shape == [12, 2] and print_of(tensor) is None
    for odd in (
        torch.nn.UninitializedParameter(),
        torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]),
    ):
        found = describe(odd, "x", Allowance())
        assert found is None or found.fingerprint is None
    assert values._version == version and values.grad is None
