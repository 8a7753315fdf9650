"""Columns looked at together, texts, and vectors."""

import numpy as np
import pandas as pd
import pytest

import jupyter_mltrack as mltrack
from jupyter_mltrack.drift.tests import (
    domain_classifier,
    mmd,
    pca_reconstruction,
    rank_correlations,
    text_classifier,
)


def related(seed, correlation, rows=600):
    random = np.random.default_rng(seed)
    found = random.normal(size=(rows, 4))
    found[:, 1] = correlation * found[:, 0] + np.sqrt(1 - correlation**2) * found[:, 1]
    return found


def test_a_changed_relation_is_found_though_no_column_moved():
    before, after = related(1, 0.0, 2000), related(3, 0.4, 2000)
    result, change, pair = rank_correlations(before, after)
    assert result.p_value < 1e-6 and pair == (0, 1) and change == pytest.approx(0.4, abs=0.08)
    found = mltrack.drift(before, after)
    assert found.status == "drift" and found.drifted == []
    assert "`0` and `1`" in found.report.together.sentence


@pytest.mark.parametrize("test", [pca_reconstruction, mmd])
def test_vectors_of_another_law_are_told_apart(test):
    assert test(related(1, 0.9), related(2, 0.9)).p_value > 0.01
    assert test(related(1, 0.9), related(2, -0.9)).p_value < 0.01


def test_the_classifier_names_the_columns_that_gave_it_away():
    before, after = related(1, 0.5, 300), related(2, 0.5, 300)
    same, _ = domain_classifier(before, after, "abcd", permutations=19)
    after[:, 2] += 1.0
    moved, driving = domain_classifier(before, after, "abcd", permutations=19)
    assert same.p_value > 0.05 and same.statistic < 0.6
    assert moved.p_value == pytest.approx(0.05) and moved.statistic > 0.65 and next(iter(driving)) == "c"


def texts(seed, words, rows=200):
    random = np.random.default_rng(seed)
    return [" ".join(random.choice(words, random.integers(6, 12))) for _ in range(rows)]


OLD = ["order", "late", "parcel", "refund", "please", "send", "invoice", "account", "password", "screen"]


def test_texts_with_other_words_are_drift_and_the_words_are_named():
    new = [*OLD[:6], "crypto", "wallet", "mining", "token"]
    before = pd.DataFrame({"message": texts(1, OLD)})
    assert mltrack.drift(before, pd.DataFrame({"message": texts(2, OLD)})).status == "no drift"
    found = mltrack.drift(before, pd.DataFrame({"message": texts(3, new)}))
    assert found["message"].kind == "text" and found["message"].drifted
    assert "`crypto`" in found["message"].sentence
    assert text_classifier(texts(1, OLD), texts(3, new))[0].statistic > 0.9


def test_profiles_of_texts_show_other_words_and_those_that_the_reference_did_not_have():
    new = [*OLD[:6], "crypto", "wallet", "mining", "token"]
    before, same, after = (
        mltrack.drift.profile({"message": texts(seed, words)})
        for seed, words in ((1, OLD), (2, OLD), (3, new))
    )
    assert mltrack.drift(before, same).status == "no drift"
    found = mltrack.drift(before, after)["message"]
    assert found.drifted and found.test == "text_words"
    assert "words unknown to the reference" in found.sentence and "`crypto` in 0 % →" in found.sentence
    # Of more words than are listed, those that are not may be as frequent as the error of the list.
    many = [f"w{at}" for at in range(2000)]
    sides = [mltrack.drift.profile({"message": texts(seed, many, 500)}) for seed in (1, 2)]
    assert sides[0]["message"].frequent_error and mltrack.drift(*sides).status == "no drift"
