"""Signs bytes with an SSH key and checks such signatures, by `ssh-keygen -Y` (OpenSSH 8.2)."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from reportgen.diagnostics import EnvironmentFault

NAMESPACE = "reportgen-claims"
"""What the signatures are for: one for something else proves nothing here."""

BEGIN = b"-----BEGIN SSH SIGNATURE-----"
LONGEST = 20_000
"""Bytes that a signature has at most."""

PATIENCE = 120
"""Seconds that someone may take to type a passphrase or touch a key."""

FINGERPRINT = re.compile(r"\b((?:SHA256|MD5):\S+)")


class SigningError(Exception):
    """A key does not sign; the message says why."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed: the key's fingerprint, and the name that the signers' file gives it, or ""."""

    fingerprint: str
    signer: str = ""


def sign(data: bytes, key: Path, namespace: str = NAMESPACE) -> bytes:
    """Return the signature of bytes by a key: a private one, or the `.pub` of one in an agent.

    The bytes are given on standard input: given a file, ssh-keygen writes the signature beside it,
    and keeps an old one without a word where there is no terminal. Raises SigningError.
    """
    done = _run("sign", "-f", str(key), "-n", namespace, data=data)
    signature = done.stdout
    if done.returncode or not signature.startswith(BEGIN):
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise SigningError(said[-1].removeprefix("Enter passphrase: "))
    if examine(data, signature, namespace) is None:
        raise SigningError("its own signature does not verify")
    return signature


def examine(data: bytes, signature: bytes, namespace: str = NAMESPACE) -> Signed | None:
    """Return by which key bytes were signed, whoever's it is; None where the signature is wrong."""
    with _file(signature) as path:
        done = _run("check-novalidate", "-n", namespace, "-s", path, data=data)
    found = FINGERPRINT.search(done.stdout.decode(errors="replace"))
    return Signed(found[1]) if done.returncode == 0 and found else None


def trusted(
    data: bytes, signature: bytes, signers: Path, namespace: str = NAMESPACE
) -> Signed | None:
    """Return which of the `signers` (an allowed_signers file) signed bytes, None for none."""
    with _file(signature) as path:
        found = _run("find-principals", "-s", path, "-f", str(signers), data=b"")
        for name in found.stdout.decode(errors="replace").splitlines():
            done = _run(
                "verify", "-f", str(signers), "-I", name, "-n", namespace, "-s", path, data=data
            )
            key = FINGERPRINT.search(done.stdout.decode(errors="replace"))
            if done.returncode == 0 and key is not None:
                return Signed(key[1], name)
    return None


def _run(verb: str, *arguments: str, data: bytes) -> "subprocess.CompletedProcess[bytes]":
    """Run ssh-keygen. Raises EnvironmentFault for none, SigningError where it waits too long.

    Where there is no terminal it has none either, so that it asks nobody and fails at once.
    """
    program = shutil.which("ssh-keygen")
    if program is None:
        raise EnvironmentFault("there is no `ssh-keygen`", "install OpenSSH 8.2 or newer")
    try:
        return subprocess.run(
            [program, "-Y", verb, *arguments],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            start_new_session=not sys.stdin.isatty(),
            env={**os.environ, "SSH_ASKPASS_REQUIRE": "never", "LC_ALL": "C"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SigningError(f"`ssh-keygen` gave no answer in {PATIENCE} seconds") from error


class _file:  # noqa: N801  # used as a function
    """Gives a temporary file with some bytes: ssh-keygen reads signatures from files only."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._folder = tempfile.TemporaryDirectory(prefix="reportgen-")

    def __enter__(self) -> str:
        path = Path(self._folder.__enter__()) / "signature"
        path.write_bytes(self._data[:LONGEST])
        return str(path)

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()
