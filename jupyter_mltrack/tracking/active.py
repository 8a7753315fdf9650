"""A run that is going on: what logs into it and how it ends."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
import traceback as tracebacks
import warnings
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..errors import InvalidInput, MLTrackError, StoreError
from ..records import CellCapture, CellSource, Failure, Run, Signature, Status
from ..store import Store
from ..store.schema import FILE
from . import finish, pending
from .git import GitLookup
from .names import check_key, check_note, check_tags, whole_text
from .values import Unfit, as_number, as_parameter, as_step, flat

if TYPE_CHECKING:
    from .logged_model import LoggedModel

logger = logging.getLogger(__name__)

Put = Callable[..., None]

_PACKAGE = str(Path(__file__).parents[1]) + os.sep


class MLTrackWarning(UserWarning):
    """Something could not be logged; the code that logs goes on."""


class ActiveRun:
    """A run that is going on in this process. Made by ``start`` (or ``mltrack.run``).

    As a context manager it finishes with the block: *finished*, *failed* with the exception, or *interrupted*.
    What it is asked to log and cannot, it says in one warning; it never raises into a training loop.

    Examples
    --------
    >>> with mltrack.run("churn", params={"lr": 0.1}) as run:   # doctest: +SKIP
    ...     for epoch in range(10):
    ...         run.log(loss=train(), step=epoch)
    """

    def __init__(self, store: Store, run: Run, notices: list[str], quiet: bool = False) -> None:
        self._store = store
        self._run = run
        self._spool = store.points.writer(run.id)
        self._puts: dict[str, Put] = {}
        self._lock = threading.RLock()
        self._ended = False
        self._pid = os.getpid()
        self._quiet = quiet
        self._said: set[str] = set()
        self._git = GitLookup()
        self.logged_models: dict[int, str] = {}
        """The folders of the models that were saved by hand, by the object's id."""
        self.notices = notices
        """What could not be stored as asked, in sentences."""

    def __repr__(self) -> str:
        return f"<run {self.number} {self._run.name!r} of {self._run.experiment!r}: {self._run.status}>"

    @property
    def id(self) -> str:
        """The run's id: 32 hexadecimal digits."""
        return self._run.id

    @property
    def number(self) -> int:
        """The run's number in its store."""
        return self._run.number

    @property
    def name(self) -> str:
        """The run's name."""
        return self._run.name

    @property
    def experiment(self) -> str:
        """The experiment that it belongs to."""
        return self._run.experiment

    @property
    def started(self) -> float:
        """When it started, Unix seconds."""
        return self._run.started

    @property
    def status(self) -> Status:
        """How the run stands, as this process knows it."""
        return self._run.status

    @property
    def store(self) -> Store:
        """The store that it is written to."""
        return self._store

    def log(
        self, metrics: Mapping[str, object] | None = None, /, *, step: int | None = None, **values: object
    ) -> None:
        """Log metric points. They are safe from the moment this returns, also from ``kill -9``.

        Parameters
        ----------
        metrics
            Names and values, for names that are no identifiers (``{"val/loss": 0.2}``).
        step
            Where on the curve; without it, one more than the metric's last.
        values
            Names and values.
        """
        if metrics is not None:
            if not isinstance(metrics, Mapping):
                self._say(
                    f"log needs names with values, such as log(loss=0.2), not {type(metrics).__name__}."
                )
                metrics = {}
            values = {**metrics, **values}
        puts = self._puts
        for key, value in values.items():
            put = puts.get(key)
            if put is not None and type(value) is float and (step is None or type(step) is int):
                try:
                    put(value, step)
                    continue
                except (MLTrackError, ValueError):
                    pass  # The way below says what is wrong.
            self._log_one(key, value, step)

    def _log_one(self, key: object, value: object, step: object) -> None:
        named = repr(str(key)[:60])
        if self._refused(named + " was not logged"):
            return
        try:
            name = check_key(key if isinstance(key, str) else str(key), "metric")
            self.observer(name)(as_number(value), as_step(step))
        except (Unfit, MLTrackError) as error:
            self._say(f"Metric {named} was not logged: {str(error).rstrip('.')}.")

    def observer(self, name: str) -> Put:
        """Give a fast function ``put(value, step=None)`` that logs points of one metric."""
        put = self._puts.get(name)
        if put is None:
            with self._lock:
                put = self._puts.setdefault(name, self._spool.key(name))
        return put

    def log_params(self, params: Mapping[str, object] | None = None, /, **values: object) -> None:
        """Log parameters. Nested dicts become dotted names; a name logged again takes the new value."""
        fit = {**(self.fit_params(params) if params is not None else {}), **self.fit_params(values)}
        if fit:
            self._change(lambda document: document.setdefault("params", {}).update(fit), "parameters")

    def fit_params(self, params: Mapping[str, object]) -> dict[str, Any]:
        """Give the parameters that can be stored, flattened; warn of the others."""
        fit: dict[str, Any] = {}
        if not isinstance(params, Mapping):
            self._say(
                f"Parameters are names with values, such as {{'lr': 0.1}}, not {type(params).__name__}."
            )
            return fit
        for name, value in flat(params):
            try:
                fit[check_key(name, "parameter")] = as_parameter(value)
            except (Unfit, InvalidInput) as error:
                self._say(f"Parameter {name[:60]!r} was not logged: {str(error).rstrip('.')}.")
        return fit

    def set_tags(self, tags: Mapping[str, object] | None = None, /, **values: object) -> None:
        """Set tags; numbers become text, and ``None`` takes a tag away."""
        try:
            checked = check_tags(values if tags is None else {**check_tags(tags), **values})
        except InvalidInput as error:
            self._say(error.message)
            return
        self._change(lambda document: finish.apply_tags(document, checked), "tags")

    def set_note(self, note: str) -> None:
        """Set the note, a text for people."""
        try:
            checked = check_note(note)
        except InvalidInput as error:
            self._say(error.message)
            return
        self._change(lambda document: document.update(note=checked), "note")

    def log_file(self, source: str | Path | bytes, name: str | None = None) -> None:
        """Keep a file with the run.

        Parameters
        ----------
        source
            Path of the file, or its bytes.
        name
            Path within the run (``plots/roc.png``); the file's own name when left out.
        """
        try:
            artifact = finish.keep_file(self._store, source, name)
        except (MLTrackError, OSError) as error:
            self._say(f"The file {str(name or source)[:80]!r} was not kept: {error}")
            return
        self._change(lambda document: finish.add_artifact(document, artifact), "file")

    def log_model(
        self,
        model: Any,
        name: str = "model",
        *,
        example: Any = None,
        signature: Signature | None = None,
        format: str | None = None,
        training_data: Any = None,
    ) -> LoggedModel | None:
        """Save a model with the run, in MLflow's format.

        The model is safe when this returns; a thread finds the hashes of its files and puts them into the store.

        Parameters
        ----------
        model
            Of scikit-learn, XGBoost, LightGBM, CatBoost, torch, Keras, ONNX, statsmodels; a function; anything with
            ``predict``.
        name
            What it is called within the run.
        example
            Input for it: the first rows are kept, with what the model makes of them.
        signature
            What it takes and gives; found from the example, when left out.
        format
            Another format than the usual one. ``cloudpickle`` takes almost anything, and asks for trust when loaded.
        training_data
            The table that it was trained on, or ``(features, target)``: a profile of it is kept beside the model, with
            which later data are compared. Of more than 5,000 rows, so many are drawn at random.

        Returns
        -------
        LoggedModel or None
            ``None`` when it could not be saved; a warning says why.

        Examples
        --------
        >>> run.log_model(clf, "clf", example=X.head())   # doctest: +SKIP
        >>> mltrack.load_model("runs/12/clf")             # doctest: +SKIP
        """
        from .model_keeper import save_with_run
        from .training_data import given_rows

        if self._refused(f"the model {str(name)[:60]!r} was not saved"):
            return None
        try:
            training = None if training_data is None else given_rows(model, training_data)
            logged = save_with_run(
                self._store,
                self._run.id,
                model,
                name,
                example=example,
                signature=signature,
                format=format,
                training=training,
            )
        except (MLTrackError, OSError) as error:
            self._say(f"The model {str(name)[:60]!r} was not saved: {error}")
            return None
        self.logged_models[id(model)] = logged.path
        return logged

    def finish(
        self,
        status: Status = "finished",
        *,
        capture: CellCapture | None = None,
        failure: Failure | None = None,
        stdout_bytes: int = 0,
        code: str | None = None,
        context: list[CellSource] | None = None,
    ) -> bool:
        """End the run, with all that capture found. Later calls do nothing.

        Where the store cannot be written now, the ending is kept in memory and tried again until the process ends.

        Returns
        -------
        bool
            Whether it is stored already.
        """
        if os.getpid() != self._pid:
            # A forked child may log into its parent's run, but leaving the block does not end it.
            return True
        with self._lock:
            if self._ended:
                return True
            self._ended = True
        self._puts = {}
        self._run.status = status
        ending = finish.Ending(
            status=status, ended=time.time(), capture=capture, failure=failure, git=self._git.result(),
            stdout_bytes=stdout_bytes, code=code, context=context or [],
        )  # fmt: skip
        pending.forget(self)
        try:
            finish.write(self._store, self._run.id, self._spool, ending)
        except StoreError as error:
            self._say(f"The end of run {self.number} is not stored yet: {error.message} It is tried again.")
            pending.retry(lambda: finish.write(self._store, self._run.id, self._spool, ending))
            return False
        except (MLTrackError, OSError) as error:
            self._say(f"The end of run {self.number} is not stored: {error}")
            return False
        except KeyboardInterrupt:
            # Stop was pressed while the end was being written: written it is all the same.
            pending.retry(lambda: finish.write(self._store, self._run.id, self._spool, ending))
            raise
        if not (self._store.path / FILE).exists():
            self._say(f"Run {self.number} is lost: its store {self._store.path} was deleted meanwhile.")
            return False
        return True

    def fail(self, error: BaseException | Failure, **ending: Any) -> bool:
        """End the run as failed; as interrupted for ``KeyboardInterrupt``, as finished for ``sys.exit(0)``."""
        if isinstance(error, KeyboardInterrupt):
            return self.finish("interrupted", **ending)
        if isinstance(error, SystemExit) and error.code in (None, 0, False):
            return self.finish(**ending)
        return self.finish(
            "failed", failure=error if isinstance(error, Failure) else failure_of(error), **ending
        )

    def __enter__(self) -> ActiveRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.finish()
        else:
            self.fail(error)

    def _change(self, change: Callable[[MutableMapping[str, Any]], None], what: str) -> None:
        if self._refused(f"its {what} did not change"):
            return
        try:
            finish.change(self._store, self._run.id, change)
        except StoreError as error:
            self._say(
                f"The {what} of run {self.number} are not stored yet: {error.message} It is tried again."
            )
            pending.retry(lambda: finish.change(self._store, self._run.id, change))
        except MLTrackError as error:
            self._say(f"The {what} of run {self.number} are not stored: {error.message}")

    def warn_of_notices(self) -> None:
        """Warn of what had to be done to the names at the start, which only ``notices`` says so far."""
        for sentence in self.notices:
            if sentence not in self._said:
                self._said.add(sentence)
                warn(sentence)

    def _refused(self, what: str) -> bool:
        """Say that nothing can be added, where that is so."""
        if self._ended:
            self._say(f"Run {self.number} has ended: {what}.")
        return self._ended

    def _say(self, sentence: str) -> None:
        if sentence in self._said:
            return
        self._said.add(sentence)
        self.notices.append(sentence)
        if not self._quiet:
            warn(sentence)


def warn(sentence: str) -> None:
    """Warn at the line outside this package that asked for it."""
    level, frame = 1, sys._getframe(0)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        level, frame = level + 1, frame.f_back
    warnings.warn(sentence, MLTrackWarning, stacklevel=level)


def failure_of(error: BaseException, trace: TracebackType | None = None) -> Failure:
    """Describe an exception for the run that it ended; its traceback starts at ``trace``, where that is given."""
    try:
        message = str(error)
    except Exception as fault:  # noqa: BLE001 - a user's exception class may do anything
        message = f"(its text cannot be made: {type(fault).__name__})"
    return Failure(
        type=type(error).__name__,
        message=whole_text(message[:10_000]),
        traceback=whole_text(
            "".join(tracebacks.format_exception(type(error), error, trace or error.__traceback__))[-200_000:]
        ),
    )
