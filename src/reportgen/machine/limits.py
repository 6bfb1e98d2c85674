"""Runs a build of untrusted content in a process that may take so much, no more."""

import os
import subprocess
import sys
from collections.abc import Sequence

from reportgen.diagnostics import Diagnostics, Rule, Span, UsageError
from reportgen.machine.overseer import UNTOLD

MEGABYTE = 1_000_000
INTERNAL = 4


def run_limited(
    arguments: Sequence[str], seconds: float | None, megabytes: int | None, diagnostics: Diagnostics
) -> int:
    """Run `reportgen ARGUMENTS` with limits; return its exit code.

    `seconds` is time on the clock for all of it, `megabytes` memory for each of its processes
    (RLIMIT_DATA, setrlimit(2)). A build over a limit is ended with all its children, and reported;
    its old files stay as they are, since outputs appear by rename.
    """

    if sys.platform == "win32":
        raise UsageError("limits of time and memory need Linux or macOS; build without them")
    import resource

    def limit() -> None:
        if megabytes is not None:
            size = megabytes * MEGABYTE
            resource.setrlimit(resource.RLIMIT_DATA, (size, size))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    command = [sys.executable, "-m", "reportgen", *arguments]
    with subprocess.Popen(
        command,
        preexec_fn=limit,
        env={**os.environ, UNTOLD: "1"},
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            _, said = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _kill_all(process)
            message = f"the build took more than {seconds:g} s and was ended"
            diagnostics.add(Rule.OVER_LIMIT, message, Span("content"), "raise `--time-limit`")
            return 1
    over = process.returncode < 0 or (process.returncode == INTERNAL and "MemoryError" in said)
    if megabytes is not None and over:
        message = f"the build took more than {megabytes} MB of memory and was ended"
        diagnostics.add(Rule.OVER_LIMIT, message, Span("content"), "raise `--memory-limit`")
        return 1
    sys.stderr.write(said)
    return process.returncode


def _kill_all(process: "subprocess.Popen[str]") -> None:
    """End a process that leads a session, and all that it started."""
    import os
    import signal

    assert sys.platform != "win32", "limits were refused before"
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
