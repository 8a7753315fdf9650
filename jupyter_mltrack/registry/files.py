"""The files of registered versions, compared with the hashes under which they were kept."""

from __future__ import annotations

from ..errors import MLTrackError
from ..store import Store


def damaged_files(store: Store) -> tuple[int, list[str]]:
    """Read the files of all versions, each once, and say which of them are damaged or gone.

    Parameters
    ----------
    store
        The store that holds them.

    Returns
    -------
    tuple
        How many files were read, and sentences, one a file that is not what it was.

    Examples
    --------
    >>> damaged_files(store)   # doctest: +SKIP
    (14, [])
    """
    held: dict[str, str] = {}
    for document in store.table("versions").all():
        for file in document.get("artifacts", []):
            what = f"{file['path']} of version {document['version']} of {document['model']}"
            held.setdefault(str(file["blob"]), what)
    problems = []
    for blob, what in held.items():
        try:
            store.blobs.open(blob).close()
        except (MLTrackError, OSError) as error:
            said = error.message if isinstance(error, MLTrackError) else str(error)
            problems.append(f"The file {what} cannot be had. {said}")
    return len(held), problems
