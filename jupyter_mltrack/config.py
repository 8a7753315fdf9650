"""What can be configured, as traits: in ``jupyter_server_config.py`` or on the command line of the server."""

from __future__ import annotations

from traitlets import Float, HasTraits, Int, Unicode


class StoreTraits(HasTraits):
    """Where the store is, and how closely the server follows it."""

    store = Unicode(
        "",
        help="""Folder of the store, or the folder that holds it. Empty: the environment variable MLTRACK_STORE, else
        the nearest .mltrack upwards from the server's root folder, else .mltrack in the root folder.""",
    ).tag(config=True)

    watch_interval = Float(
        0.1,
        help="Seconds between two looks at the store's change counter. A look costs some microseconds.",
    ).tag(config=True)

    monitor_interval = Float(
        2.0,
        help="""Seconds between two looks for monitors that are due. 0: monitors run only when somebody asks, or by
        `mltrack monitor run --due`.""",
    ).tag(config=True)

    settle_interval = Float(
        1.0,
        help="Seconds between two looks for runs whose process has died.",
    ).tag(config=True)

    largest_upload = Int(
        2 << 30,
        help="""Bytes that a file may have which a browser sends to be imported. Larger ones are imported from a folder
        of the server. They lie in the system's temporary folder until they were imported.""",
    ).tag(config=True)
