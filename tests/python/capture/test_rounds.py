"""Series of nested loops: each inner iteration is a step, and where the outer loop's iterations began is kept."""

import pytest

LOOP = "for epoch in range(3):\n    for batch in range(4):\n        loss = measured(epoch * 4 + batch)\n"


def rounds_of(run):
    return run.rounds.get("loss")


def test_the_outer_loop_is_kept_beside_the_inner_steps(notebook):
    run = notebook.track(LOOP + "    val_loss = measured(epoch)\n")
    assert run.rounds == {"loss": [0, 4, 8]}
    assert run.summaries["loss"].count == 12 and run.summaries["val_loss"].count == 3


@pytest.mark.parametrize("where", ["here", "earlier"])
def test_so_it_is_in_functions(notebook, where):
    body = "".join("    " + line + "\n" for line in LOOP.splitlines())
    function = f"def train():\n{body}    return loss\n"
    if where == "earlier":
        notebook.run(function)
        function = ""
    assert rounds_of(notebook.track(function + "final_loss = train()")) == [0, 4, 8]


def test_loops_of_unequal_length_and_early_ends(notebook):
    run = notebook.track(
        "for epoch in range(3):\n    for batch in range(epoch + 1):\n        loss = measured(batch)\n"
        "        if epoch == 2 and batch == 1:\n            break\n"
    )
    assert rounds_of(run) == [0, 1, 3]


def test_one_loop_alone_has_none(notebook):
    assert notebook.track("for epoch in range(3):\n    loss = measured(epoch)\n").rounds == {}


def test_very_many_are_left_out(notebook):
    run = notebook.track(
        "for epoch in range(3000):\n    for batch in range(2):\n        loss = measured(batch)\n"
    )
    assert run.rounds == {} and run.summaries["loss"].count == 6000


def test_the_curve_says_where_they_began(notebook):
    from jupyter_mltrack import current_store
    from jupyter_mltrack.figures.curves import curves
    from jupyter_mltrack.tracking import read_series
    from jupyter_mltrack.tracking.query import rows_of

    run = notebook.track(LOOP)
    store = current_store()
    (series,) = read_series(store, [run.id], ["loss"])
    assert series.rounds == [0, 4, 8]
    drawn = curves([series], rows_of(store, [run.id]))
    assert [shape["x0"] for shape in drawn["layout"]["shapes"]] == [4, 8]
