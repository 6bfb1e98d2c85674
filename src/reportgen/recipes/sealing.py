"""The recipe of a seal: check what is to be published, then sign the ledger of each document."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from reportgen.diagnostics import Diagnostics, Rule, Span
from reportgen.files.project import Project
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
    held = project.branch()
    try:
        data, signature = (
            held.read_bytes(path) for path in (f"build/{name}.claims.json", signature_of(name))
        )
    except OSError:
        return False
    if not project.state(SIGNERS):
        return False
    return trusted(data, signature, project.root / SIGNERS) is not None


def unseal(project: Project, name: str) -> None:
    """Delete a seal that is not of the ledger any more."""
    held = project.branch()
    try:
        data, signature = (
            held.read_bytes(path) for path in (f"build/{name}.claims.json", signature_of(name))
        )
    except OSError:
        return
    if examine(data, signature) is None:
        (project.root / signature_of(name)).unlink(missing_ok=True)
