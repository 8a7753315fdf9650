"""What names say about values."""

from __future__ import annotations

import re

_QUALITY = frozenset(
    {
        "accuracy",
        "acc",
        "loss",
        "losses",
        "score",
        "scores",
        "f1",
        "auc",
        "auroc",
        "auprc",
        "roc",
        "precision",
    }
    | {"recall", "sensitivity", "specificity", "mae", "mse", "rmse", "mape", "r2", "error", "errors", "err"}
    | {"perplexity", "ppl", "bleu", "rouge", "iou", "dice", "map", "ndcg", "mrr", "logloss", "cost", "reward"}
    | {
        "return",
        "returns",
        "regret",
        "silhouette",
        "inertia",
        "kappa",
        "mcc",
        "likelihood",
        "elbo",
        "nll",
        "bce",
    }
    | {"aic", "bic", "metric", "fitness", "objective", "psnr", "ssim", "fid", "wer", "cer", "hits", "brier"}
)
_WORDS = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")


def is_quality_name(name: str) -> bool:
    """Say whether a name says that its value tells how good something is.

    >>> [is_quality_name(name) for name in ("val_acc", "testLoss", "n_rows", "R2", "fold")]
    [True, True, False, True, False]
    """
    return not _QUALITY.isdisjoint(word.lower() for word in _WORDS.findall(name))
