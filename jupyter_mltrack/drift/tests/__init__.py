"""The statistics, one family a file: samples, distances, counts, ranks, profiles, multivariate, classifier, texts."""

from .classifier import domain_classifier, text_classifier
from .counts import chi_square, fisher_exact, missing_rate, new_categories
from .distances import hellinger, jensen_shannon, l_infinity, psi, total_variation
from .methods import CATEGORY_METHODS, NUMBER_METHODS, Side, compute
from .multivariate import mmd, pca_reconstruction, rank_correlations
from .ranks import klotz, ranked, tail, van_der_waerden
from .samples import anderson_darling, cramer_von_mises, ks, wasserstein, wasserstein_norm

__all__ = [
    "CATEGORY_METHODS",
    "NUMBER_METHODS",
    "Side",
    "anderson_darling",
    "chi_square",
    "compute",
    "cramer_von_mises",
    "domain_classifier",
    "fisher_exact",
    "hellinger",
    "jensen_shannon",
    "klotz",
    "ks",
    "l_infinity",
    "missing_rate",
    "mmd",
    "new_categories",
    "pca_reconstruction",
    "psi",
    "rank_correlations",
    "ranked",
    "tail",
    "text_classifier",
    "total_variation",
    "van_der_waerden",
    "wasserstein",
    "wasserstein_norm",
]
