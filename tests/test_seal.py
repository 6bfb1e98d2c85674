"""Seals: ledgers signed with SSH keys, and what strangers can tell of files by them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Built
from reportgen.cli import cli
from reportgen.diagnostics import Diagnostics, Rule
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.sealing import seal, sealed_outputs
from reportgen.sealing.signatures import SigningError, examine, sign, trusted
from reportgen.sealing.verdict import LARGEST, Told, Verdict, verify

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
    assert list(seal(Project(root), keys / "own", diagnostics)) == ["build/brief.claims.json.sig"]
    assert not len(diagnostics)
    return root


FILES = ("brief.pdf", "brief.pptx", "brief.claims.json", "brief.claims.json.sig")


def told(root: Path, *names: str, signers: Path | None = None) -> Told:
    paths = [str(root / "build" / name) for name in names or FILES]
    return verify(paths, str(signers or ""))


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
    assert list(seal(Project(sealed), keys / "locked", diagnostics)) == []
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
