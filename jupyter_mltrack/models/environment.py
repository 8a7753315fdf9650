"""What this process computes with: Python, platform, and the versions of what was really imported."""

from __future__ import annotations

import platform
import sys
import threading
from collections.abc import Iterator
from typing import NamedTuple

from ..records import Environment
from .indexes import extra_indexes
from .installed import Distribution, Installed
from .libraries import accelerators, system_libraries
from .local_modules import file_of, is_local, local_modules

_lock = threading.Lock()
_installed = Installed()
_known: dict[str, Distribution | None] = {}
"""Module to its distribution; ``None`` for modules that belong to none."""
_local: set[str] = set()


class _Around(NamedTuple):
    """What is around Python, asked again when something new was imported."""

    libraries: dict[str, str]
    accelerators: dict[str, str]


_around: _Around | None = None
_packages: tuple[tuple[str, str], ...] | None = None
"""Names and versions of the distributions, until something else is imported."""
_seen: tuple[int, str] | None = None
"""How many modules there were, and the last one."""


def current_environment() -> Environment:
    """Describe what this process computes with.

    The first call looks through the folders of installed packages (some tens of milliseconds, see ``prepare``); later
    ones look up only what was imported since.

    Returns
    -------
    Environment
        ``packages`` holds the distributions of all modules imported so far, by name; ``local`` the modules that belong
        to no distribution.

    Examples
    --------
    >>> "numpy" in current_environment().packages
    True
    """
    # The tracker itself comes to use these: listed from the first run on, they are no change between two runs.
    import fsspec  # noqa: F401
    import numpy  # noqa: F401

    packages = dict(current_packages())
    with _lock:
        found = {one.name: one for one in _known.values() if one is not None and one.name in packages}
        origins = {
            name: origin for name, one in found.items() if (origin := _installed.origin(one)) is not None
        }
        local = local_modules(_local)
        around = _around or _Around({}, {})
    return Environment(
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        platform=platform.platform(aliased=True, terse=False),
        packages=packages,
        origins={name: origins[name] for name in packages if name in origins},
        extra_indexes=extra_indexes(),
        local=local,
        libraries=around.libraries,
        accelerators=around.accelerators,
    )


def current_packages() -> tuple[tuple[str, str], ...]:
    """Give the distributions of all modules imported so far with their versions, in the order of their names."""
    global _packages
    prepare()
    with _lock:
        if _packages is None:
            found = {one.name: one.version for one in _known.values() if one is not None}
            _packages = tuple(sorted(found.items(), key=lambda item: item[0].lower()))
        return _packages


def prepare() -> None:
    """Look up what has been imported so far, so that ``current_environment`` has less to do."""
    global _around, _packages, _seen
    with _lock:
        # What is imported is put at the end: where that is the same, nothing is new.
        seen = (len(sys.modules), next(reversed(sys.modules), ""))
        if seen == _seen and _around is not None:
            return
        fresh = [name for name in _modules() if name not in _known]
        _seen = seen
        if not fresh and _around is not None:
            return
        _installed.refresh()
        _packages = None
        for name in fresh:
            file = file_of(name)
            _known[name] = holder = _installed.holder(name, file)
            if holder is None and file is not None and is_local(name, file):
                _local.add(name)
        _around = _Around(system_libraries(), accelerators())


def _modules() -> Iterator[str]:
    """Give the imported modules that lie outside the standard library: of namespace packages, their parts."""
    names = list(sys.modules)
    namespaces: set[str] = set()
    for name in names:
        if "." not in name and name not in sys.stdlib_module_names and not name.startswith("__"):
            if _is_namespace(name):
                namespaces.add(name)
            else:
                yield name
    while namespaces:
        # Several distributions may share a namespace: ``google.protobuf`` and ``google.cloud.storage``.
        parts = [name for name in names if name.rpartition(".")[0] in namespaces]
        namespaces = {name for name in parts if _is_namespace(name)}
        yield from (name for name in parts if name not in namespaces)


def _is_namespace(name: str) -> bool:
    spec = getattr(sys.modules.get(name), "__spec__", None)
    return (
        getattr(spec, "origin", "") in (None, "namespace")
        and getattr(spec, "submodule_search_locations", None) is not None
    )
