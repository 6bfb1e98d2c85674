"""Signs PDFs with a certificate and tells of such signatures: PAdES (ETSI EN 319 142-1).

A signature is one incremental revision behind the file as it was built: it adds a form with one
field, and leaves pages, XMP and document information alone. pyHanko does it (`reportgen[sign]`).
"""

import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.diagnostics import EnvironmentFault
from reportgen.sealing.signatures import SigningError

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator import ValidationContext

FIELD = "Signature"
INSTALL = "install it: pip install 'brief-and-deck[sign]'"

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
"""The end of a revision (ISO 32000-1, 7.5.5), with the line end that it may have."""

LARGEST = 500_000_000
"""Bytes of a PDF whose signature is looked at."""

ODD = (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError, OverflowError)
"""What reading raises where a file holds another kind of object than the standard asks for."""


class Locked(SigningError):
    """A certificate's key is protected by a passphrase, which was not given or is wrong."""


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A signature of a PDF: whose certificate (its name and SHA-256), and whether it is whole.

    `whole` says that nothing was changed since, and nothing was added behind it; `trusted` that
    the certificate leads to one of those that are trusted; `fault` why it is not whole.
    """

    name: str
    fingerprint: str
    whole: bool
    trusted: bool = False
    fault: str = ""


def sign_pdf(data: bytes, certificate: Path, passphrase: bytes | None = None) -> bytes:
    """Return a PDF with a signature behind it; `certificate` is a PKCS #12 file (.p12, .pfx).

    Raises Locked where the passphrase is missing or wrong, SigningError where the file is no
    certificate with its key, EnvironmentFault where pyHanko is not installed.
    """
    _needed()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers
    from pyhanko.sign.general import SigningError as PyhankoError

    signer = _signer(certificate, passphrase)
    name = owner(signer.signing_cert)
    field = fields.SigFieldSpec(
        FIELD,
        readable_field_name=f"Signature of {name}",  # /TU: what screen readers say (PDF/UA 7.18.4)
        invis_sig_settings=fields.InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
    )
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    try:
        writer = _writer()(io.BytesIO(data))
        made = signers.PdfSigner(about, signer, new_field_spec=field).sign_pdf(writer)
    except (PdfError, PyhankoError) as error:
        raise SigningError(f"the PDF does not take a signature ({error})") from error
    signed: bytes = made.getvalue()
    found = examine_pdf(signed)
    if not signed.startswith(data) or found is None or not found.whole:
        raise SigningError("its own signature does not verify")
    return signed


def is_locked(certificate: Path) -> bool:
    """Return whether a passphrase has to be given for a certificate. Raises EnvironmentFault."""
    _needed()
    try:
        _signer(certificate, None)
    except Locked:
        return True
    except SigningError:
        return False
    return False


def _needed() -> None:
    try:
        import pyhanko.sign  # noqa: F401
    except ImportError as error:
        message = "signatures of PDFs need pyHanko, which is not installed"
        raise EnvironmentFault(message, INSTALL) from error


def _signer(certificate: Path, passphrase: bytes | None) -> "SimpleSigner":
    """Return the key of a PKCS #12 file with its certificates."""
    from cryptography.hazmat.primitives.serialization import pkcs12
    from pyhanko.sign.signers import SimpleSigner

    held = certificate.read_bytes()
    try:
        pkcs12.load_pkcs12(held, passphrase)
        signer: SimpleSigner = SimpleSigner.load_pkcs12_data(held, [], passphrase)
    except (ValueError, TypeError) as error:
        said = str(error).lower()
        if "password" in said or "mac" in said:
            words = "is wrong" if passphrase else "is asked for"
            raise Locked(f"its passphrase {words}") from error
        raise SigningError("it is no PKCS #12 file with a key and its certificate") from error
    return signer


def owner(certificate: Any) -> str:
    """Return whose a certificate is: the organisation, else what it calls itself."""
    said = certificate.subject.native
    return str(said.get("organization_name") or said.get("common_name") or "nobody named")


def _writer() -> Callable[[io.BytesIO], Any]:
    """Return a writer of one revision that leaves alone what PDF/A and PDF/UA hold together.

    pyHanko's own tells in Info and XMP that it wrote the file, each otherwise than PDF/A wants it
    (pyHanko 755, 223), and calls the file PDF 2.0, which PDF/A-3 is not.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Revision(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            pass

        def ensure_output_version(self, version: Any) -> None:
            pass

    return Revision


# --- what finished files hold -----------------------------------------------------------------


def is_signed(data: bytes) -> bool:
    """Return whether a PDF has a signature that covers it to its last byte, as it says itself."""
    found = RANGE.findall(data[-LARGEST:])
    if not found:
        return False
    first, size, start, rest = map(int, found[-1])
    return first == 0 and size < start and start + rest == len(data)


def as_built(data: bytes) -> bytes:
    """Return a PDF as it was before its last signature; one that is not signed, as it is."""
    if not is_signed(data):
        return data
    at = [one.start() for one in RANGE.finditer(data)][-1]
    ends = [one.end() for one in END.finditer(data, 0, at)]
    return data[: ends[-1]] if ends else data


def examine_pdf(data: bytes, trusted: Path | None = None) -> SignedPdf | None:
    """Return the last signature of a PDF, None where it has none that can be read.

    `trusted` is a file of certificates (PEM) that are trusted. Raises EnvironmentFault where
    pyHanko is not installed.
    """
    if len(data) > LARGEST or not RANGE.search(data):
        return None
    _needed()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        with _quiet():
            signatures = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures
            return _told(signatures[-1], _context(trusted)) if signatures else None
    except (PdfError, *ODD) as error:
        return SignedPdf("", "", whole=False, fault=f"it cannot be read ({type(error).__name__})")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pyHanko from printing tracebacks where nobody vouches for a certificate."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _context(trusted: Path | None) -> "ValidationContext":
    """Return what certificates are held against: those of a file, and no network."""
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko_certvalidator import ValidationContext

    held = trusted.read_bytes() if trusted else b""
    roots = list(load_certs_from_pemder_data(held)) if held.strip() else []
    return ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")


def _told(signature: Any, context: "ValidationContext") -> SignedPdf:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    any_use = KeyUsageConstraints(key_usage=set(), match_all_key_usages=True)
    status = validate_pdf_signature(signature, context, key_usage_settings=any_use)
    certificate = signature.signer_cert
    covered = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    intact = bool(status.intact and status.valid)
    fault = "" if covered else "something was added behind it"
    return SignedPdf(
        owner(certificate),
        f"SHA256:{sha256(certificate.dump()).hexdigest()}",
        whole=intact and covered,
        trusted=bool(status.trusted),
        fault=fault if intact else "what it signed was changed",
    )
