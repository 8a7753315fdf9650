"""Profiles of partitions, made on a Dask cluster and added: the same numbers as on one machine."""

import pandas as pd
import pytest
from tables import mixed

import jupyter_mltrack as mltrack
from jupyter_mltrack.drift.profiles import TableProfile, is_large

dask = pytest.importorskip("dask.dataframe")


@pytest.fixture(scope="module", params=["threads", "cluster"])
def scheduler(request):
    import dask as core

    if request.param == "threads":
        with core.config.set(scheduler="threads"):
            yield request.param
        return
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster),
    ):
        yield request.param


def test_partitions_give_the_numbers_of_the_whole_table(scheduler):
    whole = mixed(1, 20_000)
    parts = dask.from_pandas(whole, npartitions=7)
    assert is_large(parts)
    ours, theirs = mltrack.drift.profile(parts), mltrack.drift.profile(whole)
    assert ours.rows == theirs.rows and ours.columns == theirs.columns
    for name in theirs.columns:
        one, other = ours[name], theirs[name]
        assert (one.kind, one.rows, one.missing) == (other.kind, other.rows, other.missing)
        assert (one.minimum, one.maximum, one.frequent) == (other.minimum, other.maximum, other.frequent)
        assert one.moments == pytest.approx(other.moments, rel=1e-9)
        if other.distinct is not None:
            assert one.distinct == pytest.approx(other.distinct, rel=0.04)
    assert mltrack.drift(theirs, ours).status == "no drift"


def test_only_profiles_come_back_from_the_workers(scheduler):
    """Partitions are made where they lie; none of them is fetched."""
    made = []

    def partition(at):
        made.append(at)
        return mixed(at, 500)

    frame = dask.from_map(partition, range(5), meta=mixed(0, 1).iloc[:0])
    found = mltrack.drift.profile(frame)
    assert isinstance(found, TableProfile) and found.rows == 2500
    if scheduler == "cluster":
        assert made == []


def test_drift_is_found_between_partitioned_frames(scheduler):
    after = mixed(2, 20_000)
    after["normal"] += 1.0
    found = mltrack.drift(
        dask.from_pandas(mixed(1, 20_000), npartitions=3), dask.from_pandas(after, npartitions=4)
    )
    assert found.drifted == ["normal"]


def test_an_empty_partition_adds_nothing(scheduler):
    whole = pd.concat([mixed(1, 1000), mixed(1, 1000).iloc[:0]])
    parts = dask.from_pandas(whole, npartitions=4)
    empty = dask.concat([parts, parts[parts["normal"] > 1e9]])
    assert mltrack.drift.profile(empty).rows == 1000
