"""The process in which a model is verified: never this one, because loading may run code, or crash."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from ..errors import MLTrackError, StoreCorrupt
from ..records import Environment, VerifiedWhere
from .example import OUTPUT
from .installer import Installer
from .local_modules import content_of
from .verify_worker import ANSWER


class NotVerified(MLTrackError):
    """A model could not even be tried."""

    code = "not_verified"
    status = 409


def ask_worker(
    python: Path, where: VerifiedWhere, asked: dict[str, Any], scratch: Path, timeout: float
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Let the worker load a model and predict.

    Parameters
    ----------
    python
        The Python that does it.
    where
        In an environment of its own, nothing of this one gets in.
    asked
        ``folder`` of the model, ``names`` of distributions whose versions are wanted, ``path`` to add, ``trusted``.
    scratch
        An empty folder.
    timeout
        Seconds.

    Returns
    -------
    tuple
        What the worker says of itself, and the output, where there is one.

    Raises
    ------
    NotVerified
        When that Python cannot be started.
    """
    package = Path(__file__).parents[1]
    result, job = scratch / "result", scratch / "job.json"
    result.mkdir()
    job.write_text(json.dumps({**asked, "package": str(package), "result": str(result)}), encoding="utf-8")
    isolated = ["-I"] if where == "rebuilt" else []
    command = [str(python), *isolated, str(package / "models" / "verify_worker.py"), str(job)]
    variables = Installer("pip").environment() if where == "rebuilt" else None
    try:
        done = subprocess.run(
            command, env=variables, cwd=scratch, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"error": f"it took more than {timeout:.0f} seconds", "stage": "time"}, None
    except OSError as error:
        raise NotVerified(f"{python} cannot be started ({error.strerror or error}).") from error
    answer = content_of_json(result / ANSWER)
    if answer is None:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        how = f"signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}"
        return {"error": f"its process died ({how}) {' '.join(last)}".strip()[:500], "stage": "died"}, None
    return answer, content_of_json(result / OUTPUT) if answer.get("error") is None else None


def module_folders(environment: Environment, beside: tuple[Path, ...]) -> list[str]:
    """Give the folders of local modules that are what they were; other versions of them would prove nothing."""
    found = []
    for module in environment.local:
        for folder in beside:
            file = folder / module.path
            try:
                same = file.is_dir() or (file.is_file() and content_of(file) == module.hash)
            except (OSError, ValueError):
                continue
            if same:
                found.append(str(folder.absolute()))
                break
    return list(dict.fromkeys(found))


def content_of_json(file: Path) -> dict[str, Any] | None:
    """Read an object of JSON; ``None`` where there is none.

    Raises
    ------
    StoreCorrupt
        When it cannot be read.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise StoreCorrupt(f"{file.name} of the model cannot be read ({error}).") from error
    return content if isinstance(content, dict) else None
