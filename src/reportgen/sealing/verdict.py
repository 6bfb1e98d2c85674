"""What a stranger can tell of files: matched with ledgers by digest, never by name.

No file is opened but to take its digest, and ledgers and signatures, which are small text.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from reportgen.diagnostics import UsageError
from reportgen.sealing.signatures import BEGIN, LONGEST, Signed, examine, trusted

LARGEST = 50_000_000
"""Bytes that a ledger has at most."""

SCHEMA = "reportgen-claims/"


class Verdict(StrEnum):
    """What is told of files that are given together."""

    PROVED = "proved"
    CONSISTENT = "consistent, but nobody vouches"
    ALTERED = "altered"
    UNKNOWN = "cannot be told"


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What a ledger of claims says of its files, as a stranger reads it."""

    schema: str
    title: str = ""
    edition: str = ""
    date: str = ""
    data_date: str = ""
    files: dict[str, str] = {}
    environment: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was given: its path, its SHA-256, and its bytes where it may be of use."""

    path: str
    digest: str
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Told:
    """The verdict on files, with a line on each, and who vouches for them."""

    verdict: Verdict
    lines: tuple[str, ...]
    signed: Signed | None = None


def verify(paths: Sequence[str], signers: str = "") -> Told:
    """Return what can be told of files; `signers` are keys to be trusted (ssh-keygen(1)).

    Raises UsageError where a file cannot be read.
    """
    given = [_given(path) for path in paths]
    signatures = [one for one in given if one.data.lstrip().startswith(BEGIN)]
    ledgers = [(one, ledger) for one in given if (ledger := _ledger(one)) is not None]
    apart = [one for one, _ in ledgers]
    others = [one for one in given if one not in signatures and one not in apart]
    if not ledgers:
        lines = [f"{plain(one.path)}: it says nothing that can be checked" for one in given]
        return Told(Verdict.UNKNOWN, (*lines, "give the ledger with it: NAME.claims.json"))
    lines = []
    for path, ledger in ledgers:
        lines.append(f"{plain(path.path)}: {about(ledger)}")
    listed = [_listed(one, ledgers) for one in others]
    lines += [line for line, _ in listed]
    altered = any(not known for _, known in listed)
    signed, said, broken = _signed(ledgers, signatures, signers)
    lines += said
    if altered or broken:
        return Told(Verdict.ALTERED, tuple(lines), None)
    proved = bool(signed) and all(one is not None and one.signer for one in signed)
    verdict = Verdict.PROVED if proved else Verdict.CONSISTENT
    return Told(verdict, tuple(lines), next((one for one in signed if one), None))


def _signed(
    ledgers: Sequence[tuple[Given, Ledger]], signatures: Sequence[Given], signers: str
) -> tuple[list[Signed | None], list[str], bool]:
    """Return who signed each ledger, a line on each signature, and whether one is wrong."""
    found: list[Signed | None] = []
    lines: list[str] = []
    used: set[str] = set()
    for ledger, _ in ledgers:
        best: Signed | None = None
        for one in signatures:
            signed = trusted(ledger.data, one.data, Path(signers)) if signers else None
            signed = signed or examine(ledger.data, one.data)
            if signed is not None:
                used.add(one.path)
                best = signed
        found.append(best)
        if best is not None:
            who = f"signed by {plain(best.signer)}" if best.signer else "signed by a key"
            trust = "" if best.signer else ", which nobody here vouches for"
            lines.append(f"{plain(ledger.path)}: {who} ({best.fingerprint}){trust}")
    wrong = [one for one in signatures if one.path not in used]
    lines += [
        f"{plain(one.path)}: a signature of none of these ledgers as they are" for one in wrong
    ]
    return found, lines, bool(wrong)


def _given(path: str) -> Given:
    """Return a file with its digest, and its bytes where it is text that may be a ledger."""
    digest, kept = hashlib.sha256(), bytearray()
    try:
        with Path(path).open("rb") as file:
            first = file.read(65536)
            is_text = first.lstrip()[:1] in (b"{", b"-")
            while first:
                digest.update(first)
                if is_text and len(kept) <= LARGEST:
                    kept += first
                first = file.read(1 << 20)
    except OSError as error:
        raise UsageError(f"`{plain(path)}` cannot be read: {error.strerror}") from error
    small = len(kept) <= (LONGEST if kept.lstrip().startswith(b"-") else LARGEST)
    return Given(path, digest.hexdigest(), bytes(kept) if small else b"")


def _ledger(given: Given) -> Ledger | None:
    """Return the ledger that a file is, None where it is none."""
    if not given.data.lstrip().startswith(b"{"):
        return None
    try:
        found = msgspec.json.decode(given.data, type=Ledger)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return found if found.schema.startswith(SCHEMA) else None


def _listed(given: Given, ledgers: Sequence[tuple[Given, Ledger]]) -> tuple[str, bool]:
    """Return a line on a file, and whether a ledger lists its digest."""
    for _, ledger in ledgers:
        for name, digest in ledger.files.items():
            if digest == given.digest:
                return f"{plain(given.path)}: listed as `{plain(name)}`, unchanged", True
    return f"{plain(given.path)}: it is none of the files that the ledger lists", False


def about(ledger: Ledger) -> str:
    """Return in words from which edition, date, data and version files were built."""
    parts = [
        ledger.title,
        f"edition {ledger.edition}" if ledger.edition else "",
        ledger.date,
        f"data as of {ledger.data_date}" if ledger.data_date else "",
        f"reportgen {ledger.environment.get('reportgen', '')}".strip()
        if ledger.environment
        else "",
    ]
    return plain(" · ".join(part for part in parts if part))


def plain(text: str) -> str:
    """Return a text of anyone's that can be shown: without control characters, and not too long."""
    shown = "".join(_shown(text[:300]))
    return shown + "…" if len(text) > 300 else shown


def _shown(text: str) -> Iterator[str]:
    for one in text:
        hidden = not one.isprintable() or one in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
        yield "�" if hidden else one
