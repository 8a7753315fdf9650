"""Columns of texts: how long they are, which words they use, whether a classifier tells them apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from ..records import TestResult
from .columns import Cleaned
from .evidence import Evidence, of_missing
from .tests import ranks
from .tests.classifier import text_classifier
from .words import percent, quoted

_WORD = re.compile(r"\w+")

WORDS, LENGTH, MISSING = 0.6, 0.34, 0.06


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """Count in how many texts each word is, in lower case.

    >>> vocabulary(["to be or not to be", "Be!"])["be"]
    2
    """
    found: Counter[str] = Counter()
    for text in texts:
        found.update(set(_WORD.findall(text.lower())))
    return found


def out_of_vocabulary(known: Mapping[str, int], texts: Iterable[str]) -> float:
    """Give the share of words (tokens) that are not known.

    >>> out_of_vocabulary({"be": 1}, ["be or be"])
    0.3333333333333333
    """
    words = [word for text in texts for word in _WORD.findall(text.lower())]
    return sum(word not in known for word in words) / max(len(words), 1)


def of_texts(reference: Cleaned, current: Cleaned) -> list[Evidence]:
    """Test texts: a classifier on their words, their lengths, missing ones."""
    ours, theirs = (list(Counter(side.counts).elements()) for side in (reference, current))
    result, words = text_classifier(ours, theirs)
    unknown = out_of_vocabulary(vocabulary(ours), theirs)
    known = out_of_vocabulary(vocabulary(ours[::2]), ours[1::2])
    named = ", ".join(map(quoted, words)) or "none"
    new = f"words unknown to the reference {percent(unknown)} ({percent(known)} within it)"
    said = f"words of the current texts: {named}; {new}"
    auc = 0.5 if result.statistic is None else result.statistic
    lengths = [np.array([len(text) for text in side], float) for side in (ours, theirs)]
    length, shift = ranks.van_der_waerden(ranks.ranked(*lengths))
    middle = [float(np.median(side)) for side in lengths]
    return [
        Evidence(result, WORDS, auc, "auc", said),
        Evidence(
            TestResult("text_length", length.statistic, length.p_value), LENGTH, abs(shift), "length",
            f"median length {middle[0]:g} → {middle[1]:g} characters",
        ),
        *of_missing(reference, current, MISSING),
    ]  # fmt: skip
