"""The recipe of a seal: of the brief, of each document's ledger, of the list of editions."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from msgspec import DecodeError, structs

from reportgen.data.datasets import Datasets
from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.files.project import Project
from reportgen.ledger.claims import as_json, from_json
from reportgen.reading.editions import Given
from reportgen.reading.front_matter import front_matter
from reportgen.recipes import editions as made
from reportgen.recipes.records import renew, stale
from reportgen.sealing.editions import NAMESPACE as EDITIONS_NAMESPACE
from reportgen.sealing.editions import (
    Edition,
    Editions,
    read_editions,
    with_edition,
    with_withdrawn,
)
from reportgen.sealing.editions import as_json as editions_json
from reportgen.sealing.pades import as_built, is_signed, sign_pdf
from reportgen.sealing.signatures import NAMESPACE, SigningError, examine, sign, trusted

SIGNERS = "signers"
"""A file of the project that names the keys whose seals are taken for true (ssh-keygen(1))."""

EDITIONS = "editions.json"
"""The list of editions: in the project's folder, since it is of all that were ever sealed."""


def signature_of(name: str) -> str:
    """Return where the seal of a document lies."""
    return f"{ledger_of(name)}.sig"


@dataclass(frozen=True, slots=True)
class Seal:
    """What to sign with: an SSH `key`, and a `certificate` (PKCS #12) for PDFs; either may be None.

    `passphrase` opens the certificate.
    """

    key: Path | None = None
    certificate: Path | None = None
    passphrase: bytes | None = None


def seal(project: Project, with_: Seal, diagnostics: Diagnostics) -> Iterator[str]:
    """Sign the brief and the ledger of each document; yield the paths of what was signed.

    What was checked before is sealed: see `check`. Where a document prints where its `corrections`
    lie, its edition is put on the list of editions. Reports where a key does not sign.
    """
    before = diagnostics.errors
    for edition in made.all_editions(project, diagnostics):
        name = edition.name
        if with_.certificate is not None:
            yield from _sign_brief(project, name, with_, diagnostics)
        if diagnostics.errors == before and with_.key is not None:
            yield from _signed(project, ledger_of(name), with_.key, diagnostics)
        if diagnostics.errors == before and with_.key is not None:
            yield from _list_edition(project, edition, with_.key, diagnostics)
        if diagnostics.errors > before:
            return


def ledger_of(name: str) -> str:
    """Return where the ledger of a document lies."""
    return f"build/{name}.claims.json"


def _signed(
    project: Project, path: str, key: Path, diagnostics: Diagnostics, namespace: str = NAMESPACE
) -> Iterator[str]:
    """Write the signature of a file beside it, or report that the key does not sign."""
    try:
        signature = sign(project.branch().read_bytes(path), key, namespace)
    except SigningError as error:
        hint = "use a key without a passphrase, or add it to an agent and give its `.pub`"
        message = f"`{key.name}` does not sign: {error}"
        diagnostics.add(Rule.NOT_SEALED, message, Span(path), hint)
        return
    project.write(f"{path}.sig", signature)
    yield f"{path}.sig"


def _sign_brief(
    project: Project, name: str, with_: Seal, diagnostics: Diagnostics
) -> Iterator[str]:
    """Sign the brief as it was built with a certificate, and tell record and ledger of it."""
    path, certificate = f"build/{name}.pdf", with_.certificate
    assert certificate is not None
    held = project.branch().read_bytes(path)
    try:
        signed = sign_pdf(as_built(held), certificate, with_.passphrase)
    except SigningError as error:
        hint = "give a PKCS #12 file (.p12) without a passphrase, or seal from a terminal"
        message = f"`{certificate.name}` does not sign: {error}"
        diagnostics.add(Rule.NOT_SEALED, message, Span(path), hint)
        return
    project.write(path, signed)
    digest = sha256(signed).hexdigest()
    renew(project, path, digest)
    ledger = from_json(project.branch().read_bytes(ledger_of(name)))
    files = {**ledger.files, f"{name}.pdf": digest}
    project.write(ledger_of(name), as_json(structs.replace(ledger, files=files)))
    yield path


# --- the list of editions ---------------------------------------------------------------------


def _list_edition(
    project: Project, of: made.Edition, key: Path, diagnostics: Diagnostics
) -> Iterator[str]:
    """Put the edition of a document on the signed list, where it prints where that lies."""
    text, unheard = project.read_text(of.path, diagnostics) or "", Diagnostics()
    subject = made.subject_of(project, of.path, of.subject, Datasets(project, unheard), unheard)
    given = Given(subject.texts, of.name, subject.lang) if subject is not None else None
    front = front_matter(of.path, text, unheard, given)
    if front is None or not front.settings.corrections:
        return
    data = project.branch().read_bytes(ledger_of(of.name))
    ledger = from_json(data)
    new = Edition(
        document=ledger.document,
        edition=ledger.edition,
        title=ledger.title,
        date=ledger.date,
        ledger=sha256(data).hexdigest(),
        files=ledger.files,
        replaces=front.settings.replaced,
    )
    listed = _listed(project, diagnostics)
    if listed is not None:
        yield from _write_list(project, with_edition(listed, new), key, diagnostics)


def withdraw(
    project: Project, edition: str, reason: str, key: Path, diagnostics: Diagnostics
) -> Iterator[str]:
    """Say on the list of editions that one is withdrawn, and why; sign it."""
    listed = _listed(project, diagnostics)
    if listed is None:
        return
    new = with_withdrawn(listed, edition, reason)
    if new is None:
        known = ", ".join(dict.fromkeys(one.edition for one in listed.editions)) or "none"
        message = f"no edition “{edition}” is on the list of editions; it holds: {known}"
        hint = "a document is put on it by `seal` where it says `corrections:`"
        diagnostics.add(Rule.NOT_SEALED, message, Span(EDITIONS), hint)
        return
    yield from _write_list(project, new, key, diagnostics)


def _listed(project: Project, diagnostics: Diagnostics) -> Editions | None:
    """Return the list of editions, an empty one where there is none, None for a broken one."""
    if not project.state(EDITIONS):
        return Editions()
    try:
        return read_editions(project.branch().read_bytes(EDITIONS))
    except DecodeError as error:
        message = f"this is no list of editions ({error})"
        hint = "take it from where it is published, with its seal"
        diagnostics.add(Rule.NOT_SEALED, message, Span(EDITIONS), hint)
        return None


def _write_list(
    project: Project, listed: Editions, key: Path, diagnostics: Diagnostics
) -> Iterator[str]:
    project.write(EDITIONS, editions_json(listed))
    yield from _signed(project, EDITIONS, key, diagnostics, EDITIONS_NAMESPACE)


# --- what is sealed ---------------------------------------------------------------------------


def is_sealed(project: Project, name: str) -> bool:
    """Return whether one of the project's signers sealed the ledger of a document as it is."""
    held = _held(project, name)
    if held is None or not project.state(SIGNERS):
        return False
    return trusted(*held, project.root / SIGNERS) is not None


def sealed_outputs(project: Project, name: str) -> frozenset[str]:
    """Return the paths of outputs that are sealed and made of what is there now.

    Whoever sealed them: a build without a key does not replace them.
    """
    held = _held(project, name)
    by_key = held is not None and examine(*held) is not None
    signed = _signed_brief(project, name)
    if not by_key and not signed:
        return frozenset()
    try:
        ledger = from_json(project.branch().read_bytes(ledger_of(name)))
    except (DecodeError, OSError):
        return frozenset()
    if stale(project, ledger.inputs):
        return frozenset()
    paths = {f"build/{file}": digest for file, digest in ledger.files.items()}
    same = {path for path, digest in paths.items() if project.state(path) == digest}
    return frozenset(same if by_key else same & signed)


def _signed_brief(project: Project, name: str) -> set[str]:
    """Return the path of a document's brief where that is signed with a certificate."""
    path = f"build/{name}.pdf"
    if not project.state(path):
        return set()
    return {path} if is_signed(project.branch().read_bytes(path)) else set()


def unseal(project: Project, name: str) -> None:
    """Delete a seal that is not of the ledger any more."""
    held = _held(project, name)
    if held is not None and examine(*held) is None:
        (project.root / signature_of(name)).unlink(missing_ok=True)


def _held(project: Project, name: str) -> tuple[bytes, bytes] | None:
    """Return the ledger of a document and its seal, None where there are not both."""
    paths = (ledger_of(name), signature_of(name))
    if not all(map(project.state, paths)):
        return None
    data, signature = (project.branch().read_bytes(path) for path in paths)
    return data, signature
