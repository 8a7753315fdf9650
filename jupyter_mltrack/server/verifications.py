"""Addresses at which saved models are verified, in processes of their own, and where what came of it is told."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import ensure_async
from tornado import web

from ..errors import NotAllowed
from ..models.refusals import UnsafeModel
from ..records import VerificationBody
from ..registry.verifying import find_asked, version_verifications
from ..store import Store
from .registry import RegistryHandler
from .verification_jobs import VerificationJobs


class VerificationHandler(RegistryHandler):
    """Base of what starts, tells of, and ends verifications."""

    @property
    def jobs(self) -> VerificationJobs:
        """The verifications of this server."""
        jobs: VerificationJobs = self.settings["jupyter_mltrack_verifications"]
        return jobs


class VerificationsHandler(VerificationHandler):
    """The verifications that this server was asked for."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List those that go on, and the last ones that ended, the newest first."""
        await self.tell(lambda: {"verifications": self.jobs.all()})

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Begin one."""
        body, by = self.body(VerificationBody), self.person
        # Making an environment and loading a model run code of whoever wrote them, as a kernel does.
        may = self.authorizer.is_authorized(self, self.current_user, "execute", "kernels")
        if not await ensure_async(may):
            raise NotAllowed(f"Verifying runs code on this server, and {by.name} may not run code here.")
        await self.work(_check, body)
        path = self.holder.path
        await self.tell(lambda: self.jobs.start(path, body, by))


class OneVerificationHandler(VerificationHandler):
    """One verification."""

    @web.authenticated
    @authorized
    async def get(self, verification: str) -> None:
        """Say how it stands."""
        await self.tell(lambda: self.jobs.get(verification))

    @web.authenticated
    @authorized
    async def delete(self, verification: str) -> None:
        """Cancel one's own, with everything that it started."""
        by = self.person
        await self.tell(lambda: self.jobs.cancel(verification, by))


class VersionVerificationsHandler(RegistryHandler):
    """What came of verifying a version."""

    @web.authenticated
    @authorized
    async def get(self, name: str, version: str) -> None:
        """List it, the newest first."""
        reference = self.reference(name, version)
        await self.answer(lambda store: {"verifications": version_verifications(store, reference)})


def _check(store: Store, body: VerificationBody) -> None:
    """Refuse at once what can be known without loading anything."""
    asked = find_asked(store, body.reference)
    unsafe = [saved.path for saved in asked.saved if not saved.safe]
    if unsafe and not body.trusted:
        raise UnsafeModel(
            f"Loading {', '.join(unsafe)} runs code of whoever saved it. Verify it only when you trust them: "
            "trusted=true."
        )
