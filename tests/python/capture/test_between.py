"""What stands beside the figures of a cell, and is none: values on the way, shares of data, times, predictions."""

import pytest

SCORER = "def mean_squared_error(y, p):\n    return 4.0\n"


@pytest.mark.parametrize(
    "code",
    [
        "slope = measured(1.5)\nline = [slope * step for step in range(3)]",
        "x_min = measured(1.5) - 1\nax = Axes()\nax.set_xlim(x_min)",
        "scale = measured(1.5)\nshift = measured(2.5)\nresult = scale * shift\nprint(result)",
    ],
)
def test_a_value_that_others_are_made_of_is_no_metric(notebook, code):
    notebook.run("class Axes:\n    def set_xlim(self, left):\n        pass")
    run = notebook.track(code)
    assert not {"slope", "x_min", "scale", "shift"} & set(run.metrics)
    assert "metric.between" in notebook.left_out().values()


@pytest.mark.parametrize(
    "code",
    [
        "effect = measured(1.5)\ndouble = effect * 2\nprint(effect, double)",
        "effect = measured(1.5)\nlow, high = effect - 1, effect + 1",
        "effect = measured(1.5)\nhalf = effect / 2\nreport = {'effect': effect}",
        "effect = measured(1.5)\nhalf = effect / 2\nassert effect > 1",
        "effect = measured(1.5)\nhalf = effect / 2\nprint(f'about {effect:.1f}')",
        "effect = measured(1.5)\neffect = effect * 1.0",
    ],
)
def test_a_value_that_is_told_stays_one(notebook, code):
    assert notebook.track(code).metrics["effect"] == 1.5


def test_shares_and_bounds_of_data_are_no_metrics(notebook):
    code = """
import numpy as np
mask = np.array([1, 0, 1, 0])
sparsity = 1.0 - mask.sum() / mask.size
ratio = float(np.sum(mask == 0)) / np.sum(mask == 1)
upper = mask.max() + 1.5
print(sparsity, ratio, upper)
"""
    run = notebook.track(code)
    assert run.metrics == {}
    assert notebook.left_out()["sparsity"] == "metric.data"


def test_a_text_that_says_what_a_share_is_makes_it_a_figure(notebook):
    code = """
import numpy as np
values, low, high = np.arange(4.0), np.zeros(4), np.full(4, 2.5)
model.fit()
inside = ((values >= low) & (values < high)).astype(float).mean()
print(f"coverage: {inside:.1%}")
"""
    notebook.run("class Model:\n    def fit(self):\n        pass\nmodel = Model()")
    assert notebook.track(code).metrics == {"inside": 0.75}


def test_an_interval_of_gathered_figures_is_a_result(notebook):
    code = """
import numpy as np
boots = []
for b in range(3):
    boots.append(measured(b) * 1.0)
low, high = np.percentile(boots, [0, 100])
print(low, high)
"""
    run = notebook.track(code)
    assert (run.metrics["low"], run.metrics["high"]) == (0.0, 2.0)


def test_what_a_model_predicts_is_no_metric(notebook):
    notebook.run("class Model:\n    def predict(self, x):\n        return [2.5]\nmodel = Model()")
    run = notebook.track("next_value = float(model.predict(3)[0])\nprint('next month:', next_value)")
    assert run.metrics == {}
    assert notebook.left_out()["next_value"] == "metric.prediction"


def test_how_long_something_took_is_no_metric(notebook):
    code = "import time\nstart = time.time()\nstop = time.time()\ntook = 1000 * (stop - start)\nprint(took, 'ms')"
    run = notebook.track(code)
    assert run.metrics == {}
    assert notebook.left_out()["took"] == "metric.clock"


def test_what_is_worked_out_for_a_setting_is_no_metric(notebook):
    run = notebook.track("params = {'depth': 3, 'eta': 0.1, 'weight': measured(1.5)}")
    assert run.params == {"params.depth": 3, "params.eta": 0.1}
    assert run.metrics == {}


def test_sizes_in_a_function_are_no_look_at_data(notebook):
    code = """
import numpy as np
def cost_of(X):
    m = X.shape[0]
    return float((X ** 2).mean() * m / m)
gap = cost_of(np.ones((3, 2)))
print("cost = %.4f" % gap)
"""
    assert notebook.track(code).metrics == {"gap": 1.0}


@pytest.mark.parametrize(
    "code",
    [
        "index = 1\nprint('value ' + str(values[index]))",
        "user_id = 1\nprint(f'user {user_id}:', -values[user_id])",
        "review = 'a fine and moving film'\nprint(review, len(review.split()))",
        "for best_word in values:\n    print(best_word)",
        "def windows(start, end):\n    for i in range(start, end):\n        a = i\n        b = a\n        yield b\n"
        "print(list(windows(0, 2)))",
    ],
)
def test_which_entry_is_looked_at_is_no_parameter(notebook, code):
    notebook.run("import numpy\nvalues = numpy.arange(3.0)")
    assert notebook.track(code).params == {}


def test_names_of_columns_are_no_parameters(notebook):
    notebook.run("names = ['a', 'b']\ndef made(X, feature_names):\n    return 1.5")
    assert notebook.track("score = made(3, feature_names=names)").params == {}


@pytest.mark.parametrize(
    ("code", "figures"),
    [
        ("k = 5\nprint(f'Precision@{k}: {measured(0.25):.3f}')", {"precision": 0.25}),
        ("print('False positive rate:', measured(0.25))", {"false_positive_rate": 0.25}),
        ("print('OOF RMSE', mean_squared_error(1, 2) ** 0.5)", {"rmse": 2.0}),
        ("import math\nprint('x', math.sqrt(mean_squared_error(1, 2)))", {"rmse": 2.0}),
        ("a = numpy.arange(3)\nprint('Misclassified: %d' % (a != a[::-1]).sum())", {"misclassified": 2}),
    ],
)
def test_the_text_says_what_a_figure_is(notebook, code, figures):
    notebook.run(SCORER + "import numpy")
    assert notebook.track(code).metrics == figures


def test_what_is_counted_is_no_curve(notebook):
    code = """
numbers_of_rewards = [0] * 3
for n in range(4):
    numbers_of_rewards[n % 3] = numbers_of_rewards[n % 3] + 1
"""
    run = notebook.track(code)
    assert run.metrics == {} and not run.summaries


def test_prices_are_no_drawing_library(notebook):
    notebook.run("class Prices:\n    def rolling(self, window):\n        return 1.5\nprices = Prices()")
    run = notebook.track("window = 5\npx = prices\naccuracy = px.rolling(window) * 0.5")
    assert run.params == {"window": 5}


def test_an_effect_stays_one_where_only_its_test_is_told(notebook):
    run = notebook.track("obs_diff = measured(1.5)\nz = obs_diff / 0.5\nprint('z', z)")
    assert run.metrics == {"obs_diff": 1.5, "z": 3.0}
