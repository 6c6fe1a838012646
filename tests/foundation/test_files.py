"""A file is there whole, old or new."""

import os

import pytest

from foundation import files


def test_the_new_content_takes_the_place_of_the_old(tmp_path):
    place = tmp_path / "a" / "b.pdf"
    files.replace(place, b"one")
    files.replace(place, b"two")
    assert place.read_bytes() == b"two"
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.parametrize("name", ["fsync", "fdopen"])
def test_what_goes_wrong_leaves_the_old_one_and_no_litter(tmp_path, monkeypatch, name):
    place = tmp_path / "b.pdf"
    files.replace(place, b"one")

    def full(handle, *arguments):
        os.close(handle) if name == "fdopen" else None
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, name, full)
    with pytest.raises(OSError, match="No space"):
        files.replace(place, b"two")
    assert place.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [place]


def test_there_is_one_writer():
    """Each place that keeps PDFs uses it."""
    from agreements import files as renderings
    from signing import files as signed

    assert renderings.writing is signed.writing is files
