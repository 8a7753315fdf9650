"""Who the server takes somebody for."""

from types import SimpleNamespace

import pytest
from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider, User
from people import People

from jupyter_mltrack.registry import Person, system_person
from jupyter_mltrack.server.identity import person_of


def asked(user, provider):
    return person_of(SimpleNamespace(current_user=user, identity_provider=provider()))


@pytest.mark.parametrize("provider", [IdentityProvider, PasswordIdentityProvider])
def test_a_shared_token_proves_no_more_than_the_server_s_own_account(provider):
    """Two windows have two random names: they are no two people."""
    for name in ("0" * 32, "f" * 32):
        assert asked(User(name, name="Anonymous Callisto"), provider) == system_person()


def test_users_that_the_server_knows_are_themselves():
    user = User("bob")
    user.hub_user = {"name": "bob", "groups": ["leads", "staff"]}
    assert asked(user, People) == Person("bob", ("leads", "staff"))
    assert asked(User("f" * 32), People).name == "f" * 32
    assert asked(User("carol"), People) == Person("carol")
    assert asked({"name": "dan", "groups": ["x"]}, People) == Person("dan", ("x",))
    user.hub_user = {"name": "bob", "groups": "leads"}
    assert asked(user, People).groups == ()


async def test_a_fresh_server_names_the_account_that_it_runs_under(call, server_store):
    assert (await call("registry", "me"))["name"] == system_person().name
