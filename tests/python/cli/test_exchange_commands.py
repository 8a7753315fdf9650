"""``mltrack export`` and ``mltrack import`` as people type them, and the same in Python."""

import json

import pytest

import jupyter_mltrack as api
from jupyter_mltrack.cli import main
from jupyter_mltrack.errors import NotFound
from jupyter_mltrack.tracking.exchange.importing import ORIGIN


@pytest.fixture
def here(runs, monkeypatch, capsys):
    """Run ``mltrack`` in the folder with runs, in this process: most of the time of another one is its start."""
    monkeypatch.chdir(runs)
    monkeypatch.delenv("MLTRACK_STORE", raising=False)

    def run(*words):
        code = main(words)
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def mine(runs):
    """A folder beside the one with runs, for a store of one's own."""
    folder = runs / "mine"
    folder.mkdir()
    return folder


def test_a_run_from_terminal_to_terminal(runs, mine, mltrack):
    assert mltrack("export", "2") == (
        0,
        f"run 2 is in run-2.mltrack ({(runs / 'run-2.mltrack').stat().st_size:,} bytes)\n",
        "",
    )
    to_mine = ("--store", str(mine))
    assert mltrack("import", "run-2.mltrack", *to_mine) == (0, "run 1 (svc) is run 2 in run-2.mltrack\n", "")
    assert mltrack("import", "run-2.mltrack", *to_mine) == (0, "already here as run 1 (svc)\n", "")
    said = mltrack("runs", "--json", *to_mine)[1]
    [run] = json.loads(said)
    assert run["metrics"]["accuracy"] == 0.95 and run["tags"][ORIGIN] == "run 2 in run-2.mltrack"


def test_chosen_runs_of_a_colleague(runs, mine, here):
    to_mine = ("--store", str(mine))
    code, said, _ = here("import", ".", "--runs", "accuracy > 0.94", *to_mine)
    assert code == 0 and [line.split(" is ")[0] for line in said.splitlines()] == ["run 1 (svc)", "run 2 (k)"]
    assert here("import", ".mltrack", "--runs", "accuracy > 5", *to_mine)[:2] == (0, "No run matches.\n")
    code, said, _ = here("import", ".mltrack", "--runs", "1,2", "--json", *to_mine)
    assert [(one["number"], one["already"]) for one in json.loads(said)] == [(3, False), (1, True)]
    assert len(here("import", ".", *to_mine)[1].splitlines()) == 4


def test_a_model_from_terminal_to_terminal(runs, mine, here):
    here("register", "2", "churn")
    assert here("export", "churn/1", "-o", "mine", "--with-run")[1].startswith(
        "churn/1 is in mine/churn-1.mltrack ("
    )
    to_mine = ("--store", str(mine))
    said = here("import", "mine/churn-1.mltrack", *to_mine)[1]
    assert said == "churn/1 is churn/1 in churn-1.mltrack\nrun 1 (svc) is run 2 in churn-1.mltrack\n"
    assert here("import", ".", "--model", "churn", *to_mine)[1].startswith("already here as churn/1\n")
    assert here("import", "mine/churn-1.mltrack", "--model", "risk", *to_mine)[1].startswith(
        "risk/1 is churn/1"
    )
    assert here("import", ".", "--model", "churn/1", "--as", "cost", *to_mine)[1].startswith(
        "cost/1 is churn/1"
    )
    assert here("doctor", *to_mine)[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "nowhere"), "no file and no folder"),
        (("import", "mine"), "no store"),
        (("import", "text"), "cannot be imported"),
        (("import", ".", "--runs", "lr >"), "filter"),
        (("import", ".", "--runs", "99"), "no run '99'"),
        (("import", ".", "--model", "none"), "no model"),
        (("import", ".", "--as", "none"), "leave --model and --as out"),
        (("import", ".", "--model", "churn", "--runs", "1"), "two commands"),
        (("export", "99"), "no run '99'"),
        (("export", "none/1"), "no model"),
        (("export", "1", "-o", "no/x"), "cannot be written"),
    ],
)
def test_one_line_says_what_was_wrong(runs, mine, here, words, said):
    (runs / "text").write_text("hello")
    more = ("--store", str(runs / "other")) if words[0] == "import" else ()
    code, out, complaints = here(*words, *more)
    assert code == 2 and out == "" and complaints.count("\n") == 1
    assert said in complaints
    assert not (runs / "other").exists() or words[1] == ".", "looking for what is not there makes no store"


def test_in_python(runs, mine):
    made = api.export(2, mine / "run.mltrack", store=runs)
    assert (made.what, made.size) == ("run 2", (mine / "run.mltrack").stat().st_size)
    [taken] = api.import_runs(made.path, store=mine)
    assert (taken.number, taken.already) == (1, False)
    best = api.best("accuracy", store=runs)
    assert api.export(best, mine / "best.mltrack", store=runs).what == "run 4"
    version = api.register(2, "churn", store=runs)
    assert api.export(version, mine, store=runs).path.endswith("churn-1.mltrack")
    assert (
        api.export("churn", mine / "x", store=runs).what == api.export("churn/1", mine / "x", store=runs).what
    )
    assert api.import_model(mine / "churn-1.mltrack", name="mine", store=mine).version == 1
    assert api.version("mine/1", store=mine).run_number == 1
    assert [one.already for one in api.import_runs(runs / ".mltrack", "accuracy > 0.94", store=mine)] == [
        True,
        False,
    ]
    for reference in ("runs/1", "#1", "1", api.runs(store=runs)[-1].id):
        assert api.export(reference, mine / "x", store=runs).what == "run 1"
    with pytest.raises(NotFound):
        api.export("12", store=mine)


def test_runs_by_person(runs, here, monkeypatch):
    from jupyter_mltrack.magics import commands, home
    from jupyter_mltrack.tracking import start

    monkeypatch.setattr(home, "use", lambda: monkeypatch.setenv("MLTRACK_STORE", str(runs / ".mltrack")))
    store = api.current_store(runs)
    for user in ("ann", "Jane Doe", "1001"):
        start(store, "churn", f"of {user}", user=user).finish()
    for words, names in (
        ("user = ann", ["of ann"]), ('user = "Jane Doe"', ["of Jane Doe"]), ("user = 1001", ["of 1001"]),
        ("user in (ann, 1001)", ["of 1001", "of ann"]), ("user = ann and accuracy > 0.5", []),
    ):  # fmt: skip
        assert [run.name for run in api.runs(words, store=runs)] == names
        assert [run["name"] for run in json.loads(here("runs", words, "--json")[1])] == names
        assert [run.name for run in commands.run_command(f"runs {words}")] == names
