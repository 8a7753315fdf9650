"""What names say about values."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final


def words(text: str) -> frozenset[str]:
    """Give the words of a list that is written as text."""
    return frozenset(text.split())


_QUALITY = words("""
    accuracy accuracies acc accs acc1 acc5 top1 top5 loss losses score scores f1 f1s fbeta auc aucs auroc
    auprc roc precision precisions recall recalls sensitivity specificity tpr fpr tnr fnr mae maes mse
    mses rmse rmses msle rmsle mape smape mase wape rae medae r2 rsquared rsq error errors err errs
    misclassified mislabeled perplexity ppl bleu rouge meteor iou dice jaccard hamming map ndcg mrr hits
    logloss xentropy crossentropy hinge pinball deviance cost costs reward rewards return returns regret
    regrets winrate silhouette inertia distortion kappa mcc ari nmi ami homogeneity completeness
    likelihood loglikelihood loglik llf elbo nll bce ce kl aic bic hqic pvalue fvalue metric metrics
    fitness objective psnr ssim fid wer cer brier explained rss sse theil coverage concordance gini acceptance
    lift uplift statistic recon reconstruction ae ece ll
""")
_QUALITY_ENDS = (
    "loss",
    "losses",
    "accuracy",
    "score",
    "scores",
    "error",
    "errors",
    "auc",
    "acc",
    "mse",
    "mae",
)
"""For words written together: ``trainloss``, ``valacc``."""

_SETTING_ENDS = words("""
    weight weights threshold thresholds tol tolerance coef coefficient factor scale fn func function
    functions criterion name names type types size count num idx index indices epoch epochs step steps
    iter iteration time file path dim dims model models param params args kwargs dict k n
""")
"""A name that ends so is about a quality figure rather than one: ``loss_weight``, ``best_score_index``."""

_PAIRS = frozenset(
    {
        ("p", "value"),
        ("p", "val"),
        ("p", "values"),
        ("c", "index"),
        ("concordance", "index"),
        ("positive", "rate"),
        ("negative", "rate"),
        ("success", "rate"),
        ("win", "rate"),
        ("hit", "rate"),
        ("durbin", "watson"),
        ("rand", "index"),
    }
    | {("jaccard", "index"), ("bouldin", "index"), ("harabasz", "index"), ("dunn", "index")}
)
"""Two words that name a figure together."""

_COUNTS = {
    ("number", "of"),
    ("numbers", "of"),
    ("num", "of"),
    ("count", "of"),
    ("counts", "of"),
    ("no", "of"),
}
"""A name that begins so counts things, whatever they are."""

_WORDS = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")


def words_of(name: str) -> list[str]:
    """Give the words of a name or a text, in lower case.

    >>> words_of("valAcc_top5"), words_of("Test RMSE:")
    (['val', 'acc', 'top5'], ['test', 'rmse'])
    """
    return [word.lower() for word in _WORDS.findall(name)]


def is_quality_name(name: str) -> bool:
    """Say whether a name says that its value tells how good something is.

    >>> [is_quality_name(name) for name in ("val_acc", "testLoss", "n_rows", "R2", "fold", "loss_weight")]
    [True, True, False, True, False, False]
    """
    words = words_of(name)
    if _PAIRS.intersection(pairwise(words)):
        return True
    if tuple(words[:2]) in _COUNTS:
        return False
    if not words or words[-1] in _SETTING_ENDS:
        return False
    return any(is_quality_word(word) for word in words)


def is_quality_word(word: str) -> bool:
    """Say whether one word names a quality figure."""
    plain = word.rstrip("0123456789")
    single = plain.removesuffix("s")
    return (
        word in _QUALITY
        or plain in _QUALITY
        or single in _QUALITY
        or (len(plain) > 5 and plain.endswith(_QUALITY_ENDS))
    )


TELLING: Final = words("""
    train training test testing val valid validation dev oof cv fold mean std avg average best final macro
    micro weighted total max min median
""")
"""Words that tell one figure from another of the same kind."""


def name_in_text(text: str) -> str:
    """Name a value by the text that stands before it; empty where the text does not say that it is a quality figure.

    >>> name_in_text("Epoch 3 | Test accuracy: "), name_in_text("Accuracy of the network on 10 images: ")
    ('test_accuracy', 'accuracy')
    >>> name_in_text("rows: ")
    ''
    """
    part = _SEPARATORS.split(text.rstrip(" :=\t\n([~±<>%$-"))[-1]
    words = words_of(part)
    if words[-1:] == ["p"] or any(pair[0] == "p" for pair in _PAIRS.intersection(pairwise(words))):
        return "p_value"
    if _PAIRS.intersection(pairwise(words)):
        return "_".join(words[-3:])
    if not any(is_quality_word(word) for word in words) or words[-1] in _SETTING_ENDS:
        return ""
    found = dict.fromkeys(word for word in words if is_quality_word(word) or word in TELLING)
    return "_".join(found)


_SEPARATORS = re.compile(r"[|,;\n\t]|\s[-–—]\s|(?<=\d)\)?:\s")
