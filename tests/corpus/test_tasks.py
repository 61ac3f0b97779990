from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.corpus.tasks import Task, digest, plan, shard
from dragoman.errors import InputNotFound
from tests.corpus.made import archive, corpus, table


def test_a_folder_gives_its_archives_one_by_one_and_its_pages_together(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in")
    inside = folder / "more"
    inside.mkdir()
    (inside / "one.txt").write_text("A page.", "utf-8")
    (inside / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(400))
    (inside / "style.css").write_text("a {}", "utf-8")
    tasks, errors = plan([str(folder)])
    assert errors == []
    assert [task.name.removeprefix(f"{folder}/") for task in tasks] == [
        "", "archive-1.warc.gz", "archive-3.warc.gz", "more/", "table-0.jsonl", "table-2.jsonl",
    ]  # fmt: skip
    assert [len(task.paths) for task in tasks] == [3, 1, 1, 1, 1, 1]


def test_what_is_given_twice_is_one_task(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in")
    once, _ = plan([str(folder)])
    more = [str(folder), str(folder / "table-0.jsonl"), f"{folder}/./page-0.txt", f"{folder}/"]
    assert plan(more) == (once, [])


def test_what_cannot_be_an_input_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    file = table(tmp_path / "a.jsonl", 0, 1)
    (tmp_path / "empty").mkdir()
    given = ["-", "https://news.example/feed", str(tmp_path / "none"), str(tmp_path / "empty"), "a\0b", str(file)]
    tasks, errors = plan(given)
    assert [task.name for task in tasks] == [str(file)]
    assert [error.name for error in errors] == given[:-1]
    assert all(type(error) is InputNotFound for error in errors)


def test_shards_part_the_tasks_the_same_way_every_time() -> None:
    tasks = [Task(f"part-{n:04}.warc.gz", (f"part-{n:04}.warc.gz",)) for n in range(400)]
    parts = [shard(tasks, number, 8) for number in range(1, 9)]
    assert sorted((task for part in parts for task in part), key=lambda t: t.name) == tasks
    assert all(25 < len(part) < 75 for part in parts)
    assert [t.name for t in shard(tasks, 3, 8)] == [t.name for t in shard(tasks[::-1], 3, 8)][::-1]
    # By a hash that no process changes: these are its first two for good.
    assert [t.name for t in shard(tasks, 1, 8)][:2] == ["part-0004.warc.gz", "part-0007.warc.gz"]


def test_keys_of_like_names_differ() -> None:
    names = ["a/news.jsonl", "b/news.jsonl", "a/news.jsonl/", "news jsonl", "", "é", "..", "a" * 300]
    keys = [Task(name, ()).key for name in names]
    assert len(set(keys)) == len(names)
    assert all(len(key) < 64 and "/" not in key and not key.startswith(".") for key in keys)


def test_a_digest_is_of_what_the_files_hold(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "in")
    (pages, first, *_), _ = plan([str(folder)])
    before, size = digest(first)
    assert size == (folder / "archive-1.warc.gz").stat().st_size
    archive(folder / "archive-1.warc.gz", 6, 7)
    assert digest(first)[0] != before
    whole, _ = digest(pages)
    (folder / "page-2.txt").rename(folder / "page-3.txt")
    (renamed, *_), _ = plan([str(folder)])
    assert digest(renamed)[0] != whole
    with pytest.raises(InputNotFound):
        digest(pages)
