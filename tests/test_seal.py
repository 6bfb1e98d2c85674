"""Seals: ledgers signed with SSH keys, and what strangers can tell of files by them."""

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner

from conftest import Built, edit
from reportgen.checks.alterations.change import Comparison
from reportgen.cli import cli
from reportgen.diagnostics import Diagnostics, Rule, UsageError
from reportgen.files.project import Project
from reportgen.recipes.authenticity import compare
from reportgen.recipes.building import build
from reportgen.recipes.checking import check
from reportgen.recipes.sealing import Seal, seal, sealed_outputs, withdraw
from reportgen.sealing.pades import as_built, sign_pdf
from reportgen.sealing.signatures import SigningError, examine, sign, trusted
from reportgen.sealing.verdict import LARGEST, Told, Trust, Verdict, verify

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH")


def new_key(folder: Path, name: str, passphrase: str = "") -> Path:
    path = folder / name
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two keys, one with a passphrase, and a list of one signer."""
    folder = tmp_path_factory.mktemp("keys")
    own = new_key(folder, "own")
    new_key(folder, "other")
    new_key(folder, "locked", "secret")
    public = own.with_suffix(".pub").read_text()
    (folder / "signers").write_text(f"press@example.org {public}")
    return folder


@pytest.fixture
def sealed(tiny_built: Built, keys: Path, tmp_path: Path) -> Path:
    """A project whose finished files are sealed."""
    root = tmp_path / "sealed"
    shutil.copytree(tiny_built.root, root)
    diagnostics = Diagnostics()
    assert list(seal(Project(root), Seal(keys / "own"), diagnostics)) == [
        "build/brief.claims.json.sig"
    ]
    assert not len(diagnostics)
    return root


FILES = ("brief.pdf", "brief.pptx", "brief.claims.json", "brief.claims.json.sig")


def told(root: Path, *names: str, signers: Path | None = None) -> Told:
    paths = [str(root / "build" / name) for name in names or FILES]
    return verify(paths, Trust(str(signers or "")))


def test_what_a_trusted_key_sealed_is_proved(sealed: Path, keys: Path) -> None:
    found = told(sealed, signers=keys / "signers")
    assert found.verdict is Verdict.PROVED
    assert found.signed is not None
    assert found.signed.signer == "press@example.org"
    assert any("A tiny brief · edition 1.0 · 2026-01-31" in line for line in found.lines)


def test_what_nobody_vouches_for_says_which_key_it_was(sealed: Path, keys: Path) -> None:
    (keys / "nobody").write_text("")
    for found in (told(sealed), told(sealed, signers=keys / "nobody")):
        assert found.verdict is Verdict.CONSISTENT
        assert found.signed is not None
        assert found.signed.fingerprint.startswith("SHA256:")
        assert not found.signed.signer
    assert told(sealed, "brief.pdf", "brief.claims.json").verdict is Verdict.CONSISTENT


def test_names_make_no_difference(sealed: Path, keys: Path) -> None:
    for at, name in enumerate(FILES):
        (sealed / "build" / name).rename(sealed / "build" / f"{at}.bin")
    found = told(sealed, "2.bin", "3.bin", "0.bin", "1.bin", signers=keys / "signers")
    assert found.verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FILES)
def test_a_change_of_any_file_is_found(sealed: Path, keys: Path, name: str) -> None:
    path = sealed / "build" / name
    data = path.read_bytes()
    at = len(data) // 2
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    assert told(sealed, signers=keys / "signers").verdict is not Verdict.PROVED
    assert told(sealed).verdict in (Verdict.ALTERED, Verdict.UNKNOWN)


def test_a_digest_written_into_the_ledger_does_not_help(sealed: Path, keys: Path) -> None:
    import hashlib

    pdf, ledger = sealed / "build/brief.pdf", sealed / "build/brief.claims.json"
    before = hashlib.sha256(pdf.read_bytes()).hexdigest()
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    after = hashlib.sha256(pdf.read_bytes()).hexdigest()
    ledger.write_text(ledger.read_text().replace(before, after))
    assert told(sealed, signers=keys / "signers").verdict is Verdict.ALTERED


def test_a_file_without_its_ledger_proves_nothing(sealed: Path) -> None:
    assert told(sealed, "brief.pdf").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{" * 100_000,
        b'{"schema": "reportgen-claims/2", "files": 7}',
        b'{"schema": "other"}',
        b"-----BEGIN SSH SIGNATURE-----\n" + b"A" * 1_000_000,
        b"-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n",
        b"\x00" * 1000,
    ],
)
def test_hostile_files_are_survived(tmp_path: Path, data: bytes, sealed: Path) -> None:
    path = tmp_path / "hostile\x1b[31m"
    path.write_bytes(data)
    assert verify([str(path)]).verdict is Verdict.UNKNOWN
    found = verify([str(path), str(sealed / "build/brief.claims.json")])
    assert found.verdict is Verdict.ALTERED
    assert not any("\x1b" in line for line in found.lines)
    assert LARGEST > 1_000_000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "brief.pdf")
    with pytest.raises(UsageError, match="may never end"):
        verify([str(tmp_path / "brief.pdf")])


def test_a_signature_for_something_else_is_none(keys: Path, tmp_path: Path) -> None:
    data = b"words"
    (tmp_path / "words").write_bytes(data)
    command = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(keys / "own"), "-n", "file"]
    subprocess.run([*command, str(tmp_path / "words")], check=True, capture_output=True)
    assert examine(data, (tmp_path / "words.sig").read_bytes()) is None
    signature = sign(data, keys / "own")
    assert examine(data, signature) is not None
    assert examine(b"others", signature) is None
    assert trusted(data, sign(data, keys / "other"), keys / "signers") is None


def test_a_key_with_a_passphrase_and_no_terminal_is_a_finding(sealed: Path, keys: Path) -> None:
    with pytest.raises(SigningError):
        sign(b"words", keys / "locked")
    diagnostics = Diagnostics()
    before = (sealed / "build/brief.claims.json.sig").read_bytes()
    assert list(seal(Project(sealed), Seal(keys / "locked"), diagnostics)) == []
    assert [one.rule for one in diagnostics] == [Rule.NOT_SEALED]
    assert (sealed / "build/brief.claims.json.sig").read_bytes() == before


def test_a_build_leaves_sealed_files_whose_inputs_are_as_they_were(sealed: Path) -> None:
    shutil.rmtree(sealed / "build/.reportgen")  # as after another version of the tool
    before = {name: (sealed / "build" / name).stat().st_mtime_ns for name in FILES}
    outputs = list(build(Project(sealed), ("pdf", "pptx"), Diagnostics()))
    assert [one.changed for one in outputs] == [False, False]
    assert before == {name: (sealed / "build" / name).stat().st_mtime_ns for name in FILES}
    facts = sealed / "content/facts.yaml"
    facts.write_text(facts.read_text() + "# changed\n")
    assert sealed_outputs(Project(sealed), "brief") == frozenset()
    list(build(Project(sealed), ("pdf", "pptx"), Diagnostics()))
    assert not (sealed / "build/brief.claims.json.sig").exists()


def test_verify_needs_nothing_that_builds_need(sealed: Path, keys: Path) -> None:
    code = (
        "import sys\nfrom reportgen.cli import cli\n"
        "try:\n    cli(sys.argv[1:])\nexcept SystemExit as error:\n    print(error.code)\n"
        "print(*(name for name in sys.modules if '.' not in name))"
    )
    paths = [str(sealed / "build" / name) for name in FILES]
    arguments = ["verify", *paths, "--signers", str(keys / "signers")]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    *_, verdict, exit_code, modules = done.stdout.splitlines()
    assert verdict.startswith("proved: SHA256:")
    assert exit_code == "0"
    heavy = {"weasyprint", "matplotlib", "polars", "pypandoc", "pptx", "pikepdf", "pypdfium2"}
    assert not {*modules.split()} & heavy
    assert "verify" in cli.commands


# --- keys of an agent, and the command --------------------------------------------------------


@pytest.fixture
def agent(keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An agent of its own that holds a key; what is given is the key's public half alone."""
    if shutil.which("ssh-agent") is None:
        pytest.skip("needs ssh-agent")
    socket = f"/tmp/agent-{os.getpid()}"  # the path of a socket is short
    started = subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.DEVNULL)
    try:
        while not Path(socket).exists() and started.poll() is None:
            time.sleep(0.01)
        monkeypatch.setenv("SSH_AUTH_SOCK", socket)
        subprocess.run(["ssh-add", "-q", str(keys / "own")], check=True, capture_output=True)
        public = tmp_path / "alone.pub"
        shutil.copy(keys / "own.pub", public)
        yield public
    finally:
        started.terminate()
        started.wait()
        Path(socket).unlink(missing_ok=True)


def test_a_key_of_an_agent_signs_by_its_public_half(
    agent: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = trusted(b"words", sign(b"words", agent), keys / "signers")
    assert found is not None
    assert found.signer == "press@example.org"
    monkeypatch.delenv("SSH_AUTH_SOCK")
    with pytest.raises(SigningError):
        sign(b"words", agent)


def test_a_build_seals_what_passes_the_check(tiny_built: Built, keys: Path, tmp_path: Path) -> None:
    root = tmp_path / "built"
    shutil.copytree(tiny_built.root, root)
    arguments = ["build", str(root), "--seal", str(keys / "own")]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert "build/brief.claims.json.sig  sealed" in done.output
    assert told(root, signers=keys / "signers").verdict is Verdict.PROVED
    edit(root, 'edition: "1.0"', 'edition: "1.0"\nstatus: draft')
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 1, done.output
    assert not (root / "build/brief.claims.json.sig").exists()


# --- certificates (PAdES) ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of the organisation's own, with its key; its passphrase is "secret"."""
    x509 = pytest.importorskip("cryptography.x509")
    pytest.importorskip("pyhanko")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import pkcs12

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Example House")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=99))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    for file, words in (("own.p12", None), ("locked.p12", b"secret")):
        cipher: Any = (
            serialization.BestAvailableEncryption(words) if words else serialization.NoEncryption()
        )
        held = pkcs12.serialize_key_and_certificates(b"own", key, made, None, cipher)
        (folder / file).write_bytes(held)
    (folder / "own.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder


@pytest.fixture
def signed(tiny_built: Built, certificate: Path, tmp_path: Path) -> Path:
    """A project whose brief is signed with a certificate."""
    root = tmp_path / "signed"
    shutil.copytree(tiny_built.root, root)
    diagnostics = Diagnostics()
    with_ = Seal(certificate=certificate / "locked.p12", passphrase=b"secret")
    assert list(seal(Project(root), with_, diagnostics)) == ["build/brief.pdf"]
    assert not len(diagnostics)
    return root


def test_a_signed_brief_is_the_built_one_and_a_signature(
    signed: Path, certificate: Path, tiny_built: Built
) -> None:
    data = (signed / "build/brief.pdf").read_bytes()
    assert data.startswith(tiny_built.pdf)
    assert compare("x.pdf", tiny_built.pdf, data) == Comparison(likely="", program="")
    path = str(signed / "build/brief.pdf")
    trust = Trust(certificates=str(certificate / "own.pem"))
    assert verify([path]).verdict is Verdict.CONSISTENT
    found = verify([path], trust)
    assert found.verdict is Verdict.PROVED
    assert found.signed is not None
    assert found.signed.signer == "Example House"
    for pattern, fault in ((b"/Rect [", b"/Rect  "), (b"%PDF-1.7", b"%PDF-1.6")):
        Path(path).write_bytes(data.replace(pattern, fault, 1))
        assert verify([path], trust).verdict is Verdict.ALTERED
    told = verify([path, str(signed / "build/brief.claims.json")], trust)
    assert told.verdict is Verdict.ALTERED


def test_check_knows_a_signed_brief_and_what_stands_behind_it(
    signed: Path, certificate: Path
) -> None:
    def found(**options: Any) -> list[tuple[Rule, str]]:
        diagnostics = Diagnostics()
        list(check(Project(signed), diagnostics, **options))
        return [(one.rule, one.message) for one in diagnostics]

    assert found(publish=True) == []
    outputs = list(build(Project(signed), ("pdf", "pptx"), Diagnostics()))
    assert [one.changed for one in outputs] == [False, False]
    path = signed / "build/brief.pdf"
    with pikepdf.open(io.BytesIO(as_built(path.read_bytes()))) as pdf:
        pdf.pages[0].rotate(90, relative=True)
        written = io.BytesIO()
        pdf.save(written)
    path.write_bytes(sign_pdf(written.getvalue(), certificate / "own.p12"))
    assert found() == [(Rule.ALTERED, "page 1: the page is turned by 90°")]


def test_a_certificate_that_cannot_sign_is_a_finding(signed: Path, certificate: Path) -> None:
    before = (signed / "build/brief.pdf").read_bytes()
    for file in ("locked.p12", "own.pem"):
        diagnostics = Diagnostics()
        assert list(seal(Project(signed), Seal(None, certificate / file), diagnostics)) == []
        assert [one.rule for one in diagnostics] == [Rule.NOT_SEALED]
    assert (signed / "build/brief.pdf").read_bytes() == before
    again = Seal(None, certificate / "own.p12")  # a brief that is signed is signed as it was built
    assert list(seal(Project(signed), again, Diagnostics())) == ["build/brief.pdf"]
    assert (signed / "build/brief.pdf").read_bytes().count(b"/ByteRange") == 1


# --- corrected and withdrawn editions ---------------------------------------------------------


def test_what_became_of_an_edition_is_told_by_the_signed_list(
    tiny_built: Built, keys: Path, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    shutil.copytree(tiny_built.root, root)
    says = "url: https://example.org/brief\ncorrections: editions.json"
    edit(root, 'edition: "1.0"', f'edition: "1.0"\n{says}')
    list(build(Project(root), ("pdf", "pptx"), Diagnostics()))
    with_, wanted = Seal(keys / "own"), ["editions.json", "editions.json.sig"]
    list(seal(Project(root), with_, Diagnostics()))
    assert all((root / name).is_file() for name in wanted)
    assert any("https://example.org/editions.json" in page for page in pages(root))
    shutil.copytree(root / "build", root / "first")
    edit(root, 'edition: "1.0"', 'edition: "1.1"\nreplaces: "1.0"')
    list(build(Project(root), ("pdf", "pptx"), Diagnostics()))
    list(seal(Project(root), with_, Diagnostics()))

    def said(folder: str, signers: Path) -> Told:
        paths = [str(root / folder / name) for name in FILES]
        return verify(paths, Trust(str(signers)), str(root / "editions.json"))

    trusted_by, nobody = keys / "signers", tmp_path / "nobody"
    nobody.write_text("")
    old, new = said("first", trusted_by), said("build", trusted_by)
    assert (old.verdict, new.verdict) == (Verdict.PROVED, Verdict.PROVED)
    assert old.lines[-1] == "edition 1.0 was replaced by edition 1.1 of 2026-01-31"
    assert new.lines[-1] == "edition 1.1: neither replaced nor withdrawn"
    among = [*(str(root / "build" / name) for name in FILES), *(str(root / one) for one in wanted)]
    told = verify(among, Trust(str(trusted_by)), str(root / "editions.json"))
    assert told.verdict is Verdict.PROVED  # a list and its seal are no finished files
    assert told.lines[-1] == new.lines[-1]
    spare = verify(among, Trust(str(trusted_by)))
    assert spare.verdict is Verdict.PROVED
    assert spare.lines[-1].endswith("a list of editions; give it by `--editions`")
    list(withdraw(Project(root), "1.1", "a wrong sum", keys / "own", Diagnostics()))
    assert said("build", trusted_by).verdict is Verdict.WITHDRAWN
    assert said("build", trusted_by).lines[-1] == "edition 1.1 was withdrawn: a wrong sum"
    assert (
        said("build", nobody)
        .lines[-1]
        .endswith("not signed by a key that you trust, so it tells nothing")
    )
    listed = root / "editions.json"
    listed.write_text(listed.read_text().replace("a wrong sum", "nothing"))
    assert said("build", trusted_by).verdict is Verdict.PROVED
    unknown = Diagnostics()
    assert list(withdraw(Project(root), "9", "why", keys / "own", unknown)) == []
    assert [one.rule for one in unknown] == [Rule.NOT_SEALED]


def pages(root: Path) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(root / "build/brief.pdf") as pdf:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
