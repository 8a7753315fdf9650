"""Printed text and displayed figures are kept, within limits, and follow the screen."""

import contextlib
import io
import sys
import threading

import pytest

import jupyter_mltrack as mltrack
from jupyter_mltrack.magics.outputs import OutputWatch, keep_outputs
from jupyter_mltrack.magics.printed import KEPT_AT_EACH_END, PrintedText
from jupyter_mltrack.magics.shown_figures import MOST_FIGURES
from jupyter_mltrack.records import CellCapture

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
JPEG = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQ=="


def shown(*texts):
    kept = PrintedText()
    for text in texts:
        kept.add(text)
    return kept.text()


@pytest.mark.parametrize(
    "texts, screen",
    [
        (["a\n", "b"], "a\nb"),
        (["epoch 1\repoch 2\n"], "epoch 2\n"),
        ([f"\r{n}%" for n in range(101)], "100%"),
        (["100\r99"], "990"),
        (["done\r"], "done"),
        (["line\r\nnext\r\n"], "line\nnext\n"),
        (["1/2 [=>.]", "\b" * 9, "2/2 [===]"], "2/2 [===]"),
        (["ab", "\b", "c\n"], "ac\n"),
        (["\b\b\bstart"], "start"),
        (["words of a text\bs\n"], "words of a texs\n"),
        (["\x1b[31mred\x1b[0m \x1b[1A\x1b[2Kup"], "red up"),
        (["\x1b]8;;http://a\x07link\x1b]8;;\x07 \x1b]0;title\x1b\\t"], "link t"),
        (["x" * 5_000], "x" * 4_000 + "…"),
        ([], ""),
    ],
)
def test_the_text_is_what_the_screen_shows(texts, screen):
    assert shown(*texts) == screen


def test_of_much_text_the_beginning_and_the_end_are_kept():
    kept = PrintedText()
    kept.add("first\n")
    for number in range(200_000):
        kept.add(f"line {number}\n")
    kept.add("y" * 10 + "\n" + "x" * 3_000_000 + "\nlast\n")
    assert len("".join(kept._tail)) < 5 * KEPT_AT_EACH_END and len(kept._tail) < 5_000, "memory is bounded"
    text = kept.text()
    assert text.startswith("first\nline 0\n") and "characters left out" in text
    assert len(text) < 2 * KEPT_AT_EACH_END + 100

    kept = PrintedText()
    for number in range(20_000):
        kept.add(f"line {number}\n")
    whole = "".join(f"line {number}\n" for number in range(20_000))
    head, _, tail = kept.text().partition("… ")
    count, _, tail = tail.partition(" characters left out …\n")
    assert head and tail.endswith("line 19999\n") and tail.startswith("line ")
    assert len(head) + int(count.replace(",", "")) + len(tail) == len(whole)
    assert whole.startswith(head) and whole.endswith(tail)


def test_threads_may_print_at_the_same_time():
    kept, faults = PrintedText(), []

    def work(name):
        try:
            for number in range(20_000):
                kept.add(f"{name}{number} ")
        except Exception as error:  # noqa: BLE001 whatever it is
            faults.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    old = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(old)
    assert not faults and kept.text()


class Stream(io.StringIO):
    """A stream that takes attributes."""


class Shell:
    """What of IPython's shell is followed."""

    class Display:
        def __init__(self):
            self.seen = []

        def publish(self, data, metadata=None, *, transient=None, update=False, **named):
            self.seen.append(data)

        def clear_output(self, wait=False):
            self.seen.append("cleared")

        def write_format_data(self, format_dict, md_dict=None):
            self.seen.append(format_dict)

    def __init__(self):
        self.display_pub, self.displayhook = self.Display(), self.Display()


@pytest.fixture
def shell():
    return Shell()


@pytest.fixture
def stream(monkeypatch):
    """Gives a stream the place of standard output; not in the fixture itself, after which pytest puts its own there."""

    def take():
        monkeypatch.setattr(sys, "stdout", Stream())
        return sys.stdout

    return take


def kept_of(watch):
    watch.stop()
    capture = CellCapture()
    keep_outputs(capture, watch, str, str)
    return capture


def figures_of(watch):
    return [(file.path, file.content) for file in kept_of(watch).files if file.kind == "figure"]


def png(shell, display_id=None, update=False, **more):
    transient = {"display_id": display_id} if display_id else {}
    shell.display_pub.publish({"image/png": PNG, **more}, {}, transient=transient, update=update)


def test_figures_become_files(shell):
    watch = OutputWatch(shell)
    png(shell)
    shell.display_pub.publish({"image/svg+xml": "<svg/>", "image/png": PNG})
    shell.display_pub.publish({"image/jpeg": JPEG})
    shell.displayhook.write_format_data(
        {"application/vnd.plotly.v1+json": {"data": [1.5]}, "text/html": "x"}, {}
    )
    shell.display_pub.publish({"application/vnd.vegalite.v6+json": {"mark": "bar"}})
    shell.display_pub.publish({"text/html": "<img src='data:image/png;base64,'>"})
    shell.display_pub.publish({"application/vnd.mltrack.run+json": {}, "image/png": PNG})
    paths = [path.removeprefix("figures/") for path, _ in figures_of(watch)]
    assert paths == [
        "figure-1.png",
        "figure-2.svg",
        "figure-3.jpg",
        "figure-4.plotly.json",
        "figure-5.vl.json",
    ]
    assert len(shell.display_pub.seen) + len(shell.displayhook.seen) == 7, "and all were displayed"


def test_figures_follow_the_screen(shell):
    watch = OutputWatch(shell)
    png(shell)
    for _ in range(5):
        shell.display_pub.clear_output(wait=True)
        png(shell)
    assert len(watch.figures._shown) == 1
    shell.display_pub.clear_output()
    png(shell, "live")
    png(shell, "live", update=True)
    png(shell, "other")
    shell.display_pub.publish({"text/plain": "gone"}, {}, transient={"display_id": "other"}, update=True)
    assert len(figures_of(watch)) == 1 and watch.cleared

    watch = OutputWatch(shell)
    png(shell)
    shell.display_pub.clear_output(True)
    print("what comes next clears what was there, text as well")
    assert figures_of(watch) == []

    watch = OutputWatch(shell)
    png(shell)
    shell.display_pub.clear_output(True)
    assert len(figures_of(watch)) == 1, "nothing came"


def test_limits_are_said(shell):
    watch = OutputWatch(shell)
    for _ in range(MOST_FIGURES + 2):
        png(shell)
    shell.display_pub.publish({"image/png": "A" * 30_000_000})
    capture = kept_of(watch)
    assert len(capture.files) == MOST_FIGURES and capture.left_out[0].rule == "figure.limit"
    assert capture.left_out[0].reason.startswith("3 more")


class Hostile(dict):
    def _no(self, *given):
        raise ValueError("asked")

    __iter__ = keys = items = __getitem__ = __contains__ = __len__ = __bool__ = __eq__ = _no
    __hash__ = None


class HostileName:
    def __str__(self):
        raise ValueError("asked")


def test_whatever_is_displayed_goes_its_way_and_is_not_asked(shell):
    around = {}
    around["data"] = around
    bundles = [
        Hostile(), {HostileName(): 1}, None, 5, [], {"image/png": Hostile()}, {"image/png": "no image"},
        {"image/png": PNG[:-3]}, {"application/vnd.plotly.v1+json": {"data": object()}}, {"image/svg+xml": 3},
        {"application/vnd.plotly.v1+json": around}, {"image/svg+xml": "\ud800"},
    ]  # fmt: skip
    watch = OutputWatch(shell)
    for bundle in bundles:
        shell.display_pub.publish(bundle, transient=None)
    shell.display_pub.publish({"image/png": PNG}, transient={"display_id": []})
    shell.display_pub.clear_output(wait=Hostile())
    assert len(shell.display_pub.seen) == len(bundles) + 2
    capture = kept_of(watch)
    assert watch.faults == []
    assert [file.media_type for file in capture.files] == []
    # ``wait`` was no truth value that could be told, so all was cleared at once.


def test_a_fault_in_following_is_kept_and_nothing_else_happens(shell, stream, monkeypatch):
    stream()
    watch = OutputWatch(shell)
    monkeypatch.setattr(watch.printed, "add", lambda text: 1 / 0)
    print("a")
    print("b")
    assert sys.stdout.getvalue() == "a\nb\n"
    watch.stop()
    assert [type(error) for error in watch.faults] == [ZeroDivisionError]


def test_what_is_printed_elsewhere_is_not_the_cells(shell, stream):
    stream()
    watch = OutputWatch(shell)
    print("seen", flush=True)
    with contextlib.redirect_stdout(io.StringIO()):
        print("hidden")
    print("\ud800 half", end="")
    capture = kept_of(watch)
    assert capture.files[0].content == b"seen\n? half"


@pytest.mark.parametrize("first_to_end", [0, 1])
def test_cells_that_overlap_leave_nothing_behind(shell, stream, first_to_end):
    stream = stream()
    watches = [OutputWatch(shell), OutputWatch(shell)]
    print("both")
    watches[first_to_end].stop()
    print("one")
    watches[1 - first_to_end].stop()
    print("none")
    texts = [watch.printed.text() for watch in watches]
    assert texts[first_to_end] == "both\n" and texts[1 - first_to_end] == "both\none\n"
    assert not {"write"} & vars(stream).keys() and stream.getvalue() == "both\none\nnone\n"
    for owner in (shell.display_pub, shell.displayhook):
        assert vars(owner).keys() == {"seen"}


def test_who_follows_the_stream_after_us_is_left_alone(shell, stream):
    stream = stream()
    watch = OutputWatch(shell)
    ours = stream.write
    stream.write = lambda text: ours(text.upper())
    watch.stop()
    print("a")
    assert stream.getvalue() == "A\n" and watch.printed.text() == ""


def test_secrets_are_masked_in_text_and_figures(notebook, monkeypatch):
    monkeypatch.setenv("MY_API_TOKEN", "plainwordsofatoken")
    notebook.run("password = 'correct horse battery'")
    notebook.track(
        "import os\nfrom IPython.display import SVG, display\n"
        "print('uses', password, os.environ['MY_API_TOKEN'], 'AKIAIOSFODNN7EXAMPLE')\n"
        "display({'image/svg+xml': f'<svg>{password}</svg>'}, raw=True)\nv = measured(1)"
    )
    run = notebook.newest
    store = mltrack.current_store()
    texts = [store.blobs.read(artifact.blob).decode() for artifact in run.artifacts]
    text = next(text for text in texts if text.startswith("uses"))
    for secret in ("horse", "plainwords", "AKIA"):
        assert not any(secret in text for text in texts), secret
    assert "•••" in text


def test_nothing_of_a_cell_that_is_not_tracked(notebook):
    notebook.run("print('before')")
    run = notebook.track("print('mine')\nv = measured(1)")
    notebook.run("print('after')")
    assert mltrack.current_store().blobs.read(run.artifacts[0].blob) == b"mine\n"
    assert len(notebook.newest.artifacts) == 1


def test_matplotlib(kernel):
    pytest.importorskip("matplotlib_inline")
    kernel.run("import matplotlib.pyplot as plt")
    kernel.run(
        "%%track\nplt.plot([1, 2]); plt.show()\nprint('between')\nplt.plot([2, 1]); plt.close()\n"
        "fig, ax = plt.subplots(); ax.plot([1, 3]); loss = max([0.5])"
    )
    run = kernel.runs[0]
    assert [artifact.path for artifact in run.artifacts] == [
        "figures/figure-1.png", "figures/figure-2.png", "output.txt",
    ]  # fmt: skip
    kernel.run("plt.plot([1]); plt.show()")
    assert len(kernel.runs[0].artifacts) == 3


def test_figures_of_libraries(kernel):
    """With the packages that are there: plotly, altair."""
    cell = "%%track\nfrom IPython.display import Image, display\nimport base64\n"
    cell += f"display(Image(data=base64.b64decode({PNG!r})))\nloss = max([0.5])\n"
    count = 1
    with contextlib.suppress(ImportError):
        import plotly  # noqa: F401

        cell += "import plotly.graph_objects as go\nimport plotly.io as pio\n"
        cell += "pio.renderers.default = 'plotly_mimetype'\n"
        cell += "import numpy as np\nfigure = go.Figure(go.Scatter(y=np.arange(5.0)))\nfigure.show()\n"
        count += 1
    with contextlib.suppress(ImportError):
        import altair  # noqa: F401

        cell += "import altair as alt\nalt.renderers.enable('mimetype')\n"
        cell += "alt.Chart(alt.Data(values=[{'a': 1}])).mark_bar().encode(x='a:Q')"
        count += 1
    kernel.run(cell)
    run = kernel.runs[0]
    assert len([artifact for artifact in run.artifacts if artifact.kind == "figure"]) == count, run.left_out
