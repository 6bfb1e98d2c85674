"""Builds editions on the workers of a Dask scheduler, and brings back what they made."""

import ipaddress
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec

from reportgen.cluster.archive import Archive, packed
from reportgen.cluster.parcel import Parcel, unpack
from reportgen.cluster.worker import build_there, environment_there, handed_on
from reportgen.diagnostics import EnvironmentFault, UsageError
from reportgen.files import last_word
from reportgen.files.last_word import Sign
from reportgen.files.project import Project
from reportgen.recipes.build_process import Answer, whole_environment
from reportgen.recipes.editions import Edition
from reportgen.recipes.environment import Environment, differing
from reportgen.recipes.side_by_side import Builders, ended, task_of

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 20.0
"""Seconds for a scheduler or a first worker to answer, and for one that has gone to come back."""
LOOK = 1.0
NO_CERT = "this machine has no certificate for it: DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT"


def builders(address: str, *, insecure: bool = False) -> Builders:
    """Return what builds editions on the scheduler at an address, `tls://HOST:PORT`.

    Raises UsageError for an address that is none, or over which anyone could send code
    (`tcp://` to another machine, unless that is said to be meant).
    """
    _prove(address, insecure=insecure)

    def build(
        project: Project, editions: Sequence[Edition], formats: tuple[str, ...]
    ) -> Iterator[tuple[Edition, Answer]]:
        if not editions:
            return
        archive = packed(project)
        with last_word.stage("build editions on the cluster"), _client(address) as client:
            yield from _Run(client, address, project, formats, archive).all(editions)

    return build


def _prove(address: str, *, insecure: bool) -> None:
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("tcp", "tls") and bool(parts.hostname) and bool(parts.port)
    except ValueError:
        is_whole = False
    if not is_whole:
        raise UsageError(f"`{address}` is no scheduler; write one like `tls://HOST:8786`")
    if parts.scheme == "tcp" and not _is_here(parts.hostname or "") and not insecure:
        message = f"`{address}` is open: whoever reaches it runs code on every worker"
        raise UsageError(f"{message}; use `tls://`, or `--insecure` in a network of your own")


def _is_here(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


@contextmanager
def _client(address: str) -> "Iterator[Client]":
    """Connect to a scheduler. Raises EnvironmentFault where Dask or the scheduler is not there."""
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError as error:
        command = f"{sys.executable} -m pip install 'brief-and-deck[cluster]'"
        raise EnvironmentFault("`--scheduler` needs Dask distributed", command) from error
    security = Security() if address.startswith("tls://") else None
    try:
        client = Client(address, timeout=PATIENCE, security=security, set_as_default=False)
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        why = str(error).split("\n")[0][:160]
        command = f"dask scheduler --port {urlsplit(address).port}"
        if security is not None:  # its own words name a Python class where no certificate is set
            command = f"{command} --protocol tls"
            why = f"{why}; certificates: docs/cluster.md" if security.tls_client_cert else NO_CERT
        raise EnvironmentFault(f"no scheduler answers at {address}: {why}", command) from error
    try:
        yield client
    finally:
        with suppress(Exception):  # a scheduler that has gone cannot be told good-bye
            client.close(timeout=2)


@dataclass
class _Run:
    """One run over editions: who builds what, and who may not."""

    client: "Client"
    address: str
    project: Project
    formats: tuple[str, ...]
    archive: Archive
    refused: dict[str, str] = field(default_factory=dict)
    """Workers whose bytes would differ, and in what."""

    def __post_init__(self) -> None:
        self._done: SimpleQueue[Future] = SimpleQueue()
        self._number = uuid4().hex[:8]
        self._gone_since = 0.0

    def all(self, editions: Sequence[Edition]) -> Iterator[tuple[Edition, Answer]]:
        """Yield what becomes of each edition, in the order in which they are done."""
        wanted = self._look_at_workers()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sending large graph")
            sent = self._submit(handed_on, self.archive.data, name=self.archive.digest[:16])
        waiting = {}
        for one in editions:
            waiting[self._begun(one, sent, wanted).key] = one
        count = len(waiting)
        while waiting:
            future = self._next(count - len(waiting), count)
            edition = waiting.pop(future.key, None)
            if edition is None:
                continue
            try:
                answer = self._answer(future, edition)
                if answer is None:
                    waiting[self._begun(edition, sent, wanted).key] = edition
                    continue
            except (CancelledError, OSError, RuntimeError):  # nothing is known to it any more
                self._end(count - len(waiting) - 1, count)
            last_word.say(Sign("edition", count - len(waiting), count))
            yield edition, answer

    def _begun(self, edition: Edition, sent: "Future", wanted: Environment) -> "Future":
        task = msgspec.msgpack.encode(task_of(self.project, edition, self.formats))
        digest = self.archive.digest
        name = f"{edition.name}-{uuid4().hex[:8]}"
        future = self._submit(build_there, task, sent, digest, wanted, name=name)
        future.add_done_callback(self._done.put)
        return future

    def _submit(self, work: Callable[..., object], *values: object, name: str) -> "Future":
        workers = self._good() if self.refused else None
        key = f"reportgen-{self._number}-{name}"
        return self.client.submit(work, *values, key=key, workers=workers, pure=False)

    def _good(self) -> list[str]:
        """Return the workers that may build. Raises EnvironmentFault where there is none."""
        known = list(self.client.scheduler_info(n_workers=-1)["workers"])
        good = [one for one in known if one not in self.refused]
        if not good:
            why = next(iter(self.refused.values()), "")
            raise EnvironmentFault(
                f"no worker has the environment that this machine has ({why})",
                "install the same versions on the workers: requirements.txt has them",
            )
        return good

    def _look_at_workers(self) -> Environment:
        """Wait for workers, and find those whose bytes would differ; return what sets ours.

        All of them are asked at once, and answer while this machine finds out its own.
        """
        try:
            self.client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            command = f"dask worker {self.address} --nthreads 1"
            raise EnvironmentFault(f"no worker has joined {self.address}", command) from error
        asked = {}
        for address in list(self.client.scheduler_info(n_workers=-1)["workers"]):
            key = f"reportgen-{self._number}-environment-{address}"
            asked[address] = self.client.submit(
                environment_there, key=key, workers=[address], pure=False
            )
        wanted = whole_environment()
        for address, answer in asked.items():
            try:
                differs = differing(wanted, answer.result(timeout=3 * PATIENCE))
            except Exception as error:  # whatever a worker raises without this tool, or lost
                differs = [f"it cannot be asked: {str(error).splitlines()[0][:120]}"]
            if differs:
                self.refused[address] = "; ".join(differs)
        self._good()
        return wanted

    def _next(self, done: int, of: int) -> "Future":
        """Return the next edition that is done. Raises UsageError where the scheduler has gone."""
        while True:
            try:
                return self._done.get(timeout=LOOK)
            except Empty:
                if self.client.status == "running":
                    self._gone_since = 0.0
                    continue
            self._gone_since = self._gone_since or time.monotonic()
            if time.monotonic() - self._gone_since > PATIENCE / 2:
                self._end(done, of)

    def _end(self, done: int, of: int) -> NoReturn:
        raise UsageError(
            f"the scheduler {self.address} has gone: {done} of {of} editions are built; "
            "run this again, and the rest is"
        )

    def _answer(self, future: "Future", edition: Edition) -> Answer | None:
        """Return what became of an edition, None where it is to be built by another worker."""
        if future.status == "finished":
            parcel = msgspec.msgpack.decode(future.result(), type=Parcel)
            if not parcel.differs:
                future.release()
                return unpack(parcel, self.project)
            self.refused.update(self._workers_of(future, parcel.differs))
            return None
        if future.status == "error":
            return _of_error(future, edition)
        raise CancelledError

    def _workers_of(self, future: "Future", differs: str) -> dict[str, str]:
        known = self.client.who_has([future]).get(future.key, ())
        return dict.fromkeys(known, differs)


def _of_error(future: "Future", edition: Edition) -> Answer:
    """Return what is told of an edition that no worker brought to its end."""
    error: Any = future.exception()
    if type(error).__name__ == "KilledWorker":
        return ended(edition.path)
    why = f"{type(error).__name__}: {error}".splitlines()[0][:160]
    return Answer(refused=f"the worker failed: {why}")
