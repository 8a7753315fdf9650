"""The candidates of a search become runs within its run: the best first, each once, and not all of very many."""

import math

import pytest

import jupyter_mltrack as mltrack
from jupyter_mltrack.capture.candidates import MOST_CANDIDATES, candidates_of
from jupyter_mltrack.tracking import list_runs

pytest.importorskip("sklearn")

SETUP = """
import numpy as np
from scipy.stats import loguniform
from sklearn.experimental import enable_halving_search_cv
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, RandomizedSearchCV
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC
X, y = make_classification(80, 4, random_state=0)
"""


def children_of(notebook, cell):
    notebook.run("import warnings; warnings.simplefilter('ignore')")
    notebook.run(SETUP)
    run = notebook.track(cell)
    assert run.status == "finished", run.failure
    page = list_runs(
        mltrack.current_store(), parent=run.id, columns=["params.C", "metrics.mean_test_score"], limit=999
    )
    assert page.total == run.children
    return page.rows


def test_candidates_and_failed_fits(notebook):
    rows = children_of(
        notebook, "g = GridSearchCV(SVC(), {'C': [1, 2, -1]}, cv=2, error_score=np.nan).fit(X, y)"
    )
    assert rows[-1].name == "C=-1" and math.isnan(rows[-1].values["metrics.mean_test_score"])
    scores = [row.values["metrics.mean_test_score"] for row in rows[:-1]]
    assert scores == sorted(scores, reverse=True) and {row.values["params.C"] for row in rows} == {1, 2, -1}


def test_of_several_scores_the_one_that_chooses_the_winner(notebook):
    rows = children_of(
        notebook,
        "g = GridSearchCV(SVC(), {'C': [1e-3, 2]}, cv=2, scoring={'a': 'accuracy', 'f': 'f1'}, refit='f').fit(X, y)\n"
        "g.cv_results_['rank_test_a'] = np.array([1, 2]); g.cv_results_['rank_test_f'] = np.array([2, 1])",
    )
    assert [row.values["params.C"] for row in rows] == [2, 1e-3]


def test_distributions(notebook):
    rows = children_of(
        notebook,
        "g = RandomizedSearchCV(SVC(), {'C': loguniform(.1, 10)}, n_iter=3, cv=2, random_state=0).fit(X, y)",
    )
    assert len(rows) == 3 and all(len(row.name) < 12 for row in rows)


def test_a_halving_search_tries_the_same_settings_again(notebook):
    rows = children_of(
        notebook,
        "g = HalvingGridSearchCV(SVC(), {'C': [.1, 1, 2, 3]}, cv=2, min_resources=20, random_state=0).fit(X, y)\n"
        "best = g.best_params_['C']",
    )
    assert len({row.name for row in rows}) == len(rows) == 6
    assert rows[0].values["params.C"] == notebook.shell.user_ns["best"]


def test_estimators_as_candidates(notebook):
    rows = children_of(
        notebook,
        "g = GridSearchCV(Pipeline([('m', SVC())]), {'m': [SVC(), LogisticRegression()]}, cv=2).fit(X, y)",
    )
    assert {row.name for row in rows} == {"m=SVC", "m=LogisticRegression"}


def test_secrets_of_candidates(notebook):
    rows = children_of(
        notebook,
        "g = GridSearchCV(SVC(), {'C': [1]}, cv=2).fit(X, y)\n"
        "g.cv_results_['params'][0].update(api_key='hunter22hunter', url='postgres://ann:hunter22@db/x')",
    )
    run = mltrack.current_store().table("children").all()[0]
    assert "hunter22" not in str(run) and rows[0].name == "C=1, url=postgres://ann:•••@db/x"


def test_a_search_with_two_names_is_one_and_two_searches_say_whose_candidates_they_have(notebook):
    rows = children_of(
        notebook,
        "a = GridSearchCV(SVC(), {'C': [1, 2]}, cv=2).fit(X, y)\nb = a\n"
        "c = GridSearchCV(LogisticRegression(), {'C': [1, 2]}, cv=2).fit(X, y)",
    )
    assert {row.name for row in rows} == {"a: C=1", "a: C=2", "c: C=1", "c: C=2"}


def test_a_search_that_only_predicts_has_no_candidates_again(notebook):
    children_of(notebook, "g = GridSearchCV(SVC(), {'C': [1, 2]}, cv=2).fit(X, y)")
    assert notebook.track("acc = (g.predict(X) == y).mean()").children == 0


def test_of_very_many_the_best_are_kept(notebook):
    notebook.run(SETUP, "g = GridSearchCV(SVC(), {'C': [1]}, cv=2).fit(X, y)")
    search, count = notebook.shell.user_ns["g"], 5_000
    np = notebook.shell.user_ns["np"]

    asked = []
    scores = np.arange(count) / count

    class Column(type(scores)):
        def __getitem__(self, at):
            asked.append(at)
            return np.ndarray.__getitem__(self, at)

    search.cv_results_ = {
        "params": [{"C": at} for at in range(count)],
        "rank_test_score": np.arange(count, 0, -1),
        "mean_test_score": scores.view(Column),
    }
    children, total = candidates_of(search)
    assert (len(children), total) == (MOST_CANDIDATES, count) and len(asked) == MOST_CANDIDATES
    assert children[0].params == {"C": count - 1} and children[0].metrics["mean_test_score"] == scores[-1]
