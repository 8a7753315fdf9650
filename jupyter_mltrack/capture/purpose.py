"""What a cell is for: whether it trains or evaluates something, or only looks at data."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from types import FunctionType

from .expressions import called_name
from .objects import names_in
from .rules.words import is_quality_name, words
from .walk import nodes_of

_TRAINING = words("""
    fit fit_transform fit_predict partial_fit fit_generator train train_model train_one_epoch train_epoch
    training evaluate predict predict_proba decision_function score cross_val_score cross_val_predict
    cross_validate learning_curve validation_curve staged_predict backward minimize optimize
    apply_gradients GradientTape train_on_batch test_on_batch learn run_experiment simulate rollout
    lgb_train boost cv grad value_and_grad ttest_ind ttest_rel chisquare anova_lm ols
""")

_LOOKING = words("""
    train_test_split fillna dropna astype get_dummies merge read_json read_table to_csv value_counts drop
    describe head tail info value_counts isna isnull notna hist scatter boxplot violinplot heatmap
    pairplot countplot histplot barplot kdeplot imshow plot bar show subplots read_csv read_parquet
    read_excel corr nunique sample groupby pivot_table crosstab memory_usage duplicated display unique
""")
_LOOKED_AT = frozenset({"shape", "columns", "dtypes", "dtype"})


def explores(tree: ast.AST, functions: Iterable[FunctionType] = ()) -> bool:
    """Say whether a cell only looks at data: it plots, describes, counts, and neither trains nor evaluates anything.

    Parameters
    ----------
    tree
        The cell.
    functions
        The notebook's functions that it may call.

    Examples
    --------
    >>> [explores(ast.parse(text)) for text in ("df.describe(); m = df.age.mean()", "m = model.fit(X)", "pi = f(3)")]
    [True, False, False]
    """
    looks = False
    for node in nodes_of(tree):
        if isinstance(node, ast.Call):
            name = called_name(node)
            if name in _TRAINING or (name and is_quality_name(name)):
                return False
            looks = looks or name in _LOOKING
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store) and is_quality_name(node.id):
                return False
        elif isinstance(node, ast.Attribute):
            looks = looks or node.attr in _LOOKED_AT
    if not looks:
        return False
    for function in functions:
        if any(name in _TRAINING or is_quality_name(name) for name in names_in(function.__code__)):
            return False
    return True
