"""The recipe of a seal: check what is to be published, then sign the ledger of each document."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import DecodeError

from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.files.project import Project
from reportgen.ledger.claims import from_json
from reportgen.recipes.records import stale
from reportgen.sealing.signatures import SigningError, examine, sign, trusted

SIGNERS = "signers"
"""A file of the project that names the keys whose seals are taken for true (ssh-keygen(1))."""


def signature_of(name: str) -> str:
    """Return where the seal of a document lies."""
    return f"build/{name}.claims.json.sig"


def seal(project: Project, key: Path, diagnostics: Diagnostics) -> Iterator[str]:
    """Sign the ledger of each document with a key; yield the paths of the seals.

    What was checked before is sealed: see `check`. Reports where the key does not sign.
    """
    for path in project.documents():
        name = PurePosixPath(path).stem
        ledger = f"build/{name}.claims.json"
        data = project.branch().read_bytes(ledger)
        try:
            signature = sign(data, key)
        except SigningError as error:
            hint = "use a key without a passphrase, or add it to an agent and give its `.pub`"
            message = f"`{key.name}` does not sign: {error}"
            diagnostics.add(Rule.NOT_SEALED, message, Span(ledger), hint)
            return
        project.write(signature_of(name), signature)
        yield signature_of(name)


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
    if held is None or examine(*held) is None:
        return frozenset()
    try:
        ledger = from_json(held[0])
    except DecodeError:
        return frozenset()
    if stale(project, ledger.inputs):
        return frozenset()
    paths = {f"build/{file}": digest for file, digest in ledger.files.items()}
    return frozenset(path for path, digest in paths.items() if project.state(path) == digest)


def unseal(project: Project, name: str) -> None:
    """Delete a seal that is not of the ledger any more."""
    held = _held(project, name)
    if held is not None and examine(*held) is None:
        (project.root / signature_of(name)).unlink(missing_ok=True)


def _held(project: Project, name: str) -> tuple[bytes, bytes] | None:
    """Return the ledger of a document and its seal, None where there are not both."""
    paths = (f"build/{name}.claims.json", signature_of(name))
    if not all(map(project.state, paths)):
        return None
    data, signature = (project.branch().read_bytes(path) for path in paths)
    return data, signature
