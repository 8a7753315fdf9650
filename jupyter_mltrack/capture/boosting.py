"""What boosting libraries report at each round, where nobody asked them to keep it.

``lightgbm.train`` and ``xgboost.train`` print their evaluation results and forget them. While a tracked cell runs, the
method that gives them is one that hands them on, too; only results of the cell's own thread are noted.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

from .objects import lives_in

_MOST_CURVES = 200
_MOST_POINTS = 1_000_000


def catboost_rounds(trained: object, *, best: bool = False) -> dict[object, object]:
    """Give the evaluation results (or the best of each) that CatBoost keeps behind a model, by data set and metric.

    They lie in its compiled part, which gives them through a method of its own alone.
    """
    kind = type(trained)
    if not lives_in(kind, "_catboost"):
        return {}
    ask: Any = trained
    try:
        found = ask._get_best_score() if best else ask._get_metrics_evals()
    except Exception:  # noqa: BLE001 the compiled part refuses where nothing was evaluated
        return {}
    return found if type(found) is dict else {}


class BoostingWatch:
    """Evaluation results of the rounds of a cell, by ``data set-metric``."""

    def __init__(self, on_fault: Callable[[str, Exception], None]) -> None:
        self._on_fault = on_fault
        self._thread = threading.get_ident()
        self._undo: list[tuple[Any, str, Any, Any]] = []
        self._trainings: list[tuple[int, dict[str, list[float]]]] = []
        self._armed: set[str] = set()

    def arm(self) -> None:
        """Watch the libraries that are imported by now; called again after an import in the cell."""
        for module, owner, method, note in (
            ("lightgbm.basic", "Booster", "eval_valid", self._lightgbm),
            ("lightgbm.basic", "Booster", "eval_train", self._lightgbm),
            ("xgboost.callback", "CallbackContainer", "after_iteration", self._xgboost),
        ):
            home = sys.modules.get(module)
            key = f"{module}.{method}"
            if home is None or key in self._armed:
                continue
            self._armed.add(key)
            try:
                self._patch(vars(home)[owner], method, note)
            except Exception as error:  # noqa: BLE001 that library's rounds are not observed
                self._on_fault(module, error)

    def _patch(self, owner: Any, name: str, note: Callable[[Any, Any], None]) -> None:
        own = vars(owner)[name]
        thread, fault = self._thread, self._on_fault

        def watched(self: Any, *args: Any, **keywords: Any) -> Any:
            __tracebackhide__ = True
            result = own(self, *args, **keywords)
            if threading.get_ident() == thread:
                try:
                    note(self, result)
                except Exception as error:  # noqa: BLE001 the training goes on
                    fault("evaluation results", error)
            return result

        watched.__name__, watched.__qualname__, watched.__doc__ = own.__name__, own.__qualname__, own.__doc__
        watched.__module__ = own.__module__
        self._undo.append((owner, name, own, watched))
        setattr(owner, name, watched)

    def undo(self) -> None:
        """Give the libraries their own methods back."""
        while self._undo:
            owner, name, own, watched = self._undo.pop()
            if vars(owner).get(name) is watched:
                setattr(owner, name, own)

    def _lightgbm(self, booster: Any, result: Any) -> None:
        curves = self._of(id(booster))
        for data, metric, value, *_ in result:
            if type(data) is str and type(metric) is str:
                self._add(curves, f"{data}-{metric}", float(value))

    def _xgboost(self, container: Any, _: Any) -> None:
        curves = self._of(id(container))
        for data, metrics in container.history.items():
            for metric, values in metrics.items():
                if values and isinstance(values[-1], float):
                    self._add(curves, f"{data}-{metric}", values[-1])

    def _of(self, key: int) -> dict[str, list[float]]:
        # A later training may get the address of an earlier one's object: only the newest counts.
        if not self._trainings or self._trainings[-1][0] != key:
            self._trainings.append((key, {}))
        return self._trainings[-1][1]

    def _add(self, curves: dict[str, list[float]], name: str, value: float) -> None:
        if len(curves.setdefault(name, [])) < _MOST_POINTS // max(1, len(self._trainings)):
            curves[name].append(value)

    def curves(self) -> dict[str, list[float]]:
        """Give the curves; those of a second training carry its number."""
        found: dict[str, list[float]] = {}
        for number, (_, curves) in enumerate(self._trainings[:_MOST_CURVES], 1):
            for name, values in curves.items():
                found[name if number == 1 else f"{name} ({number})"] = values
        return found
