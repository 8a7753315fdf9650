"""Figures that stay inside: lists and branches of functions, comprehensions that are printed."""

import pytest


def test_a_list_that_a_function_keeps_to_itself(notebook):
    run = notebook.track(
        "def train(epochs=4):\n    losses, seen = [], []\n    for epoch in range(epochs):\n"
        "        losses.append(8.0 / (epoch + 1))\n        seen.append(epoch / 3)\n    return 'model'\nmodel = train()"
    )
    assert notebook.points("losses") == [(0, 8.0), (1, 4.0), (2, 8.0 / 3), (3, 2.0)]
    assert run.metrics == {"losses": 2.0} and "seen" not in run.summaries


def test_a_dict_of_lists_that_a_function_keeps_to_itself(notebook):
    notebook.track(
        "def train():\n    log = {'loss': [], 'lr': []}\n    for epoch in range(3):\n"
        "        log['loss'].append(epoch / 2)\n        log['lr'].append(epoch / 10)\ntrain()"
    )
    assert [value for _, value in notebook.points("log.loss")] == [0.0, 0.5, 1.0]
    assert "log.lr" not in notebook.newest.summaries


def test_what_the_caller_gets_is_captured_there_and_once(notebook):
    run = notebook.track(
        "def train():\n    losses = []\n    for epoch in range(3):\n        losses.append(epoch / 2)\n"
        "    return losses\ncurve_of_losses = train()"
    )
    assert list(run.summaries) == ["curve_of_losses"]
    run = notebook.track(
        "def fold():\n    losses = []\n    for part in range(3):\n        losses.append(part / 2)\n"
        "    return sum(losses) / 3\nmean_loss = fold()"
    )
    assert run.metrics == {"mean_loss": 0.5} and not run.summaries


def test_what_is_assigned_beside_it_is_not_captured_twice(notebook):
    run = notebook.track(
        "def train():\n    losses = []\n    for epoch in range(3):\n        loss = epoch / 2\n"
        "        losses.append(loss)\ntrain()"
    )
    assert list(run.summaries) == ["loss"]


def test_a_branch_in_a_function(notebook):
    notebook.track(
        "def train():\n    for epoch in range(7):\n        if epoch % 3 == 0:\n            val_mse = epoch / 2\n"
        "        else:\n            pass\ntrain()"
    )
    assert notebook.points("val_mse") == [(0, 0.0), (3, 1.5), (6, 3.0)]


def test_a_value_of_a_function_that_says_nothing_is_on_the_way(notebook):
    run = notebook.track(
        "def sample(n=6):\n    x, chain = 0.0, []\n    for _ in range(n):\n        x = x / 2 + 1\n"
        "        chain.append(x)\n    return chain\nchain = sample()\nacceptance = measured(0.5)"
    )
    assert run.metrics == {"acceptance": 0.5} and not run.summaries


@pytest.mark.parametrize(
    "code",
    [
        "print('\\n'.join(f'{name}: {model.score(1, 2):.3f}' for name, model in models.items()))",
        "print({name: round(model.score(1, 2), 3) for name, model in models.items()})",
        "print(*[f'{name} {model.score(1, 2):.2f}' for name, model in models.items()], sep='; ')",
    ],
)
def test_figures_in_a_comprehension_that_is_printed(notebook, code):
    notebook.run(
        "class M:\n    def __init__(self, v): self.v = v\n    def score(self, X, y): return self.v\n"
        "models = {'tree': M(0.5), 'forest': M(0.75)}"
    )
    assert notebook.track(code).metrics == {"tree.score": 0.5, "forest.score": 0.75}


def test_a_list_of_scores_that_is_printed_in_a_function(notebook):
    run = notebook.track(
        "def report():\n    scores = [measured(0.5), measured(0.75)]\n    print([f'{s:.3f}' for s in scores])\nreport()"
    )
    assert [value for _, value in notebook.points("scores")] == [0.5, 0.75]
    assert run.metrics == {"scores": 0.75}


def test_a_list_that_is_a_curve_already_is_not_captured_again_where_it_is_printed(notebook):
    run = notebook.track(
        "scores = []\nfor k in range(3):\n    scores.append(measured(k / 2))\nprint([f'{s:.3f}' for s in scores])"
    )
    assert list(run.summaries) == ["scores"]


def test_a_name_that_says_nothing_takes_the_name_that_it_is_shown_by(notebook):
    run = notebook.track(
        "class Bar:\n    def set_postfix(self, **values): pass\nbar = Bar()\nfor epoch in range(2):\n"
        "    for batch in range(3):\n        l = measured(epoch + batch / 4)\n    bar.set_postfix(loss=l)"
    )
    assert [value for _, value in notebook.points("loss")] == [0.5, 1.5]
    assert run.metrics == {"loss": 1.5} and "l" not in run.summaries
