"""Nothing tracked tells where packages came from or which machine it was written on."""

import json
import re

from tree import ROOT, tracked_files

# Written with brackets, so that this file does not name what it looks for.
REGISTRIES = re.compile(
    r"registry[.](npmjs|yarnpkg)|npm(mirror|js)[.](com|org)|pypi[.]org|python[h]osted[.]org|/[s]imple/|[a]rtifactory"
)
MACHINE = re.compile(r"(?<![\w.-])(/[w]ork/|/[r]oot/|/[h]ome/[a-z])")


def _texts():
    for file in tracked_files():
        try:
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_package_registry():
    named = {path: found[0] for path, text in _texts() if (found := REGISTRIES.search(text))}
    assert named == {}


def test_no_file_names_a_path_of_a_machine():
    named = {path: found[0] for path, text in _texts() if (found := MACHINE.search(text))}
    assert named == {}


def test_lock_files_carry_no_download_address():
    locks = [file for file in tracked_files() if file.name == "package-lock.json"]
    assert {lock.parent.name for lock in locks} == {ROOT.name, "browser"}
    for lock in locks:
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        assert [
            name for name, package in packages.items() if "resolved" in package and not package.get("link")
        ] == []
        assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_nothing_that_is_built_is_tracked():
    folders = "node_modules|labextension|lib|[.]cache|[.]mltrack|__pycache__|test-results"
    built = re.compile(rf"(^|/)({folders})/|_version[.]py$")
    assert [path for path, _ in _texts() if built.search(path)] == []
