"""Small packages, made on the spot: nothing has to be fetched."""

import base64
import hashlib
import os
import zipfile

from jupyter_mltrack.records import Environment


def build_wheel(folder, name, version, code="", requires=(), python=""):
    """Put a wheel of one module into a folder; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = name.replace("-", "_")
    info = f"{plain}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {need}\n" for need in requires)
    needs += f"Requires-Python: {python}\n" if python else ""
    files = {
        f"{plain}.py": code or f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(text)}")
    wheel = folder / f"{plain}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(f"{info}/RECORD", "\n".join([*lines, f"{info}/RECORD,,"]) + "\n")
    return wheel


def only_from(folder):
    """Give the variables with which pip and uv look into a folder and nowhere else."""
    return {
        "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder),
        "PIP_CONSTRAINT": "", "PIP_EXTRA_INDEX_URL": "",
    }  # fmt: skip


def had(packages, **more):
    """Give the environment of a run that had these packages, on this Python."""
    import platform

    given = {
        "python": platform.python_version(),
        "implementation": "CPython",
        "platform": platform.platform(),
        **more,
    }
    return Environment(packages=packages, **given)


def give_environment(store, number, environment):
    """Let a run have been computed with an environment."""
    import msgspec

    from jupyter_mltrack.tracking.finish import change
    from jupyter_mltrack.tracking.query import get_run

    blob = store.blobs.put(msgspec.json.encode(environment)).hash
    change(store, get_run(store, number).id, lambda document: document.update(environment=blob))
