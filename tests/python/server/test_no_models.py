"""A Jupyter server loads nobody's model."""

import pytest
from sklearn.linear_model import LogisticRegression

from jupyter_mltrack.models.load import load_saved
from jupyter_mltrack.models.refusals import UnsafeModel
from jupyter_mltrack.models.save import save_model


async def test_nothing_is_loaded_in_the_servers_process(jp_serverapp, server_store):
    saved, files = save_model(server_store, LogisticRegression().fit([[0.0], [1.0]], [0, 1]), "clf")
    for trusted in (False, True):
        with pytest.raises(UnsafeModel, match="Jupyter server"):
            load_saved(server_store, saved, files, trusted)
