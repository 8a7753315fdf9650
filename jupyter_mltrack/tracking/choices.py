"""What people decided about names for the folder of a store."""

from __future__ import annotations

from ..capture.choices import read_choices, write_choice
from ..records import NameChoice
from ..store import Store


def list_choices(store: Store) -> list[NameChoice]:
    """Give the names that somebody decided about, in the order of the file.

    Raises
    ------
    InvalidInput
        When the file cannot be understood.
    """
    return [NameChoice(name, choice) for name, choice in read_choices(store.path.parent).items()]


def choose(store: Store, decided: NameChoice) -> list[NameChoice]:
    """Decide about one name, for this and all later runs of the folder's notebooks; give all decisions.

    Raises
    ------
    InvalidInput, StoreReadOnly
        When it is no name, or the file cannot be read or written.
    """
    write_choice(store.path.parent, decided.name, decided.choice)
    return list_choices(store)
