"""Editions on a Dask cluster, docs/cluster.md: two worker processes on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen import library
from reportgen.cluster.archive import packed, unpacked
from reportgen.cluster.parcel import Parcel, unpack
from reportgen.cluster.scheduler import builders
from reportgen.diagnostics import EnvironmentFault, Rule, UsageError
from reportgen.files.project import Project
from reportgen.recipes.build_process import Answer
from test_editions import edited, project

pytestmark = pytest.mark.filterwarnings("ignore")  # of Dask's own


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, processes=True, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        yield str(cluster.scheduler_address)


def test_a_cluster_makes_the_same_bytes_and_a_fault_stops_one_edition(
    tmp_path: Path, scheduler: str
) -> None:
    changed = edited(('::: {.when where="deaths > 0"}', "::: {.when where=\"iso > 'B'\"}"))
    near, far = (
        project(tmp_path / "near", **changed).root,
        project(tmp_path / "far", **changed).root,
    )
    here = library.build(near, to=["pptx"])
    there = library.build(far, to=["pptx"], scheduler=scheduler)
    assert [one.rule for one in there.findings] == [Rule.NO_VALUE]
    assert there.findings == here.findings
    assert sorted(one.path.name for one in there.outputs) == ["sheet-KEN.pptx", "sheet-UGA.pptx"]
    for name in ("sheet-KEN.pptx", "sheet-UGA.pptx"):
        assert (far / "build" / name).read_bytes() == (near / "build" / name).read_bytes()
    again = library.build(far, to=["pptx"], edition=["KEN", "UGA"])
    assert not any(one.changed for one in again.outputs)
    assert not again.findings


@pytest.mark.parametrize("address", ["host:8786", "http://host:8786", "tcp://host", "tls://"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="is no scheduler"):
        builders(address)


def test_an_open_scheduler_elsewhere_is_refused_unless_it_is_meant() -> None:
    with pytest.raises(UsageError, match="--insecure"):
        builders("tcp://192.0.2.7:8786")
    builders("tcp://192.0.2.7:8786", insecure=True)
    for address in ("tcp://127.0.0.1:8786", "tcp://[::1]:8786", "tcp://localhost:8786"):
        builders(address)
    builders("tls://192.0.2.7:8786")


def test_a_scheduler_that_does_not_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.cluster.scheduler.PATIENCE", 0.5)
    project(tmp_path)
    with pytest.raises(EnvironmentFault, match="no scheduler answers") as fault:
        library.build(tmp_path, scheduler="tcp://127.0.0.1:9")
    assert fault.value.command == "dask scheduler --port 9"


def test_the_archive_is_the_same_each_time_and_lacks_what_stays_here(tmp_path: Path) -> None:
    of = project(
        tmp_path / "p",
        **{
            "build/sheet.pdf": "old",
            "do-not-publish.txt": "a name",
            ".git/config": "x",
            "pictures/a.svg": "<svg/>",
        },
    )
    (of.root / "content/out").symlink_to("/etc/hostname")
    one, other = packed(of), packed(of)
    assert one == other
    unpacked(one.data, one.digest, tmp_path / "there")
    found = {
        path.relative_to(tmp_path / "there").as_posix()
        for path in (tmp_path / "there").rglob("*")
        if path.is_file()
    }
    assert "content/sheet.md" in found
    assert "pictures/a.svg" in found
    assert not {one for one in found if one.startswith(("build", "do-not", ".git", "content/out"))}
    with pytest.raises(ValueError, match="not what was sent"):
        unpacked(one.data + b"x", one.digest, tmp_path / "else")


def test_a_failed_edition_leaves_the_files_here_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build/sheet-KEN.pdf").write_bytes(b"old")
    unpack(Parcel(Answer(failed=True)), Project(tmp_path))
    assert (tmp_path / "build/sheet-KEN.pdf").read_bytes() == b"old"
