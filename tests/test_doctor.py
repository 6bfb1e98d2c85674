"""`reportgen doctor`: what is missing is named, with the command that installs it here."""

import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from collections import namedtuple
from pathlib import Path

import pytest

from conftest import ROOT
from reportgen.machine import doctor
from reportgen.machine.doctor import State, examine_machine
from reportgen.platforms import PACKAGES, Platform, install_commands, this_platform

NO_LIBRARY = """
import cffi
dlopen = cffi.FFI.dlopen
def without(self, name, flags=0):
    if {library!r} in name:
        raise OSError(f"cannot load library {{name!r}}")
    return dlopen(self, name, flags)
cffi.FFI.dlopen = without
"""
"""A sitecustomize.py that hides a system library from WeasyPrint."""


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reportgen", *map(str, arguments)]
    environment = {**os.environ, **environment}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def states(output: str) -> dict[str, str]:
    """Return how each thing stands, by its name."""
    return {name: state for state, name in re.findall(r"^(\w+) +(\S+)", output, re.MULTILINE)}


@pytest.fixture
def debian(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "Linux", ID="debian")


def on(monkeypatch: pytest.MonkeyPatch, system: str, **release: str) -> None:
    """Let the tool run on another system, as an ordinary user."""
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)


def test_this_machine_has_what_builds_need(tiny: Path) -> None:
    done = run("doctor", tiny)
    assert done.returncode == 0, done.stdout
    found = states(done.stdout)
    for name in ("Python", "Pango", "HarfBuzz", "pandoc", "fonts", "outputs", "disk"):
        assert found[name] == "ok"
    assert not (tiny / "build").exists(), "looking writes nothing"
    assert run("doctor", tiny, "--commands").stdout == ""


def test_without_pango_doctor_and_build_name_the_command(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_LIBRARY.format(library="pango-1.0"))
    done = run("doctor", tiny, PYTHONPATH=str(tmp_path))
    assert done.returncode == 3
    assert done.stdout.startswith("ok        Python"), "WeasyPrint's own words are kept away"
    found = states(done.stdout)
    assert (found["Pango"], found["HarfBuzz"], found["pandoc"]) == ("missing", "missing", "ok")
    command = install_commands("Pango")[0]
    assert f"run: {command}" in done.stdout
    commands = run("doctor", tiny, "--commands", PYTHONPATH=str(tmp_path)).stdout.splitlines()
    assert command in commands
    assert not any("libreoffice" in one for one in commands), "only what builds need"
    built = run("build", tiny, PYTHONPATH=str(tmp_path))
    assert built.returncode == 3
    assert command in built.stderr


def test_harfbuzz_without_its_subsetter_is_missing(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_LIBRARY.format(library="harfbuzz-subset"))
    done = run("doctor", tiny, PYTHONPATH=str(tmp_path))
    assert done.returncode == 3
    assert states(done.stdout)["Pango"] == "ok"
    assert states(done.stdout)["HarfBuzz"] == "missing"
    assert "DeprecationWarning" not in done.stderr


@pytest.mark.parametrize("words", ["pandoc 2.19.2", "pandoc 3.8.3", "Pan docking station 1.0"])
def test_an_old_pandoc_is_missing(tiny: Path, tmp_path: Path, words: str) -> None:
    fake = tmp_path / "pandoc"
    fake.write_text(f"#!/bin/sh\necho '{words}'\n")
    fake.chmod(0o755)
    done = run("doctor", tiny, PYPANDOC_PANDOC=str(fake))
    assert done.returncode == 3
    assert "pandoc 3.9 or newer is needed, not" in done.stdout
    assert '-m pip install --upgrade "pypandoc_binary>=1.17"' in done.stdout


def test_make_and_libreoffice_may_be_missing(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OFFICES", ())
    monkeypatch.setenv("PATH", str(tiny))
    examined = {one.name: one for one in examine_machine(tiny)}
    for name in ("make", "LibreOffice"):
        assert examined[name].state is State.OPTIONAL
        assert examined[name].commands
    assert State.MISSING not in {one.state for one in examined.values()}
    assert run("doctor", tiny, PATH=str(tiny)).returncode == 0


def test_a_folder_that_cannot_be_written_to_is_named(tiny: Path) -> None:
    (tiny / "build").write_text("a file where the folder should be")
    done = run("doctor", tiny)
    assert done.returncode == 3
    assert re.search(rf"missing +outputs +cannot write to {tiny}/build", done.stdout)


def test_a_full_disk_is_missing_room(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 5000, 5000))
    disk = next(one for one in examine_machine(tiny) if one.name == "disk")
    assert disk.state is State.MISSING
    assert disk.found == "0.0 GB free; builds need 0.1 GB"


def test_a_font_that_was_cut_off_is_named(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tiny / "broken.ttf"
    broken.write_bytes(b"\0\1\0\0")
    monkeypatch.setattr(doctor, "theme_file", lambda _: broken)
    fonts = next(one for one in examine_machine(tiny) if one.name == "fonts")
    assert fonts.state is State.MISSING
    assert fonts.found.startswith("SourceSans3-Regular.ttf: ")


@pytest.mark.usefixtures("debian")
def test_an_old_python_or_pango_says_what_is_needed(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weasyprint.text import ffi

    class OldPango:
        harfbuzz_subset, harfbuzz = ffi.harfbuzz_subset, ffi.harfbuzz

        class pango:  # noqa: N801
            @staticmethod
            def pango_version() -> int:
                return 14212

    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(doctor, "_weasyprint", lambda: OldPango)
    python, pango, *_ = examine_machine(tiny)
    assert python.found == "3.9.2; 3.11 or newer is needed"
    assert python.commands == ("sudo apt-get install -y python3 python3-venv",)
    assert pango.found == "1.42.12; 1.44 or newer is needed"
    assert pango.state is State.MISSING


def test_the_oldest_python_is_the_one_of_the_package() -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text())
    oldest = ".".join(map(str, doctor.OLDEST_PYTHON))
    assert package["project"]["requires-python"] == f">={oldest}"


@pytest.mark.parametrize(
    ("system", "release", "command"),
    [
        ("Linux", {"ID": "debian"}, "sudo apt-get install -y libharfbuzz-subset0"),
        ("Linux", {"ID": "ubuntu"}, "sudo apt-get install -y libharfbuzz-subset0"),
        ("Linux", {"ID": "pop", "ID_LIKE": "ubuntu debian"}, "sudo apt-get install -y libharf"),
        ("Linux", {"ID": "fedora"}, "sudo dnf install -y harfbuzz"),
        ("Linux", {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "sudo dnf install -y harfbuzz"),
        ("Linux", {"ID": "arch"}, "sudo pacman -S --noconfirm harfbuzz"),
        ("Darwin", {}, "brew install harfbuzz"),
        ("Windows", {}, "winget install CondaForge.Miniforge3"),
        ("Linux", {"ID": "plan9"}, "install HarfBuzz with this system's package manager"),
    ],
)
def test_each_platform_has_its_command(
    monkeypatch: pytest.MonkeyPatch, system: str, release: dict[str, str], command: str
) -> None:
    on(monkeypatch, system, **release)
    assert install_commands("HarfBuzz")[0].startswith(command)


def test_a_linux_without_a_name_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> dict[str, str]:
        raise OSError("Unable to read files")

    on(monkeypatch, "Linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", none)
    assert this_platform() is Platform.OTHER


def test_root_needs_no_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "Linux", ID="debian")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert install_commands("make") == ("apt-get install -y make",)


@pytest.mark.parametrize("where", Platform)
@pytest.mark.parametrize("software", [*PACKAGES, "pandoc"])
def test_everything_can_be_installed_everywhere(where: Platform, software: str) -> None:
    for command in install_commands(software, where):
        assert re.search(
            r"\binstall\b|pacman -S|--install|^export DYLD_|Add-WindowsCapability|create -y|^setx ",
            command,
        )


def test_a_python_in_a_folder_with_a_space_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/my tools/python")
    assert install_commands("pandoc")[0].startswith('"/my tools/python" -m pip install')
