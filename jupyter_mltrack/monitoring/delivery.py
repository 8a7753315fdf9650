"""Messages about alerts to channels outside: through ``apprise``, tried again, never sent twice.

A channel is a name. Its address, which holds secrets, is in the environment (``MLTRACK_CHANNEL_TEAM`` for the channel
``team``) or in the keyring (service ``mltrack``, user ``team``), and is never written down.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Sequence

import msgspec
from tinydb import Query
from tinydb.table import Document

from ..errors import InvalidInput
from ..records import Alert, Delivery, Monitor
from ..store import Sort, Store
from .documents import put

logger = logging.getLogger(__name__)

VARIABLE = "MLTRACK_CHANNEL_"
SERVICE = "mltrack"
MOST_ATTEMPTS = 8
_FIRST_PAUSE, _LONGEST_PAUSE = 30.0, 6 * 3600.0
_SENDING_SECONDS = 120.0
"""After which a message that somebody began to send is taken for one whose sender died."""
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NAME = re.compile(r"[A-Za-z][\w-]{0,63}", re.ASCII)
_WORDS = {"raised": "Alert", "grew": "Alert grew", "persists": "Alert lasts", "resolved": "Resolved"}

Send = Callable[[str, str, str], bool]
"""Takes an address, a title and a text; says whether it arrived."""


def check_channels(names: Sequence[str]) -> list[str]:
    """Give the names of channels.

    Raises
    ------
    InvalidInput
        When one is no name: an address would be stored, with the secrets in it.
    """
    for name in names:
        if not _NAME.fullmatch(name):
            raise InvalidInput(
                f"{name.split(':')[0][:20]!r}… is no name of a channel. Put the channel's address into the variable "
                f"{VARIABLE}TEAM of the environment, and name the channel team: addresses hold secrets."
            )
    return list(dict.fromkeys(names))


def address_of(channel: str) -> str | None:
    """Find the address of a channel in the environment or the keyring."""
    variable = VARIABLE + channel.upper().replace("-", "_")
    if os.environ.get(variable):
        return os.environ[variable]
    try:
        import keyring
        from keyring.errors import KeyringError
    except ModuleNotFoundError:
        return None
    try:
        found: str | None = keyring.get_password(SERVICE, channel)
    except KeyringError as error:
        logger.warning("The keyring cannot be asked for the channel %s: %s", channel, type(error).__name__)
        return None
    return found


def announce(
    store: Store, alert: Alert, occasion: str, text: str, channels: Sequence[str] | None = None
) -> None:
    """Write down that channels are to hear of an alert; inside the caller's transaction. ``deliver`` sends it.

    An acknowledged alert is told of only when it grows or ends.
    """
    if channels is None:
        document = store.table("monitors").get(Query().id == alert.monitor)
        channels = msgspec.convert(document, Monitor).channels if isinstance(document, Document) else []
    if alert.acknowledged and occasion == "persists":
        return
    about = ", ".join(name or "relations between columns" for name in alert.subjects[:5]) or alert.kind
    title = _seen(f"{_WORDS[occasion]}: {alert.monitor_name} – {about}")
    text = _seen(text)
    for channel in channels:
        unsent = _unsent(store, alert, channel)
        if unsent is not None:
            # Nobody was told yet, as when a run catches up with many days: they hear of all of it at once.
            unsent.text = f"{unsent.text}\n{text}" if occasion == "resolved" else text
            came = unsent.title.partition(": ")[2]
            unsent.title = f"Came and went: {came}" if occasion == "resolved" else title
            put(store, "deliveries", "key", unsent)
            continue
        key = f"{alert.id}/{len(alert.events)}/{channel}"
        if not store.table("deliveries").count(Query().key == key):
            put(
                store,
                "deliveries",
                "key",
                Delivery(key, alert.id, alert.monitor, channel, title, text, time.time()),
            )


def _unsent(store: Store, alert: Alert, channel: str) -> Delivery | None:
    """Give the message about an alert that nobody has tried to send yet."""
    wanted = (Query().alert == alert.id) & (Query().channel == channel)
    documents = store.table("deliveries").select(
        wanted & (Query().status == "waiting") & (Query().attempts == 0)
    )
    return msgspec.convert(documents[0], Delivery) if documents else None


def _seen(text: str) -> str:
    """Give a text without characters that command what shows it."""
    return _CONTROL.sub(" ", text)


def has_waiting(store: Store, now: float) -> bool:
    """Tell whether a message waits whose time has come."""
    wanted = (Query().status == "waiting") & (Query().next_try <= now)
    return store.table("deliveries").count(wanted) > 0


def deliver(store: Store, now: float | None = None, send: Send | None = None) -> list[Delivery]:
    """Send the messages that wait; those that fail are tried again later, with longer and longer pauses.

    Parameters
    ----------
    store
        The store that holds them.
    now
        Unix seconds.
    send
        What sends; by default ``apprise``.
    """
    now = time.time() if now is None else now
    _give_up_unsure(store, now)
    wanted = (Query().status == "waiting") & (Query().next_try <= now)
    documents = store.table("deliveries").select(wanted, Sort(("made",)))
    done = []
    for document in documents:
        delivery = _claimed(store, document["key"], now)
        if delivery is not None:
            done.append(_sent(store, delivery, now, send or _apprise))
    return done


def _claimed(store: Store, key: str, now: float) -> Delivery | None:
    """Take a message for oneself: whoever comes second finds that it is being sent."""
    with store.transaction():
        document = store.table("deliveries").get(Query().key == key)
        if not isinstance(document, Document) or document["status"] != "waiting":
            return None
        delivery = msgspec.convert(document, Delivery)
        delivery.status, delivery.attempts = "sending", delivery.attempts + 1
        delivery.next_try = now + _SENDING_SECONDS
        put(store, "deliveries", "key", delivery)
        return delivery


def _sent(store: Store, delivery: Delivery, now: float, send: Send) -> Delivery:
    problem = ""
    address = address_of(delivery.channel)
    if address is None:
        variable = VARIABLE + delivery.channel.upper().replace("-", "_")
        problem = f"The channel {delivery.channel} has no address here: set the variable {variable}."
    else:
        try:
            if not send(address, delivery.title, delivery.text):
                problem = "The service did not take the message."
        except ModuleNotFoundError as error:
            problem = f"Messages are sent by {error.name}, which is not installed: pip install jupyter-mltrack[alerts]."
        except Exception as error:  # noqa: BLE001
            # Whatever a service's library raises; its words may hold the address.
            problem = f"The message could not be sent ({type(error).__name__})."
    if problem:
        pause = min(_FIRST_PAUSE * 2 ** (delivery.attempts - 1), _LONGEST_PAUSE)
        delivery.status = "failed" if delivery.attempts >= MOST_ATTEMPTS else "waiting"
        delivery.problem, delivery.next_try = problem, now + pause
    else:
        delivery.status, delivery.sent, delivery.problem = "sent", time.time(), ""
    put(store, "deliveries", "key", delivery)
    return delivery


def _give_up_unsure(store: Store, now: float) -> None:
    stuck = (Query().status == "sending") & (Query().next_try <= now)
    problem = "Whoever sent it died while doing so: it may have arrived, and is not sent again."
    store.table("deliveries").update({"status": "unsure", "problem": problem}, stuck)


def _apprise(address: str, title: str, text: str) -> bool:
    import apprise

    sender = apprise.Apprise()
    if not sender.add(address):
        raise InvalidInput("This is no address that apprise knows.")
    # Names are other people's: told that this is text, apprise escapes it where a service shows HTML or Markdown.
    return bool(sender.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT))
