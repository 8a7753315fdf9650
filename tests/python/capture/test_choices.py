"""What people decide about names, in a file that can be committed."""

import pytest

from jupyter_mltrack.capture.choices import FILE, read_choices, write_choice
from jupyter_mltrack.errors import InvalidInput


def test_what_is_written_is_read(tmp_path):
    assert read_choices(tmp_path) == {}
    write_choice(tmp_path, "lr", "param")
    write_choice(tmp_path, "CFG.tmp", "never")
    write_choice(tmp_path, "lr", "metric")
    assert read_choices(tmp_path) == {"CFG.tmp": "never", "lr": "metric"}
    write_choice(tmp_path, "lr", None)
    assert read_choices(tmp_path) == {"CFG.tmp": "never"}


def test_what_somebody_wrote_stays(tmp_path):
    path = tmp_path / FILE
    path.write_text("# ours\n[other]\nx = 1\n\n[names]\n# why\na = never\n\n[last]\ny = 2\n")
    write_choice(tmp_path, "b", "param")
    assert path.read_text() == (
        "# ours\n[other]\nx = 1\n\n[names]\n# why\na = never\nb = param\n\n[last]\ny = 2\n"
    )


@pytest.mark.parametrize("text", ["[names]\na = sometimes\n", "no section = 1\n", "[names]\njust words\n"])
def test_a_file_that_cannot_be_understood_is_said_and_left(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(InvalidInput, match=FILE):
        read_choices(tmp_path)
    with pytest.raises(InvalidInput):
        write_choice(tmp_path, "a", "param")
    assert (tmp_path / FILE).read_text() == text


@pytest.mark.parametrize("name", ["", "a b", "a=b", "1a", "a\n[x]", "../x", "x" * 600])
def test_what_is_no_name_is_refused(tmp_path, name):
    with pytest.raises(InvalidInput):
        write_choice(tmp_path, name, "never")
    assert not (tmp_path / FILE).exists()


def test_they_hold_for_the_next_run(notebook, tmp_path):
    write_choice(tmp_path, "tmp", "never")
    write_choice(tmp_path, "C", "metric")
    run = notebook.track("tmp = 3\nC = 1.0\nlr = 0.1")
    assert (run.params, run.metrics) == ({"lr": 0.1}, {"C": 1.0})
    assert notebook.left_out()["tmp"] == "asked.ignore"


def test_the_line_goes_before_them(notebook, tmp_path):
    write_choice(tmp_path, "tmp", "never")
    assert notebook.track("tmp = 3", "--param tmp").params == {"tmp": 3}


def test_a_broken_file_costs_a_warning(notebook, tmp_path, capsys):
    (tmp_path / FILE).write_text("[names]\na = sometimes\n")
    assert notebook.track("lr = 0.1").params == {"lr": 0.1}
    assert FILE in capsys.readouterr().out.splitlines()[-1]
