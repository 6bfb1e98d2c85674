"""What a stranger can tell of files: matched with ledgers by digest, never by name.

No file is opened but to take its digest, and ledgers, lists and signatures, which are small text;
of a PDF that is signed, its signature.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from reportgen.diagnostics import EnvironmentFault, UsageError
from reportgen.sealing.editions import MOST, became, of_digests, read_editions
from reportgen.sealing.editions import NAMESPACE as EDITIONS
from reportgen.sealing.pades import examine_pdf
from reportgen.sealing.signatures import BEGIN, LONGEST, Signed, examine, trusted

LARGEST = 50_000_000
"""Bytes that a ledger has at most."""

LARGEST_PDF = 300_000_000
"""Bytes of a PDF whose signature is read."""

UNLISTED = "it is none of the files that the ledger lists"

SCHEMA = "reportgen-claims/"


class Verdict(StrEnum):
    """What is told of files that are given together."""

    PROVED = "proved"
    CONSISTENT = "consistent, but nobody vouches"
    ALTERED = "altered"
    WITHDRAWN = "withdrawn"
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


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the reader trusts: files of SSH keys (ssh-keygen(1)) and of certificates (PEM)."""

    signers: str = ""
    certificates: str = ""


def verify(paths: Sequence[str], trust: Trust | None = None, editions: str = "") -> Told:
    """Return what can be told of files, and with a list of `editions` what became of theirs.

    Raises UsageError where a file cannot be read.
    """
    trust = trust or Trust()
    given = [_given(path) for path in paths]
    signatures = [one for one in given if one.data.lstrip().startswith(BEGIN)]
    ledgers = [(one, ledger) for one in given if (ledger := _ledger(one)) is not None]
    lists = [one for one in given if _is_list(one)]
    named = [*lists, *([_given(editions)] if editions else ())]
    of_lists = [
        one for one in signatures if any(examine(each.data, one.data, EDITIONS) for each in named)
    ]
    apart = [one.path for one in (*signatures, *lists, *(one for one, _ in ledgers))]
    others = [one for one in given if one.path not in apart]
    told = _told(ledgers, [one for one in signatures if one not in of_lists], others, trust)
    if lists and not editions:
        hint = "a list of editions; give it by `--editions`"
        spare = (f"{plain(one.path)}: {hint}" for one in lists)
        told = Told(told.verdict, (*told.lines, *spare), told.signed)
    if not editions or told.verdict is Verdict.ALTERED:
        return told
    lines, withdrawn = _became(given, of_lists, editions, trust)
    verdict = Verdict.WITHDRAWN if withdrawn else told.verdict
    return Told(verdict, (*told.lines, *lines), told.signed)


def _told(
    ledgers: Sequence[tuple[Given, Ledger]],
    signatures: Sequence[Given],
    others: Sequence[Given],
    trust: Trust,
) -> Told:
    certified = {one.path: _certified(one, trust) for one in others}
    lines = [f"{plain(one.path)}: {about(ledger)}" for one, ledger in ledgers]
    listed = {one.path: _listed(one, ledgers) for one in others} if ledgers else {}
    lines += listed.values()
    lines += [line for signed in certified.values() for line in signed.lines]
    signed, said, broken = _signed(ledgers, signatures, trust.signers)
    lines += said
    unlisted = [one for one in others if listed.get(one.path, "").endswith(UNLISTED)]
    if unlisted or (broken and ledgers) or any(one.broken for one in certified.values()):
        return Told(Verdict.ALTERED, tuple(lines))
    by_certificate = bool(others) and all(one.signed for one in certified.values())
    if not ledgers and not by_certificate:
        silent = [one for one in others if not certified[one.path].lines]
        lines += [f"{plain(one.path)}: it says nothing that can be checked" for one in silent]
        return Told(Verdict.UNKNOWN, (*lines, "give the ledger with it: NAME.claims.json"))
    vouching = [one for one in signed if one is not None]
    vouching += [one.signed for one in certified.values() if one.signed is not None]
    proved = bool(signed) and all(one is not None and one.signer for one in signed)
    if by_certificate:
        proved |= all(one.signed and one.signed.signer for one in certified.values())
    verdict = Verdict.PROVED if proved else Verdict.CONSISTENT
    return Told(verdict, tuple(lines), vouching[0] if vouching else None)


@dataclass(frozen=True, slots=True)
class _Certified:
    """What the certificate of a PDF proves: a line on it, who signed, or that it fails."""

    lines: tuple[str, ...] = ()
    signed: Signed | None = None
    broken: bool = False


def _certified(given: Given, trust: Trust) -> _Certified:
    """Return what the signature in a file proves, nothing for a file without one."""
    if not given.data.startswith(b"%PDF"):
        return _Certified()
    path = Path(trust.certificates) if trust.certificates else None
    try:
        found = examine_pdf(given.data, path)
    except EnvironmentFault as fault:
        return _Certified((f"{plain(given.path)}: signed with a certificate, but {fault}",))
    if found is None:
        return _Certified()
    if not found.whole:
        return _Certified((f"{plain(given.path)}: its signature: {found.fault}",), broken=True)
    name = plain(found.name)
    rest = "" if found.trusted else ", which nobody here vouches for"
    line = f"{plain(given.path)}: signed with the certificate of {name} ({found.fingerprint}){rest}"
    return _Certified((line,), Signed(found.fingerprint, name if found.trusted else ""))


def _became(
    given: Sequence[Given], signatures: Sequence[Given], path: str, trust: Trust
) -> tuple[list[str], bool]:
    """Return lines on what became of the editions of files, and whether one is withdrawn.

    A list that is not signed, or by nobody who is trusted where `trust` names somebody, is not
    believed.
    """
    data = _given(path).data
    seal = Path(f"{path}.sig")
    beside = [_given(str(seal))] if seal.is_file() else []
    signed = None
    for one in (*beside, *signatures):
        signed = examine(data, one.data, EDITIONS)
        if signed is not None and trust.signers:
            signed = trusted(data, one.data, Path(trust.signers), EDITIONS)
        if signed is not None:
            break
    if signed is None:
        whom = "a key that you trust" if trust.signers else "anybody"
        return [f"{plain(path)}: not signed by {whom}, so it tells nothing"], False
    try:
        listed = read_editions(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [f"{plain(path)}: it is no list of editions"], False
    who = plain(signed.signer) if signed.signer else f"a key ({signed.fingerprint})"
    lines = [f"{plain(path)}: the list of editions, signed by {who}"]
    found = of_digests(listed, (one.digest for one in given))
    for edition in found[-MOST:]:
        same = f"edition {edition.edition}: neither replaced nor withdrawn"
        lines += [plain(line) for line in became(listed, edition)] or [plain(same)]
    if not found:
        lines.append("the list does not hold the edition of these files")
    return lines, any(edition.withdrawn for edition in found)


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
    """Return a file with its digest, and its bytes where it may be a ledger or a signed PDF."""
    digest, kept = hashlib.sha256(), bytearray()
    if Path(path).is_fifo() or Path(path).is_char_device():
        raise UsageError(f"`{plain(path)}` is no file, but a pipe or device, which may never end")
    try:
        with Path(path).open("rb") as file:
            first = file.read(65536)
            is_text = first.lstrip()[:1] in (b"{", b"-")
            most = LARGEST_PDF if first.startswith(b"%PDF") else LARGEST * is_text
            while first:
                digest.update(first)
                if most and len(kept) <= most:
                    kept += first
                first = file.read(1 << 20)
    except OSError as error:
        raise UsageError(f"`{plain(path)}` cannot be read: {error.strerror}") from error
    small = len(kept) <= (LONGEST if kept.lstrip()[:1] == b"-" else most)
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


def _is_list(given: Given) -> bool:
    """Return whether a file is a list of editions."""
    if not given.data.lstrip().startswith(b"{"):
        return False
    try:
        read_editions(given.data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _listed(given: Given, ledgers: Sequence[tuple[Given, Ledger]]) -> str:
    """Return a line on a file: as what a ledger lists its digest, or that none does."""
    for _, ledger in ledgers:
        for name, digest in ledger.files.items():
            if digest == given.digest:
                return f"{plain(given.path)}: listed as `{plain(name)}`, unchanged"
    return f"{plain(given.path)}: {UNLISTED}"


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
