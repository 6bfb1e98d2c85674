"""A build and a check do without what only POSIX has, as they must on Windows."""

import subprocess
import sys
from pathlib import Path

WITHOUT = """
import os, signal, subprocess, sys

ending = signal.SIGKILL
subprocess.Popen.kill = lambda process: process.send_signal(ending)  # Windows has its own way
for name in ("fork", "killpg", "getpgrp", "getpgid", "setpgid", "setsid", "setpgrp", "geteuid",
             "getuid", "wait", "mkfifo"):
    delattr(os, name)
for name in ("SIGKILL", "SIGHUP", "SIGQUIT", "SIGALRM", "SIGUSR1", "pthread_sigmask", "setitimer"):
    delattr(signal, name)
for name in ("fcntl", "pwd", "grp", "termios"):
    sys.modules[name] = None
from reportgen.cli.main import main
main()
"""


def test_a_project_is_built_and_checked(tiny: Path) -> None:
    odd = tiny.rename(tiny.parent / "OneDrive - Büro [1]")
    for verb, said in (("build", "build/brief.pptx"), ("check", "comparisons of the two files")):
        command = [sys.executable, "-c", WITHOUT, verb, str(odd)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
