"""A deck that is written in another process, beside the brief, is the same."""

from pathlib import Path

from projects import HEAD
from reportgen.diagnostics import Diagnostics
from reportgen.files.project import Project
from reportgen.recipes import beside
from reportgen.recipes.outputs import deck
from reportgen.recipes.prepared import prepare, quiet

SLIDE = "# One part\n\nSome words.\n\n::: {.slide}\n## A slide says this\n\n- one thing\n:::\n"


def test_a_deck_written_beside_the_brief_is_the_same(tmp_path: Path) -> None:
    source = tmp_path / "content/brief.md"
    source.parent.mkdir()
    source.write_text(HEAD.format(lang="en-GB") + SLIDE)
    diagnostics = Diagnostics()
    prepared = prepare(Project(tmp_path), "content/brief.md", diagnostics)
    planned = deck(prepared, diagnostics, quiet)
    drawings = prepared.draw(planned)
    here = planned.write(drawings)
    assert planned.begin is not None
    with beside.decks_beside():
        if not beside.is_beside():  # a machine of one core
            return
        assert planned.begin(drawings)() == here
        for process in beside._processes[0]._processes.values():
            process.kill()
            process.join()
        assert planned.begin(drawings)() == here, "it is written here where the process was killed"
        assert planned.begin(drawings)() == here, "and in another one next time"
    assert not beside.is_beside()
