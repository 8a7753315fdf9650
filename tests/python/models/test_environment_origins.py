"""Packages that come from elsewhere than an index are recorded as what they are, without what is secret."""

import json
import shlex
import sys

import pytest

from jupyter_mltrack.models import environment
from jupyter_mltrack.models.direct_url import masked_url, read_origin
from jupyter_mltrack.models.environment_check import check_environment
from jupyter_mltrack.models.environment_files import conda_text, requirements_text
from jupyter_mltrack.models.pins import install_plan
from jupyter_mltrack.records import Environment, PackageOrigin

COMMIT = "1f0c2d3e4a5b6c7d8e9f00112233445566778899"
SHA = "ab" * 32


def dist_info(folder, name, version, said=None, installer="pip"):
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "INSTALLER").write_text(installer + "\n")
    if said is not None:
        (info / "direct_url.json").write_text(said if isinstance(said, str) else json.dumps(said))
    return info


@pytest.mark.parametrize("said, origin", [
    ({"url": "file:///srv/ada/lib", "dir_info": {"editable": True}},
     PackageOrigin("editable", "file:///srv/ada/lib")),
    ({"url": "file:///srv/ada/lib", "dir_info": {}}, PackageOrigin("folder", "file:///srv/ada/lib")),
    ({"url": "https://ada:s3cret@code.example/lib.git", "subdirectory": "python",
      "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": COMMIT}},
     PackageOrigin("vcs", "https://****@code.example/lib.git", "git", COMMIT, "main", None, "python")),
    ({"url": "https://files.example/lib-1.0.whl?sig=s3cret", "archive_info": {"hashes": {"sha256": SHA}}},
     PackageOrigin("archive", "https://files.example/lib-1.0.whl?****", hash=f"sha256:{SHA}")),
    ({"url": "https://files.example/lib-1.0.whl", "archive_info": {"hash": f"sha256={SHA}"}},
     PackageOrigin("archive", "https://files.example/lib-1.0.whl", hash=f"sha256:{SHA}")),
    ({"url": 3}, None), ({"url": "file:///x"}, None), ([], None), ("{", None), ("[" * 100_000, None), (None, None),
])  # fmt: skip
def test_what_the_installer_noted_is_read(tmp_path, said, origin):
    assert read_origin(dist_info(tmp_path, "lib", "1.0", said)) == origin


def test_where_conda_built_a_package_is_no_origin(tmp_path):
    said = {"url": "file:///srv/builder/work", "dir_info": {}}
    assert read_origin(dist_info(tmp_path, "lib", "1.0", said, installer="conda")) is None


@pytest.mark.parametrize("url, masked", [
    ("https://token@code.example/x", "https://****@code.example/x"),
    ("ssh://git@code.example/x", "ssh://git@code.example/x"),
    ("https://${TOKEN}@code.example/x", "https://${TOKEN}@code.example/x"),
    ("https://code.example/x?token=1#egg=x", "https://code.example/x?****#egg=x"),
    ("https://[broken/x", "****"),
])  # fmt: skip
def test_secrets_in_addresses_are_masked(url, masked):
    assert masked_url(url) == masked


def test_an_imported_module_of_an_editable_package_is_that_package(tmp_path, monkeypatch):
    """Also where the module has another name than the package, and lies in a folder below."""
    source = tmp_path / "work" / "src"
    source.mkdir(parents=True)
    (source / "edited_module_of_tests.py").write_text("x = 1\n")
    said = {"url": (tmp_path / "work").as_uri(), "dir_info": {"editable": True}}
    dist_info(tmp_path / "site", "edited-package", "0.3", said)
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.syspath_prepend(source)
    monkeypatch.setattr(environment, "_known", {})
    monkeypatch.setattr(environment, "_local", set())
    import edited_module_of_tests

    try:
        found = environment.current_environment()
        assert found.packages["edited-package"] == "0.3"
        assert found.origins["edited-package"] == PackageOrigin("editable", (tmp_path / "work").as_uri())
        assert "edited_module_of_tests" not in [module.name for module in found.local]
    finally:
        del sys.modules[edited_module_of_tests.__name__]


def test_an_editable_package_says_which_commit_was_checked_out(tmp_path):
    """In a repository, with packed references, in a work tree beside it; and nothing where there is none."""
    import subprocess

    from jupyter_mltrack.models.checked_out import checked_out_commit

    def git(*words, folder=tmp_path / "work"):
        who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    below = tmp_path / "work" / "src" / "lib"
    below.mkdir(parents=True)
    assert checked_out_commit(below) is None
    git("init", "-q")
    assert checked_out_commit(below) is None, "there is no commit yet"
    git("commit", "-q", "--allow-empty", "-m", "first")
    commit = git("rev-parse", "HEAD")
    assert checked_out_commit(below) == commit
    git("pack-refs", "--all")
    assert checked_out_commit(below) == commit
    git("worktree", "add", "-q", str(tmp_path / "beside"))
    assert checked_out_commit(tmp_path / "beside") == commit
    git("checkout", "-q", "--detach")
    assert checked_out_commit(below) == commit
    said = {"url": below.as_uri(), "dir_info": {"editable": True}}
    assert read_origin(dist_info(tmp_path, "lib", "1.0", said)).commit == commit
    (tmp_path / "work" / ".git" / "HEAD").write_bytes(b"\xff nonsense")
    assert checked_out_commit(below) is None


ORIGINS = {
    "lib": PackageOrigin("vcs", "https://****@code.example/lib.git", "git", COMMIT, "main", None, "python"),
    "keyed": PackageOrigin("vcs", "ssh://git@code.example/keyed.git", "git", COMMIT),
    "wheel": PackageOrigin("archive", "https://files.example/wheel-1.whl", hash=f"sha256:{SHA}"),
    "mine": PackageOrigin("editable", "file:///srv/ada/mine"),
    "copied": PackageOrigin("folder", "file:///srv/ada/copied"),
    "download": PackageOrigin("archive", "file:///tmp/download.whl", hash=f"sha256:{SHA}"),
    "svned": PackageOrigin("vcs", "https://code.example/x", "svn", None),
}
ENVIRONMENT = Environment(
    "3.11.7", "CPython", "Linux", {"numpy": "2.1.0", **dict.fromkeys(ORIGINS, "1.0")}, ORIGINS, 1
)


def test_packages_from_elsewhere_are_installed_from_there_or_explained():
    plan = install_plan(ENVIRONMENT)
    assert [pin.requirement for pin in plan.pins] == [
        "numpy==2.1.0",
        f"lib @ git+https://code.example/lib.git@{COMMIT}#subdirectory=python",
        f"keyed @ git+ssh://git@code.example/keyed.git@{COMMIT}",
        f"wheel @ https://files.example/wheel-1.whl#sha256={SHA}",
    ]
    assert [left.name for left in plan.left_out] == ["mine", "copied", "download", "svned"]
    reasons = {left.name: left.reason for left in plan.left_out}
    assert reasons["mine"] == "1.0 was installed in editable mode from the folder /srv/ada/mine"
    text = requirements_text(ENVIRONMENT, "run 12")
    assert all(f"# {name}: " in text for name in ("mine", "copied", "download", "svned"))
    assert "# installed with 1 extra package index set up for pip" in text


def test_files_hold_what_installers_can_read():
    import yaml
    from packaging.requirements import Requirement

    lines = [
        line for line in requirements_text(ENVIRONMENT, "run 12").splitlines() if not line.startswith("#")
    ]
    assert [Requirement(line).name for line in lines] == ["numpy", "lib", "keyed", "wheel"]
    conda = yaml.safe_load(conda_text(ENVIRONMENT, "run 12"))
    assert conda["name"] == "run-12" and conda["dependencies"] == ["python=3.11.7", "pip", {"pip": lines}]


HOSTILE_NAMES = [
    "--index-url=https://evil.example/simple", "-r/etc/passwd", "numpy\n--pre", "numpy\r--pre", "numpy;os_name",
    "numpy @ https://evil.example/x", "", "$(touch x)", "a b", " numpy", "../x", "numpy\x00", "numpy#", "é",
    "x\u2028--pre",
]  # fmt: skip
HOSTILE_VERSIONS = [
    "1.0\n--pre",
    "1.0 --pre",
    "1.0;x",
    "",
    "-1",
    "*",
    "$(x)",
    "1.0 # x",
    "1.0`x`",
    "1.0\u2028y",
]
HOSTILE_ORIGINS = [
    PackageOrigin("vcs", "https://code.example/x", "git", "--upload-pack=touch x"),
    PackageOrigin("vcs", "https://code.example/x", "git", "abc\n--pre"),
    PackageOrigin("vcs", "ssh://-oProxyCommand=touch/x", "git", COMMIT),
    PackageOrigin("vcs", "ext::sh -c touch", "git", COMMIT),
    PackageOrigin("vcs", "https://code.example/x y", "git", COMMIT),
    PackageOrigin("vcs", "https://evil.example/${AWS_SECRET_ACCESS_KEY}", "git", COMMIT),
    PackageOrigin("vcs", "https://code.example/x", "sh", COMMIT),
    PackageOrigin("vcs", "https://code.example/x", "git", COMMIT, subdirectory="../../x"),
    PackageOrigin("vcs", "https://code.example/x", "git", COMMIT, subdirectory="a&egg=b"),
    PackageOrigin("archive", "https://files.example/x.whl\n--pre", hash=f"sha256:{SHA}"),
    PackageOrigin("archive", "http://files.example/x.whl"),
    PackageOrigin("archive", "http://files.example/x.whl", hash="sha256:\n--pre"),
]


@pytest.mark.parametrize("packages, origins", [
    *(({name: "1.0"}, {}) for name in HOSTILE_NAMES),
    *(({"numpy": version}, {}) for version in HOSTILE_VERSIONS),
    *(({"lib": "1.0"}, {"lib": origin}) for origin in HOSTILE_ORIGINS),
])  # fmt: skip
def test_what_a_stranger_wrote_reaches_no_installer(packages, origins):
    written = Environment("3.11.7", "CPython", "Linux", packages, origins)
    plan = install_plan(written)
    assert plan.pins == [] and len(plan.left_out) == 1
    for text in (requirements_text(written, "run 1"), conda_text(written, "run 1\n- evil")):
        body = [line for line in text.splitlines() if not line.startswith("#")]
        assert not any(
            "pre" in line or "evil" in line or "numpy" in line
            for line in body
            if line != "name: run-1---evil"
        )
    assert check_environment(written).command is None


def test_a_python_version_that_is_none_is_not_written():
    written = Environment("3.11.7\n- evil", "CPython", "Linux")
    assert "\n- evil" not in conda_text(written, "run 1")
    assert "\n- evil" not in requirements_text(written, "run 1")


def test_the_line_that_mends_is_one_shell_line():
    odd = {"lib": PackageOrigin("vcs", "https://code.example/lib(1)", "git", COMMIT)}
    assert check_environment(Environment("3.11.7", "CPython", "Linux", {"lib": "1.0"}, odd)).command is None
    command = check_environment(
        Environment("3.11.7", "CPython", "Linux", {"lib": "1.0"}, {"lib": ORIGINS["lib"]})
    ).command
    assert command.count("\n") == 0
    assert shlex.split(command)[:4] == ["python", "-m", "pip", "install"] and len(shlex.split(command)) == 5
