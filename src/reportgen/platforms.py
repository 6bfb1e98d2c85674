"""Knows which platform the tool runs on, and the commands that install software there.

Standard library only: where something is missing, this must still work.
"""

import os
import platform
import sys
from enum import StrEnum


class Platform(StrEnum):
    """Platforms by what installs software on them."""

    DEBIAN = "Debian, Ubuntu"
    FEDORA = "Fedora"
    ARCH = "Arch"
    MACOS = "macOS"
    WINDOWS = "Windows"
    OTHER = "other"


DISTRIBUTIONS = {
    "debian": Platform.DEBIAN,
    "ubuntu": Platform.DEBIAN,
    "fedora": Platform.FEDORA,
    "rhel": Platform.FEDORA,
    "arch": Platform.ARCH,
}
"""Linux distributions by their `ID` or `ID_LIKE` in os-release(5)."""

INSTALLERS = {
    Platform.DEBIAN: "apt-get install -y",
    Platform.FEDORA: "dnf install -y",
    Platform.ARCH: "pacman -S --noconfirm",
    Platform.MACOS: "brew install",
    Platform.WINDOWS: "winget install",
}
CONDA = (
    "winget install CondaForge.Miniforge3",
    r"%USERPROFILE%\miniforge3\Scripts\conda create -y -n pango -c conda-forge pango",
    r'setx WEASYPRINT_DLL_DIRECTORIES "%USERPROFILE%\miniforge3\envs\pango\Library\bin"',
)
"""What installs Pango and HarfBuzz on Windows for one user, without an administrator.

conda-forge builds them with FreeType, under names that WeasyPrint looks for (WeasyPrint, issue
2377); a console that is opened after the last line knows the folder.
"""

PACKAGES: dict[str, dict[Platform, str]] = {
    "Python": {
        Platform.DEBIAN: "python3 python3-venv",
        Platform.FEDORA: "python3",
        Platform.ARCH: "python",
        Platform.MACOS: "python",
        Platform.WINDOWS: "Python.Python.3.13",
    },
    "Pango": {
        Platform.DEBIAN: "libpango-1.0-0 libpangoft2-1.0-0",
        Platform.FEDORA: "pango",
        Platform.ARCH: "pango",
    },
    "HarfBuzz": {
        Platform.DEBIAN: "libharfbuzz-subset0",
        Platform.FEDORA: "harfbuzz",
        Platform.ARCH: "harfbuzz",
        Platform.MACOS: "harfbuzz",
    },
    "make": {
        Platform.DEBIAN: "make",
        Platform.FEDORA: "make",
        Platform.ARCH: "make",
        Platform.WINDOWS: "ezwinports.make",
    },
    "LibreOffice": {
        Platform.DEBIAN: "libreoffice-impress",
        Platform.FEDORA: "libreoffice-impress",
        Platform.ARCH: "libreoffice-fresh",
        Platform.MACOS: "--cask libreoffice",
        Platform.WINDOWS: "TheDocumentFoundation.LibreOffice",
    },
    "Chinese": {
        Platform.DEBIAN: "fonts-noto-cjk",
        Platform.FEDORA: "google-noto-sans-cjk-fonts",
        Platform.ARCH: "noto-fonts-cjk",
        Platform.MACOS: "--cask font-noto-sans-cjk",
    },
    "Japanese": {
        Platform.DEBIAN: "fonts-noto-cjk",
        Platform.FEDORA: "google-noto-sans-cjk-fonts",
        Platform.ARCH: "noto-fonts-cjk",
        Platform.MACOS: "--cask font-noto-sans-cjk",
    },
    "Thai": {
        Platform.DEBIAN: "fonts-noto-core",
        Platform.FEDORA: "google-noto-sans-thai-fonts",
        Platform.ARCH: "noto-fonts",
        Platform.MACOS: "--cask font-noto-sans-thai",
    },
    "Hindi": {
        Platform.DEBIAN: "fonts-noto-core",
        Platform.FEDORA: "google-noto-sans-devanagari-fonts",
        Platform.ARCH: "noto-fonts",
        Platform.MACOS: "--cask font-noto-sans-devanagari",
    },
}
"""The packages that hold a piece of software, by platform, as its installer names them."""

COMMANDS: dict[tuple[str, Platform], tuple[str, ...]] = {
    ("Pango", Platform.MACOS): (
        "brew install pango",
        # A Python that is not Homebrew's looks for libraries elsewhere.
        'export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib:$DYLD_FALLBACK_LIBRARY_PATH"',
    ),
    ("Pango", Platform.WINDOWS): CONDA,
    ("HarfBuzz", Platform.WINDOWS): CONDA,
    ("make", Platform.MACOS): ("xcode-select --install",),
    **{
        (language, Platform.WINDOWS): (
            "powershell Add-WindowsCapability -Online -Name "
            f"Language.Fonts.{script}~~~und-{script.upper()}~0.0.1.0",
        )
        for language, script in (
            ("Chinese", "Hans"),
            ("Japanese", "Jpan"),
            ("Thai", "Thai"),
            ("Hindi", "Deva"),
        )
    },
}
"""What takes more than one package of the platform's installer, or none of them."""


def this_platform() -> Platform:
    """Return the platform that the tool runs on."""
    system = platform.system()
    if system in ("Darwin", "Windows"):
        return Platform.MACOS if system == "Darwin" else Platform.WINDOWS
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return Platform.OTHER
    names = (release.get("ID", ""), *release.get("ID_LIKE", "").split())
    known = (DISTRIBUTIONS[name] for name in names if name in DISTRIBUTIONS)
    return next(known, Platform.OTHER)


def install_commands(software: str, on: Platform | None = None) -> tuple[str, ...]:
    """Return the commands that install `software`, a name of PACKAGES or "pandoc".

    `on` is the platform, this one by default. On one that is not known, it is said in words.
    """
    on = on or this_platform()
    if software == "pandoc":
        return (f'{_quoted(sys.executable)} -m pip install --upgrade "pypandoc_binary>=1.17"',)
    if commands := COMMANDS.get((software, on)):
        return commands
    if on is Platform.OTHER:
        return (f"install {software} with this system's package manager",)
    linux = on in (Platform.DEBIAN, Platform.FEDORA, Platform.ARCH)
    command = f"{INSTALLERS[on]} {PACKAGES[software][on]}"
    return (f"sudo {command}" if linux and not _is_root() else command,)


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
