"""Can a classifier tell the current rows from the reference's? If so, by which columns?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...records import TestResult

Matrix = NDArray[np.float64]


def domain_classifier(
    reference: Matrix,
    current: Matrix,
    names: Sequence[str],
    permutations: int = 99,
    most: int = 2000,
    seed: int = 0,
) -> tuple[TestResult, Mapping[str, float]]:
    """Train trees to tell the two sides apart.

    Extremely randomised trees; the AUC is that of rows outside each tree's bootstrap sample. The null deals the
    sides out at random and scores the same out-of-bag votes of trees trained on it.

    Parameters
    ----------
    reference, current
        Numbers (categories as codes), shapes ``(n, k)`` and ``(m, k)``; NaN counts as below every value.
    names
        The columns, ``k`` of them.
    permutations
        How many random sides; the smallest possible p-value is 1 / (permutations + 1).
    most
        Rows a side; more are sampled.
    seed
        Of sampling, trees and permutations.

    Returns
    -------
    TestResult, mapping
        AUC (0.5: cannot tell) and its permutation p-value; the importance of each column, the largest first,
        adding up to 1. Source: Lopez-Paz & Oquab (2017), *Revisiting classifier two-sample tests*.
    """
    random = np.random.default_rng(seed)
    sides = [
        side if len(side) <= most else side[random.choice(len(side), most, replace=False)]
        for side in (reference, current)
    ]
    rows = np.vstack(sides)
    lowest = np.nanmin(np.where(np.isnan(rows), np.inf, rows), axis=0)
    rows = np.where(np.isnan(rows), np.where(np.isfinite(lowest), lowest, 0.0) - 1.0, rows)
    labels = np.repeat([0, 1], [len(side) for side in sides])
    seen, importance = _auc(rows, labels, 100, seed)
    larger = sum(
        _auc(rows, random.permutation(labels), 100, seed + 1 + turn)[0] >= seen
        for turn in range(permutations)
    )
    order = np.argsort(-importance)
    driving = {names[at]: float(importance[at]) for at in order}
    return TestResult("domain_classifier", seen, (larger + 1) / (permutations + 1)), driving


def text_classifier(
    reference: Sequence[str], current: Sequence[str], most: int = 1000, seed: int = 0
) -> tuple[TestResult, list[str]]:
    """Train a linear classifier on words to tell current texts from the reference's.

    Parameters
    ----------
    reference, current
        Texts.
    most
        Texts a side; more are sampled.
    seed
        Of sampling and folds.

    Returns
    -------
    TestResult, list of str
        Cross-validated AUC and the p-value of ``scipy.stats.mannwhitneyu`` on the out-of-fold scores; the words
        that speak most for current. Source: Rabanser et al. (2019), *Failing loudly*.
    """
    from scipy.stats import mannwhitneyu
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline

    random = np.random.default_rng(seed)
    sides = [
        list(side)
        if len(side) <= most
        else [side[at] for at in random.choice(len(side), most, replace=False)]
        for side in (reference, current)
    ]
    labels = np.repeat([0, 1], [len(side) for side in sides])
    order = random.permutation(len(labels))
    texts, labels = [[*sides[0], *sides[1]][at] for at in order], labels[order]
    model: Any = make_pipeline(
        TfidfVectorizer(max_features=5000), LogisticRegression(class_weight="balanced")
    )
    try:
        scores = cross_val_predict(model, texts, labels, cv=3, method="decision_function")
    except ValueError:  # no word in any text, or fewer than three texts on a side
        return TestResult("text_classifier", None, 1.0), []
    ours, theirs = scores[labels == 0], scores[labels == 1]
    found = mannwhitneyu(theirs, ours, alternative="greater")
    model.fit(texts, labels)
    words = model[0].get_feature_names_out()[np.argsort(-model[1].coef_[0])][:5]
    auc = float(found.statistic) / (len(ours) * len(theirs))
    return TestResult("text_classifier", auc, float(found.pvalue)), [str(word) for word in words]


def _auc(rows: Matrix, labels: NDArray[np.int_], trees: int, seed: int) -> tuple[float, NDArray[np.float64]]:
    import warnings

    from sklearn.ensemble import ExtraTreesClassifier
    from sklearn.metrics import roc_auc_score

    forest: Any = ExtraTreesClassifier(
        trees, bootstrap=True, oob_score=True, min_samples_leaf=5, class_weight="balanced", random_state=seed
    )
    with warnings.catch_warnings():
        # In tiny tables some row is in every tree's sample.
        warnings.simplefilter("ignore")
        forest.fit(rows, labels)
    votes = np.nan_to_num(forest.oob_decision_function_[:, 1], nan=0.5)
    return float(roc_auc_score(labels, votes)), forest.feature_importances_
