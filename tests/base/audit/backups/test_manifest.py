from __future__ import annotations

import io

import pytest

from kpa_tracker.base.audit.backups.manifest import BackupFault, Manifest, digest_of, place_of, sha256_of

KNOWN = Manifest(made_at="2010-04-12", vendor="sqlite", files={"a": "1"}, tables={"t": [1, "x"]}, heads={"s": [2, "y"]})


def test_what_a_backup_says_of_itself_is_read_as_it_was_written():
    assert Manifest.from_json(KNOWN.to_json()) == KNOWN


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "made_at": "", "x": 1}']
)
def test_anything_else_is_no_backup(content):
    with pytest.raises(BackupFault, match="not a backup"):
        Manifest.from_json(content)


def test_a_backup_of_a_later_version_says_so():
    with pytest.raises(BackupFault, match="later version"):
        Manifest.from_json(KNOWN.to_json().replace(b'"format": 1', b'"format": 2'))


def test_a_digest_tells_rows_their_order_and_their_kinds_apart():
    tables = [[], [(1, "a")], [(1, "a"), (2, "b")], [(2, "b"), (1, "a")], [("1", "a")], [(1, None)], [(1, b"a")]]
    assert len({tuple(digest_of(rows)) for rows in tables}) == len(tables)
    assert digest_of([(memoryview(b"a"),)]) == digest_of([(b"a",)])


def test_the_sum_of_a_file_is_that_of_all_of_it_and_of_its_copy():
    copy, content = io.BytesIO(), b"x" * 3_000_000
    assert sha256_of(io.BytesIO(content), copy) == sha256_of(io.BytesIO(copy.getvalue()))
    assert copy.getvalue() == content


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "media/../../x", "media/../../../x"])
def test_no_file_is_put_outside_the_folder(name, tmp_path):
    with pytest.raises(BackupFault, match="outside"):
        place_of(name, tmp_path)


def test_a_file_is_put_where_it_says(tmp_path):
    assert place_of("media/2010/a.pdf", tmp_path) == tmp_path / "media/2010/a.pdf"
