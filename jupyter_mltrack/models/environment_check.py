"""Is what is installed here what a run had, and which one line makes it so."""

from __future__ import annotations

import platform
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from ..records import Environment, LocalModule, VersionDifference
from .installed import Installed
from .local_modules import content_of
from .pins import Pin, install_plan, python_version, shown


@dataclass
class EnvironmentCheck:
    """What differs between a run's environment and this one.

    Parameters
    ----------
    packages
        Packages of other versions or sources; those that are not there have no ``found``.
    python
        The Python version, where more than its last number differs.
    local
        Modules beside the notebook that are not here, or hold something else, in words.
    command
        The line that installs what is missing or different; ``None`` where there is nothing to install.
    notes
        What else differs, and what no installer can mend, in words.
    """

    packages: list[VersionDifference] = field(default_factory=list)
    python: VersionDifference | None = None
    local: list[str] = field(default_factory=list)
    command: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def matches(self) -> bool:
        """Whether packages, Python and local modules are those of the run."""
        return not (self.packages or self.python or self.local)

    def __bool__(self) -> bool:
        return self.matches

    def __str__(self) -> str:
        lines = ["The environment is that of the run."] if self.matches else []
        if self.python is not None:
            lines.append(f"Python {self.python.recorded} then, {self.python.found} here")
        lines += [difference_text(one) for one in self.packages]
        lines += [*self.local, *self.notes]
        if self.command:
            lines += ["", self.command]
        return "\n".join(lines)

    __repr__ = __str__


def check_environment(
    environment: Environment, folders: tuple[Path, ...] = (), reference: str = "RUN"
) -> EnvironmentCheck:
    """Compare a run's environment with what is installed here.

    Parameters
    ----------
    environment
        What the run had.
    folders
        Where its local modules may lie.
    reference
        What the run is called in a command.

    Examples
    --------
    >>> check_environment(Environment("3.11.7", "CPython", "Linux", {"numpy": "0.0"})).command
    'python -m pip install numpy==0.0'
    """
    check = EnvironmentCheck()
    installed = Installed()
    installed.refresh()
    plan = install_plan(environment)
    wanted: list[Pin] = []
    again = False
    for pin in plan.pins:
        found = installed.named(pin.name)
        then = environment.origins.get(pin.name)
        now = installed.origin(found) if found is not None else None
        if found is None or found.version != pin.version:
            check.packages.append(VersionDifference(pin.name, pin.version, found.version if found else None))
            wanted.append(pin)
        elif then is not None and (now is None or (then.commit, then.hash) != (now.commit, now.hash)):
            check.packages.append(
                VersionDifference(pin.name, pin.requirement, f"{found.version} from elsewhere")
            )
            wanted.append(pin)
            # The version is the same: without being told, pip leaves it as it is.
            again = True
    for left in plan.left_out:
        found = installed.named(left.name)
        if found is None or found.version != environment.packages.get(left.name):
            check.packages.append(
                VersionDifference(
                    left.name, environment.packages.get(left.name), found.version if found else None
                )
            )
            check.notes.append(f"{left.name}: {left.reason}; {left.remedy}")
            continue
        then, now = environment.origins.get(left.name), installed.origin(found)
        if then is not None and then.commit and then.commit != (now.commit if now is not None else None):
            check.notes.append(
                f"{left.name}: it was at commit {shown(then.commit)}, and is at another one here."
            )
    if wanted:
        options = ["--force-reinstall", "--no-deps"] if again else []
        check.command = shlex.join(
            ["python", "-m", "pip", "install", *options, *(pin.requirement for pin in wanted)]
        )
    _python(environment, check, reference)
    for module in environment.local:
        said = _local(module, folders)
        if said:
            check.local.append(said)
    _around(environment, check)
    return check


def difference_text(one: VersionDifference) -> str:
    """Say one difference: ``numpy 2.1.0 then, 2.4.6 here``."""
    return f"{one.name} {one.recorded or '?'} then, {one.found or 'not installed'} here"


def _python(environment: Environment, check: EnvironmentCheck, reference: str) -> None:
    then, now = python_version(environment), platform.python_version()
    kind = platform.python_implementation()
    if environment.implementation != kind:
        check.python = VersionDifference("Python", f"{environment.implementation} {then}", f"{kind} {now}")
    elif then is None or then.split(".")[:2] != now.split(".")[:2]:
        check.python = VersionDifference("Python", then, now)
    elif then != now.partition("rc")[0]:
        check.notes.append(f"Python {then} then, {now} here: the same language, other corrections.")
    if check.python is not None:
        check.notes.append(
            f"No install line changes Python: mltrack env {reference} --create DIR makes an environment with it."
        )


def _local(module: LocalModule, folders: tuple[Path, ...]) -> str | None:
    """Say that a local module is not here, or another one; of a package, only whether it is here is known."""
    name = shown(module.path)
    try:
        file = next((found for folder in folders if (found := folder / module.path).exists()), None)
    except (OSError, ValueError):
        file = None
    if file is None:
        return f"local module {name} is not here: copy it from where the run was."
    now = content_of(file) if file.is_file() else module.hash
    return None if now == module.hash else f"local module {name} holds something else than in the run."


def _around(environment: Environment, check: EnvironmentCheck) -> None:
    """Note what surrounds Python and differs: results may differ by it in their last digits."""
    from .environment import current_environment

    here = current_environment()
    if here.platform != environment.platform:
        check.notes.append(f"The run was on {shown(environment.platform)}; this is {here.platform}.")
    for name, then in {**environment.libraries, **environment.accelerators}.items():
        now = {**here.libraries, **here.accelerators}.get(name)
        if now is not None and now != then:
            check.notes.append(f"{shown(name)} {shown(then)} then, {now} here.")
    if check.packages and environment.extra_indexes > here.extra_indexes:
        check.notes.append(
            f"The run's installer had {environment.extra_indexes} extra package index(es) set up, this one has "
            f"{here.extra_indexes}."
        )
