"""A run's environment as the files that pip and conda read."""

from __future__ import annotations

from ..records import Environment
from .pins import InstallPlan, install_plan, python_version, shown


def requirements_text(environment: Environment, title: str) -> str:
    r"""Write ``requirements.txt``.

    What cannot be installed by itself stands in comments. Package indexes are not named: the installer's own settings
    are used.

    Parameters
    ----------
    environment
        What the run had.
    title
        Of which run: stands in the first line.

    Examples
    --------
    >>> print(requirements_text(Environment("3.11.7", "CPython", "Linux", {"numpy": "2.1.0"}), "run 12"), end="")
    # Packages of run 12, Python 3.11.7
    numpy==2.1.0
    """
    plan = install_plan(environment)
    lines = [*_comments(environment, plan, title), *(pin.requirement for pin in plan.pins)]
    return "\n".join(lines) + "\n"


def conda_text(environment: Environment, title: str) -> str:
    """Write ``environment.yml``: Python from conda, the packages from pip, as they were installed in the run.

    Parameters
    ----------
    environment
        What the run had.
    title
        Of which run: stands in the first line, and names the environment.

    Examples
    --------
    >>> print(conda_text(Environment("3.11.7", "CPython", "Linux", {"numpy": "2.1.0"}), "run 12"), end="")
    # Packages of run 12, Python 3.11.7
    name: run-12
    channels:
      - conda-forge
    dependencies:
      - python=3.11.7
      - pip
      - pip:
          - "numpy==2.1.0"
    """
    plan = install_plan(environment)
    python = python_version(environment)
    lines = [*_comments(environment, plan, title), f"name: {_name(title)}"]
    lines += ["channels:", "  - conda-forge", "dependencies:"]
    lines += [f"  - python={python}" if python else "  - python", "  - pip"]
    if plan.pins:
        # In quotation marks: in YAML, an address may look like something else. None holds one itself.
        lines += ["  - pip:", *(f'      - "{pin.requirement}"' for pin in plan.pins)]
    return "\n".join(lines) + "\n"


def _comments(environment: Environment, plan: InstallPlan, title: str) -> list[str]:
    lines = [f"# Packages of {shown(title)}, Python {shown(environment.python)}"]
    for left in plan.left_out:
        lines.append(f"# {left.name}: {left.reason}; {left.remedy}")
    for module in environment.local:
        lines.append(f"# local module {shown(module.path)} (sha256 {shown(module.hash[:12])}): copy it here")
    if environment.extra_indexes:
        count = environment.extra_indexes
        lines.append(
            f"# installed with {count} extra package index{'es' if count > 1 else ''} set up for pip"
        )
    return lines


def _name(title: str) -> str:
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in title)
    return kept.strip("-") or "run"
