"""What the tests say of two profiles of texts: their words, as far as they are kept, and their lengths."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..records import ColumnProfile, TestResult
from .evidence import Evidence, of_missing
from .profiled import location
from .texts import LENGTH, MISSING, WORDS
from .words import percent, quoted

_NAMED = 3


def of_text_profiles(ours: ColumnProfile, theirs: ColumnProfile) -> list[Evidence]:
    """Test two profiles of texts: the share of texts that each word is in, their lengths, missing ones."""
    length = location(ours, theirs, LENGTH, lambda value: f"{value:.3g}")
    result = TestResult("text_length", length.result.statistic, length.result.p_value)
    length = replace(length, result=result, effect_of="length", moved=f"{length.moved} characters")
    return [_of_words(ours, theirs), length, *of_missing(ours, theirs, MISSING)]


def unknown_words(ours: ColumnProfile, theirs: ColumnProfile) -> float:
    """Give which part of the current words the reference does not list.

    A word counts in every text that it is in. Where the reference's list holds all of its words (``frequent_error`` is
    0) that is the out-of-vocabulary rate.
    """
    total = sum(theirs.frequent.values())
    return sum(rows for word, rows in theirs.frequent.items() if word not in ours.frequent) / max(total, 1)


def _of_words(ours: ColumnProfile, theirs: ColumnProfile) -> Evidence:
    """Test whether a word is in more or in fewer texts: the surest one exactly, times the number of words.

    Source: Fisher (1922), exact test of a 2 x 2 table, with Bonferroni's correction. What the sketches' counts may be
    off by is taken to be in favour of no change.
    """
    from scipy.stats import fisher_exact

    sides = ours, theirs
    words = sorted({*ours.frequent, *theirs.frequent})
    texts = np.array([max(side.rows - side.missing, 1) for side in sides], float)
    if not words:
        return Evidence(TestResult("text_words", None, 1.0), WORDS, 0.0, "share", "no words")
    counts = np.array([[side.frequent.get(word, 0) for word in words] for side in sides], float)
    shares = counts / texts[:, None]
    # A count is too small by this much at most: the rarer side is taken to be as much more frequent.
    off = np.array([side.frequent_error for side in sides]) / texts
    rarer = shares.argmin(axis=0)
    nearer = shares.copy()
    at = np.arange(len(words))
    nearer[rarer, at] = np.minimum(nearer[rarer, at] + off[rarer], nearer.max(axis=0))
    change = nearer[1] - nearer[0]
    both = (nearer * texts[:, None]).sum(axis=0) / texts.sum()
    deviation = np.sqrt(np.maximum(both * (1 - both), 1e-12) * (1 / texts).sum())
    surest = np.argsort(-np.abs(change) / deviation)
    best = int(surest[0])
    table = [[round(nearer[side, best] * texts[side]), texts[side]] for side in range(2)]
    cells = [[have, int(whole) - have] for have, whole in table]
    p = min(1.0, float(fisher_exact(cells)[1]) * len(words))
    said = ", ".join(
        f"{quoted(words[one])} in {percent(shares[0, one])} → {percent(shares[1, one])}"
        for one in surest[:_NAMED]
    )
    new = unknown_words(ours, theirs)
    listed = (
        "unknown to the reference" if not ours.frequent_error else "not among the reference's most frequent"
    )
    moved = f"words: {said} of the texts; words {listed} {percent(new)}"
    z = float(change[best] / deviation[best])
    return Evidence(TestResult("text_words", z, p), WORDS, float(abs(change[best])), "share", moved)
