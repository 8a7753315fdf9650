"""Which way is better for a metric, told from its name until a person chooses."""

from __future__ import annotations

import re

from ..records import Direction

_LOWER = {
    "loss", "losses", "error", "err", "errors", "mse", "rmse", "mae", "mape", "smape", "rmsle", "msle",
    "logloss", "nll", "brier", "perplexity", "ppl", "cost", "entropy", "crossentropy", "xentropy", "xent",
    "bce", "ce", "cer", "wer", "deviance", "hinge", "inertia", "aic", "bic", "fpr", "fnr", "distance",
    "divergence", "kl", "regret", "residual", "residuals", "fid", "ece", "elbo_loss", "duration",
    "seconds", "time", "latency", "pinball", "rmspe",
}  # fmt: skip
_HIGHER = {
    "accuracy", "acc", "auc", "auroc", "auprc", "roc", "f1", "f2", "fbeta", "precision", "recall", "r2",
    "score", "map", "ap", "ndcg", "mrr", "bleu", "rouge", "meteor", "iou", "dice", "kappa", "mcc",
    "specificity", "sensitivity", "tpr", "tnr", "hit", "hits", "coverage", "likelihood", "loglik",
    "reward", "rewards", "return", "returns", "silhouette", "psnr", "ssim", "correlation", "corr",
    "pearson", "spearman", "success", "correct", "balanced", "jaccard", "gain", "elbo", "lift", "ks",
    "gini",
}  # fmt: skip

_SPREAD = frozenset({"std", "stdev", "stddev", "variance", "sem", "spread"})

_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")

PREFERRED = ("val", "valid", "validation", "test", "eval", "cv", "holdout", "oof")
"""Words that mark a metric as measured on data that the model did not see."""


def words_of(metric: str) -> list[str]:
    """Split a metric's name into lower-case words.

    >>> words_of("valLoss/epoch_2")
    ['val', 'loss', 'epoch', '2']
    """
    return [word.lower() for word in _WORD.findall(metric)]


def guess_direction(metric: str) -> Direction | None:
    """Tell from a metric's name whether higher (``max``) or lower (``min``) is better; ``None`` when it does not say.

    The last telling word decides (``accuracy_loss`` is a loss), except that ``error`` words beat ``score`` behind them
    in names such as ``mean_squared_error_score``; scikit-learn's ``neg_…`` metrics are better when higher.

    >>> guess_direction("val_loss"), guess_direction("roc_auc"), guess_direction("neg_mean_squared_error")
    ('min', 'max', 'max')
    """
    words = words_of(metric)
    if not _SPREAD.isdisjoint(words):
        # How much something varies is neither good nor bad.
        return None
    if "neg" in words or "negative" in words:
        return "max"
    if "log" in words and "loss" in words:
        return "min"
    for word in reversed(words):
        if word == "score":
            continue
        if word in _LOWER:
            return "min"
        if word in _HIGHER:
            return "max"
    return "max" if "score" in words else None


def interest(metric: str) -> tuple[int, int]:
    """Rank a metric for being an experiment's main one: the higher the more telling.

    Measured on unseen data comes first, then figures of quality, then losses, then names that say nothing.
    """
    words = words_of(metric)
    unseen = 1 if any(word in PREFERRED for word in words) else 0
    if "train" in words or "training" in words:
        unseen = -1
    direction = guess_direction(metric)
    kind = {"max": 2, "min": 1, None: 0}[direction]
    if any(word in ("time", "seconds", "duration", "latency") for word in words):
        kind = -1
    return (kind, unseen) if kind <= 0 else (kind if unseen >= 0 else 0, unseen)
