from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from rich.console import Console

from dragoman import contract
from dragoman.cli.code import Format, run
from dragoman.cli.output import whole_file
from dragoman.cli.progress import Bar
from dragoman.cli.running import Failure, code_inputs, ending_well
from dragoman.errors import DragomanError, InputError, InputNotFound, ModelMissing, NoArticle
from dragoman.model import CodedReport, Page, Report
from tests.example import empty, example


def load(source: str, /, *, on_error: Callable[[InputError], None]) -> Iterator[Page]:
    """Pages that say by their name what is to happen to them; a "folder" has several."""
    for name in source.split("+"):
        if name == "missing":
            on_error(InputNotFound(name, "there is no such file", "look again"))
        elif name == "crash":
            raise RuntimeError("the disk is on fire")
        else:
            yield Page(name=name, data=name.encode())


def read(page: Page) -> Report:
    if page.name == "menu":
        raise NoArticle(page.name, "no article was found on the page")
    return example().report if page.name == "full" else empty().report


class Coder:
    def __init__(self, *, error: BaseException | None = None) -> None:
        self.error = error

    def code(self, report: Report) -> CodedReport:
        if self.error and report.id != empty().report.id:
            raise self.error
        return example() if report.id == example().report.id else empty()


def both(*sources: str, coder: Coder | None = None) -> tuple[list[str], list[Failure]]:
    failures: list[Failure] = []
    coded = code_inputs(sources, load=load, read=read, coder=coder or Coder(), on_failure=failures.append)
    return [name for name, _ in coded], failures


def test_one_failure_never_stops_the_rest() -> None:
    done, failures = both("a", "missing", "b+menu+c", "crash", "d+crash+e", "full")
    assert done == ["a", "b", "c", "d", "full"]
    assert [f.name for f in failures] == ["missing", "menu", "crash", "d+crash+e"]
    assert str(failures[0]) == "missing: there is no such file (look again)"
    assert [f.internal for f in failures] == [False, False, True, True]


def test_a_bug_at_one_page_is_named_with_its_place() -> None:
    done, (failure,) = both("a", "full", "b", coder=Coder(error=TypeError("two\nlines")))
    assert done == ["a", "b"]
    assert failure.internal
    assert failure.problem.startswith("internal error, please report it: TypeError: two (at dragoman/cli/running.py:")


def test_what_no_input_would_escape_ends_the_run() -> None:
    with pytest.raises(ModelMissing):
        both("full", "a", coder=Coder(error=ModelMissing("no model")))
    with pytest.raises(KeyboardInterrupt):
        both("full", "a", coder=Coder(error=KeyboardInterrupt()))


@pytest.mark.parametrize("format", list(Format))
def test_formats_on_standard_output(format: Format, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a", "full", "menu"], format=format, out=None, load=load, read=read, coder=Coder()) == 1
    out, err = capsys.readouterr()
    assert err == "dragoman: menu: no article was found on the page\n"
    match format:
        case Format.JSONL:
            assert [contract.loads(line) for line in out.splitlines()] == [empty(), example()]
        case Format.HTML:
            assert out.count("<!DOCTYPE html>") == 1
            assert 'id="r2-e1"' in out
        case Format.TABLE:
            assert "Nothing was coded" in out
            assert "CONSULT third-party" in out
            assert "\x1b" not in out


@pytest.mark.parametrize("format", list(Format))
def test_a_file_is_whole_or_as_it_was(tmp_path: Path, format: Format) -> None:
    out = tmp_path / "out.txt"
    run(["full"], format=format, out=out, load=load, read=read, coder=Coder())
    first = out.read_text("utf-8")
    assert "Tomás Larraín" in first
    for error in (ModelMissing("no model"), KeyboardInterrupt()):
        with pytest.raises(type(error)):
            run(["a", "full"], format=format, out=out, load=load, read=read, coder=Coder(error=error))
    with pytest.raises(typer.Exit) as ended:
        run(["menu"], format=format, out=out, load=load, read=read, coder=Coder())
    assert ended.value.exit_code == 1
    assert out.read_text("utf-8") == first
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


def test_a_record_that_breaks_the_contract_is_a_failure_of_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(Coder):
        def code(self, report: Report) -> CodedReport:
            coded = super().code(report)
            return replace(coded, report=replace(report, title="\ud800")) if coded.events else coded

    assert run(["full", "a"], format=Format.JSONL, out=None, load=load, read=read, coder=Broken()) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert "full: internal error" in err


def test_files_keep_links_modes_and_devices(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    with whole_file(link) as stream:
        stream.write("new")
        assert real.read_text() == "old"
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o640
    with whole_file(Path(os.devnull)) as stream:
        stream.write("gone")
    assert not Path(os.devnull).is_file()
    with pytest.raises(DragomanError, match="cannot be written"), whole_file(tmp_path / "no" / "where"):
        pass


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (DragomanError("no \x1b[31mway"), 1, "dragoman: no \ufffd[31mway\n"),
        (KeyboardInterrupt(), 130, "dragoman: interrupted\n"),
    ],
)
def test_how_a_command_ends(error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, ending_well():
        raise error
    assert ended.value.exit_code == code
    assert capsys.readouterr().err == said


def test_the_bar_waits_and_leaves_nothing() -> None:
    quiet = io.StringIO()
    with Bar(total=2, console=Console(file=quiet), patience_s=0) as bar:
        bar.advance()
        bar.clear()
    assert quiet.getvalue() == "", "no bar outside a terminal"
    shown = io.StringIO()
    before = threading.active_count()
    with Bar(total=2, console=Console(file=shown, force_terminal=True, width=80), patience_s=0.01) as bar:
        bar.advance()
        for _ in range(100):
            if "1/2" in shown.getvalue():
                break
            threading.Event().wait(0.05)
        bar.clear()
    assert "1/2" in shown.getvalue()
    for _ in range(100):  # a cancelled timer's thread needs a moment to end
        if threading.active_count() <= before:
            break
        threading.Event().wait(0.05)
    assert threading.active_count() <= before
    with Bar(total=2, console=Console(file=(fast := io.StringIO()), force_terminal=True), patience_s=60):
        pass
    assert fast.getvalue() == ""


SLOW = """
import sys, time
sys.path[:0] = [{root!r}]
from tests.cli.test_code_command import load, read, Coder
from dragoman.cli.code import Format, run
from dragoman.cli.running import ending_well
import dragoman.cli as cli, typer
class Slow(Coder):
    def code(self, report):
        if report.id == {full!r}:
            print("waiting", file=sys.stderr, flush=True)
            time.sleep(60)
        return super().code(report)
def go():
    with ending_well():
        run(["a", "full"], format=Format.JSONL, out={out}, load=load, read=read, coder=Slow())
cli.app = typer.Typer(); cli.app.command()(go)
cli.main()
"""


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_runs_leave_nothing_half_written(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    root = str(Path(__file__).parents[2])
    out = f"__import__('pathlib').Path({str(tmp_path / 'out.jsonl')!r})"
    script = SLOW.format(root=root, full=example().report.id, out=out)
    started = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True, cwd=root)
    assert started.stderr is not None
    assert started.stderr.readline() == "waiting\n"
    assert len(list(tmp_path.iterdir())) == 1, "the part lies there"
    started.send_signal(sent)
    _, err = started.communicate(timeout=30)
    assert started.returncode == code
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
