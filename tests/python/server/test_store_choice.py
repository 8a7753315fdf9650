"""Which store a server serves, and that its kernels write to the same."""

import os

import pytest

from jupyter_mltrack.server.holder import StoreHolder


@pytest.mark.parametrize("configured, expected", [
    ("", "root/.mltrack"), ("data", "root/data/.mltrack"), ("data/.mltrack", "root/data/.mltrack"),
    ("../team", "team/.mltrack"),
])  # fmt: skip
def test_where_the_trait_points(tmp_path, configured, expected):
    (tmp_path / "root").mkdir()
    holder = StoreHolder(tmp_path / "root", configured)
    assert os.path.normpath(holder.path) == str(tmp_path / expected)


def test_the_nearest_store_upwards_from_the_root(tmp_path):
    (tmp_path / ".mltrack").mkdir()
    (tmp_path / "a" / "b").mkdir(parents=True)
    holder = StoreHolder(tmp_path / "a" / "b")
    assert holder.path == tmp_path / ".mltrack" and holder.shown_path == ".mltrack"


def test_what_the_environment_says_counts_more_than_what_lies_near(tmp_path, monkeypatch):
    (tmp_path / ".mltrack").mkdir()
    monkeypatch.setenv("MLTRACK_STORE", str(tmp_path / "chosen" / ".mltrack"))
    assert StoreHolder(tmp_path).path == tmp_path / "chosen" / ".mltrack"
    assert StoreHolder(tmp_path, "mine").path == tmp_path / "mine" / ".mltrack"


async def test_kernels_learn_where_the_store_is(jp_serverapp, jp_root_dir):
    assert os.environ["MLTRACK_STORE"] == str(jp_root_dir / ".mltrack")


class TestConfigured:
    """The trait in the server's configuration."""

    @pytest.fixture
    def jp_server_config(self, tmp_path):
        return {
            "ServerApp": {"jpserver_extensions": {"jupyter_mltrack": True}},
            "MLTrack": {"store": str(tmp_path / "team"), "watch_interval": 0.5},
        }

    async def test_it_is_used(self, jp_serverapp, call, tmp_path):
        assert os.environ["MLTRACK_STORE"] == str(tmp_path / "team" / ".mltrack")
        status = await call("status")
        assert status["store"] == ".mltrack" and status["problem"] is None
        [app] = jp_serverapp.extension_manager.extension_apps["jupyter_mltrack"]
        assert app.watch_interval == 0.5
