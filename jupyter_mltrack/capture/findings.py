"""From rules to what is handed over: the first rule that takes a name keeps it, and secrets stay out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..records import Captured, CaptureKind, CellCapture, LeftOut, Scalar
from .cell import CellContext, Curve, Found, Metric, Parameter, Rule
from .options import CaptureOptions
from .rules import RULES
from .rules.secrets import has_secret, is_secret_name

_WHOLE_REFUSALS = ("secret.", "asked.ignore")
"""Rules whose refusal holds whatever other rules say."""

_REMARKS = ("param.long",)
"""Left out in part only: the name is captured, and this is said of it."""


def collect(
    context: CellContext,
    known_secrets: Iterable[str],
    on_fault: Callable[[str, Exception], None],
    rules: Iterable[Rule] = RULES,
    write: Callable[[Curve], None] = lambda curve: None,
    on_secret: Callable[[str], object] = lambda text: None,
) -> CellCapture:
    """Apply the rules to a cell that has run.

    Parameters
    ----------
    context
        The cell.
    known_secrets
        Texts that must not be stored.
    on_fault
        Called with a rule's name and what it raised; the other rules go on.
    rules
        In the order in which they have their say.
    write
        Called with each curve that was taken and whose values are known only now.
    on_secret
        Called with each text that was refused because its name says that it is a secret.

    Returns
    -------
    CellCapture
        Without ``context``, the earlier cells.
    """
    gathering = _Gathering(context.options, [text for text in known_secrets if text], on_secret)
    curves: dict[str, Sequence[object]] = {}
    context.taken, context.figures, context.curves = gathering.params, gathering.metrics, curves
    for rule in rules:
        try:
            for found in rule(context):
                if gathering.take(found) and isinstance(found, Curve) and found.values is not None:
                    curves[found.name] = found.values
                    write(found)
        except Exception as error:  # noqa: BLE001 a rule's fault costs what it would have found, and is said
            on_fault(rule.__name__, error)
    return gathering.capture()


class _Gathering:
    """Findings by kind and name."""

    def __init__(
        self, options: CaptureOptions, secrets: list[str], on_secret: Callable[[str], object]
    ) -> None:
        self._on_secret = on_secret
        self._options = options
        self._secrets = secrets
        self.params: dict[str, Scalar] = {}
        self.metrics: dict[str, float] = {}
        self._series: dict[str, None] = {}
        self._captured: list[Captured] = []
        self._won: set[str] = set()
        self._left: dict[str, LeftOut] = {}

    def take(self, found: Found) -> bool:
        """Take what a rule found, unless another was first or it must stay out; say whether it was taken."""
        name = found.name
        if isinstance(found, LeftOut):
            have = self._left.get(name)
            if have is None or found.rule.startswith(_WHOLE_REFUSALS):
                self._left[name] = found
        elif _asked(name, self._options.ignore):
            self._left[name] = LeftOut(name, "asked.ignore", "left out by --ignore")
        elif self._refused(name):
            return False
        elif isinstance(found, Parameter):
            self._parameter(found)
        elif _asked(name, self._options.params) or self._is_secret(name) or name in self._won:
            return False
        elif isinstance(found, Metric):
            if name not in self.metrics:
                self.metrics[name] = found.value
                self._note(name, "metric", found.rule)
        elif isinstance(found, Curve) and name not in self._series:
            self._series[name] = None
            self._note(name, "series", found.rule)
            return True
        return False

    def _parameter(self, found: Parameter) -> None:
        if found.name in self.params or _asked(found.name, self._options.metrics):
            return
        if is_secret_name(found.name, found.value):
            # Of settings that were read from a file, no code says the name.
            self._left[found.name] = LeftOut(found.name, "secret.name", "its name says that it is a secret")
            if isinstance(found.value, str) and found.value.strip():
                self._secrets.append(found.value)
                self._on_secret(found.value)
            return
        if isinstance(found.value, str) and self._is_secret(found.value):
            reason = "its text has the shape of a password, a key or a token"
            self._left[found.name] = LeftOut(found.name, "secret.shape", reason)
            return
        self.params[found.name] = found.value
        self._note(found.name, "param", found.rule)
        if found.rule == "param.best":
            # What a search found out to set is no figure, also where it was computed.
            self._won.add(found.name)

    def _is_secret(self, text: str) -> bool:
        return has_secret(text) or any(secret in text for secret in self._secrets)

    def _refused(self, name: str) -> bool:
        root = name.partition(".")[0]
        left = self._left.get(name) or self._left.get(root)
        return left is not None and left.rule.startswith(_WHOLE_REFUSALS)

    def _note(self, name: str, kind: CaptureKind, rule: str) -> None:
        self._captured.append(Captured(name, kind, rule))

    def capture(self) -> CellCapture:
        taken = {item.name for item in self._captured}
        left = [item for item in self._left.values() if item.name not in taken or item.rule in _REMARKS]
        return CellCapture(self.params, self.metrics, list(self._series), self._captured, left)


def _asked(name: str, names: frozenset[str]) -> bool:
    """Say whether a person named it, or the dict that it is an entry of."""
    return name in names or name.partition(".")[0] in names
