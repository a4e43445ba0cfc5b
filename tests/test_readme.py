"""What the README shows is what its commands print."""

from __future__ import annotations

from .readme import README, pictures, renewed


def test_readme_shows_what_its_commands_print() -> None:
    text = README.read_text(encoding="utf-8")
    assert text.count("$ lmskg ") + text.count("| lmskg query -") >= 2
    assert renewed(text) == text, "run `make readme`"


def test_pictures_are_what_their_commands_draw() -> None:
    found = pictures(README.read_text(encoding="utf-8"))
    assert found
    for path, picture in found.items():
        assert path.read_text(encoding="utf-8") == picture, "run `make readme`"
