"""Briefs in one process have one font map, as long as their faces and files are the same."""

from reportgen.brief.kept_fonts import fonts_of

FACE = '@font-face {{ font-family: "{}"; src: url(theme:fonts/a.ttf) }}'
OURS = FACE.format("Ours")


def test_faces_and_files_make_a_map_and_titles_do_not() -> None:
    now = {"theme:fonts/a.ttf": "1"}
    first = fonts_of(OURS + ' @page { content: "One" }', now.__getitem__)
    first.files.update(now)
    assert fonts_of(OURS + ' @page { content: "Two" }', now.__getitem__) is first
    assert fonts_of(FACE.format("Theirs"), now.__getitem__) is not first
    assert fonts_of(OURS, now.__getitem__) is first
    assert fonts_of(OURS, {"theme:fonts/a.ttf": "2"}.__getitem__) is not first


def test_stylesheets_that_load_others_share_nothing() -> None:
    styles = OURS + "@import url(more.css);"
    assert fonts_of(styles, str) is not fonts_of(styles, str)
