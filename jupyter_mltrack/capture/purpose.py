"""What a cell is for: whether it trains or evaluates something, or only looks at data."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from types import FunctionType

from .expressions import called_name
from .objects import names_in
from .rules.words import is_quality_name, words
from .walk import children_of, nodes_of, nodes_of_kind

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
    for node in nodes_of_kind(tree, ast.Call):
        name = called_name(node)
        if name in _TRAINING or (name and is_quality_name(name)) or _is_agreement(node):
            return False
        # ``df.info()`` looks, ``logger.info(…)`` says something.
        looks = looks or (name in _LOOKING and not (name == "info" and node.args))
    names = nodes_of_kind(tree, ast.Name)
    if any(isinstance(node.ctx, ast.Store) and is_quality_name(node.id) for node in names):
        return False
    looks = looks or any(
        isinstance(node, ast.Attribute) and node.attr in _LOOKED_AT for node in _outside_functions(tree)
    )
    if not looks:
        return False
    for function in functions:
        if any(name in _TRAINING or is_quality_name(name) for name in names_in(function.__code__)):
            return False
    return True


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """Give the nodes outside functions and classes: what a formula needs ``X.shape`` for is no look at data."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(children_of(node))


def trains_by_steps(tree: ast.AST, functions: Iterable[FunctionType] = ()) -> bool:
    """Say whether a cell, or a function of the notebook that it may call, computes gradients and applies them itself.

    >>> trains_by_steps(ast.parse("for x, y in loader: loss(net(x), y).backward(); opt.step()"))
    True
    """
    called = (called_name(node) for node in nodes_of_kind(tree, ast.Call))
    if any(name in _STEPS for name in called):
        return True
    return any(_STEPS & names_in(function.__code__) for function in functions)


_STEPS = words("backward apply_gradients train_on_batch")


def _is_agreement(node: ast.Call) -> bool:
    """``(truth == predicted).mean()``: how often two things agree."""
    inner = node.func.value if isinstance(node.func, ast.Attribute) and node.func.attr == "mean" else None
    return (
        isinstance(inner, ast.Compare)
        and isinstance(inner.ops[0], (ast.Eq, ast.NotEq))
        and not isinstance(inner.comparators[0], ast.Constant)
    )


_ONLY_USES = words("predict predict_proba decision_function fit_transform cv grad simulate ols boost")
"""What training and evaluating cells do, too, but also those that only prepare or apply."""


Reach = Callable[[Iterable[str]], Iterable[FunctionType]]


def works(tree: ast.AST, reach: Reach = lambda names: ()) -> bool:
    r"""Say whether a cell trains or evaluates something when it is run: what ``%track on`` makes a run of.

    Parameters
    ----------
    tree
        The cell.
    reach
        Gives the notebook's functions that lie behind names.

    Examples
    --------
    >>> texts = ("model.fit(X, y)", "def train(): model.fit(X, y)", "def train(): model.fit(X, y)\ntrain()",
    ...     "acc = accuracy_score(y, p)", "df.describe()", "criterion = nn.CrossEntropyLoss()")
    >>> [works(ast.parse(text)) for text in texts]
    [True, False, True, True, False, False]
    """
    defined: dict[str, ast.AST] = {}
    run: list[ast.AST] = []
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        run.append(node)
        for part in children_of(node):
            if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                # Its body runs when it is called.
                defined[part.name] = part
            else:
                waiting.append(part)
    used = {node.id for node in run if isinstance(node, ast.Name)}
    run += [node for name, part in defined.items() if name in used for node in nodes_of(part)]
    if any(_is_work(called_name(node)) for node in run if isinstance(node, ast.Call)):
        return True
    used = {node.id for node in run if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return any(_is_work(name) for function in reach(used) for name in names_in(function.__code__))


def _is_work(name: str | None) -> bool:
    if name is None or name in _ONLY_USES or name[:1].isupper():
        return False
    return name in _TRAINING or is_quality_name(name)
