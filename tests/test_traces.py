"""What is laid to a figure module is what it does itself: beside it a preview answers."""

from pathlib import Path
from threading import Event, Thread

from reportgen.drawing.traces import traces


def test_what_others_do_while_a_module_draws_is_not_laid_to_it(tiny: Path) -> None:
    begun, done, ended = Event(), Event(), Event()

    def serve() -> None:
        begun.wait(9)
        (tiny / "content/brief.md").read_text()
        Thread(target=ended.wait, args=(9,), name="theirs").start()
        done.set()

    Thread(target=serve).start()
    with traces(tiny) as left:
        begun.set()
        assert done.wait(9)
        mine = Thread(target=(tiny / "content/facts.yaml").read_text)
        mine.start()
        mine.join()
        assert left.left_over() == ""
        Thread(target=ended.wait, args=(9,), name="its").start()
        assert left.left_over() == "its"
    ended.set()
    assert list(left.opened) == ["content/facts.yaml"]
