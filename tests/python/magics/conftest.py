"""A real kernel for each test, or a shell in this process."""

import pytest
from kernels import Kernel
from notebooks import notebook

__all__ = ["kernel", "notebook"]


@pytest.fixture
def kernel(tmp_path):
    """A kernel with the magics loaded, whose notebook and store lie in ``tmp_path``."""
    opened = Kernel(tmp_path)
    opened.run("%load_ext jupyter_mltrack")
    yield opened
    opened.close()
