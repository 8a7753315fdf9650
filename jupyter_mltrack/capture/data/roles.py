"""What a cell's calls do with data and models: fit on them, evaluate on them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..calls import Call
from ..expressions import called_name
from ..rules.words import is_quality_name, words, words_of
from ..walk import nodes_of, nodes_of_kind

_FITTING = words("""
    fit partial_fit fit_transform fit_predict fit_generator fit_regularized fit_constrained fit_resample
    fit_one_cycle fine_tune train learn cv cross_val_score cross_validate cross_val_predict learning_curve
    validation_curve permutation_test_score grid_search train_on_batch from_formula fmin auto_arima
""")
_FITTING_WORDS = words("train training fit fitting finetune backtest crossval")
_EVALUATING_WORDS = words("evaluate eval evaluation validate validation test testing predict score assess")
_EVALUATING = words("predict predict_proba decision_function score evaluate score_samples transform generate")
_ASIDE = words("""
    eval_set evals valid_sets validation_data eval_dataset val_dataset test_dataset valid_data eval_data
    test_set val_set dvalid dval dtest
""")
"""Keywords with which a call that trains is given what it only measures itself on."""
_TRAINED_ON = words("train_dataset train_set dtrain train_data train_loader train_dataloader")
_NEITHER = words("""
    train_test_split random_split compile set_params DataLoader print display eval train_size test_size
""")


@dataclass
class Use:
    """One call: the names that it fits something on, and those that it only measures on."""

    owner: str | None
    fits: bool
    names: list[str] = field(default_factory=list)
    """Names of the receiver and the arguments, data and models alike."""
    aside: list[str] = field(default_factory=list)
    line: int | None = None
    """Where it stands in the cell; ``None`` within a function, which runs whenever it is called."""


def uses_of(calls: Iterable[Call], tree: ast.AST) -> Iterator[Use]:
    r"""Give what calls train and evaluate, and on what.

    Parameters
    ----------
    calls
        The calls that a cell makes.
    tree
        The cell.

    Examples
    --------
    >>> from jupyter_mltrack.capture.calls import reached_code
    >>> tree = ast.parse("m = SVC().fit(X, y)\nacc = accuracy_score(y_test, m.predict(X_test))")
    >>> [(use.fits, use.owner, use.names) for use in uses_of(reached_code(tree, {}).calls, tree)]
    [(True, 'm', ['SVC', 'X', 'y']), (False, 'acc', ['y_test', 'm', 'X_test']), (False, None, ['m', 'X_test'])]
    """
    for call in calls:
        name = called_name(call.node) or ""
        if name in _NEITHER:
            continue
        said = set(words_of(name))
        line = None if call.local else call.node.lineno
        fits = name in _FITTING or bool(said & _FITTING_WORDS and not name[:1].isupper())
        trained_on = [part for part in call.node.keywords if part.arg in _TRAINED_ON]
        if not fits and not trained_on:
            if name in _EVALUATING or is_quality_name(name) or said & _EVALUATING_WORDS:
                yield Use(call.owner, False, _names(_parts(call.node), call.local), line=line)
            continue
        aside = [part.value for part in call.node.keywords if part.arg in _ASIDE]
        # A class that is given what to train on holds the model, too: Trainer(model=net, train_dataset=data).
        yield Use(call.owner, True, _names(_parts(call.node), call.local), _names(aside, call.local), line)
    yield from _stepped_through(tree)


def _parts(node: ast.Call) -> list[ast.AST]:
    receiver: list[ast.AST] = [node.func.value] if isinstance(node.func, ast.Attribute) else []
    return [*receiver, *node.args, *(part.value for part in node.keywords if part.arg not in _ASIDE)]


def _names(parts: Iterable[ast.AST], local: frozenset[str]) -> list[str]:
    found: dict[str, None] = {}
    for part in parts:
        for node in reversed(nodes_of(part)):
            if isinstance(node, ast.Name) and node.id not in local:
                found[node.id] = None
    return sorted(found, key=lambda name: min(_position(parts, name)))


def _position(parts: Iterable[ast.AST], name: str) -> list[tuple[int, int]]:
    return [
        (node.lineno, node.col_offset)
        for part in parts
        for node in nodes_of(part)
        if isinstance(node, ast.Name) and node.id == name
    ]


def _stepped_through(tree: ast.AST) -> Iterator[Use]:
    """What loops go through that train by steps: ``for xb, yb in loader: … loss.backward()``."""
    for node in (*nodes_of_kind(tree, ast.For), *nodes_of_kind(tree, ast.AsyncFor)):
        if any(called_name(part) in _STEPS for part in nodes_of_kind(node, ast.Call)):
            names = [part.id for part in nodes_of_kind(node, ast.Name)]
            yield Use(None, True, list(dict.fromkeys(names)), line=node.lineno)


_STEPS = frozenset({"backward", "apply_gradients", "train_on_batch", "apply_updates", "partial_fit"})
