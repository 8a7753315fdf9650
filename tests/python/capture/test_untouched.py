"""The user's cell is what it would be without tracking."""

import ast
import builtins

import pytest

HOSTILE = """
class Hostile:
    def __repr__(self): raise RuntimeError("repr")
    def __eq__(self, other): raise RuntimeError("eq")
    def __bool__(self): raise RuntimeError("bool")
    def __float__(self): raise RuntimeError("float")
    def __getattr__(self, name): raise RuntimeError("getattr")
    def __hash__(self): raise RuntimeError("hash")
"""


def test_objects_that_fight_back(notebook):
    notebook.run(HOSTILE + "thing = Hostile()")
    run = notebook.track("other = thing\nfor i in range(2):\n    mine = Hostile()\nacc = measured(0.75)")
    assert run.status == "finished"
    assert run.metrics == {"acc": 0.75}


def test_a_class_that_claims_to_be_numpys_is_not_trusted(notebook):
    notebook.run("class float64:\n    __module__ = 'numpy'\n    def __float__(self): raise SystemExit")
    assert notebook.track("x = float64()\nacc = measured(0.3)").status == "finished"


def test_names_and_builtins_are_as_before(notebook):
    notebook.run("a = 1")
    plain = set(notebook.shell.user_ns)
    before = set(vars(builtins))
    code = "for i in range(3):\n    loss = i / 2\ndef f():\n    for j in range(2):\n        v = j / 3\n    return v\n"
    code += "z = f()"
    notebook.track(code)
    new = {name for name in set(notebook.shell.user_ns) - plain if not name.startswith("_")}
    assert new == {"i", "loss", "f", "z"}
    assert set(vars(builtins)) == before
    assert notebook.shell.ast_transformers == []


def test_a_function_keeps_its_own_code(notebook):
    notebook.track("def f(n):\n    for i in range(n):\n        v = i / 3\n    return v\nz = f(3)")
    code = notebook.shell.user_ns["f"].__code__
    assert not any(
        "mltrack" in repr(constant) or "InFunction" in repr(constant) for constant in code.co_consts
    )


def test_the_result_of_the_cell_and_its_numbers(notebook):
    result = notebook.run("%%track\nx = 2\nx * 3")
    assert result.result == 6
    assert notebook.shell.user_ns["_"] == 6
    assert result.execution_count == 1


def test_a_failure_keeps_its_line(notebook):
    result = notebook.run("%%track\nx = 1\ny = 2\nx / 0")
    trace = result.error_in_exec.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    assert trace.tb_lineno == 4
    assert notebook.newest.failure.traceback.count("IPython") == 0


def test_a_syntax_error_is_the_users(notebook):
    result = notebook.run("%%track\nx = = 1")
    assert isinstance(result.error_before_exec, SyntaxError)
    assert notebook.newest.status == "failed"
    assert notebook.newest.failure.type == "SyntaxError"


def test_an_exception_whose_text_fails(notebook):
    notebook.run("class Bad(Exception):\n    def __str__(self): raise RuntimeError('no')")
    run = notebook.track("raise Bad()")
    assert run.status == "failed"


def test_magics_within_the_cell(notebook):
    run = notebook.track("%time acc = measured(0.7)\nlr = 0.1")
    assert run.metrics["acc"] == 0.7
    assert run.params["lr"] == 0.1


@pytest.mark.parametrize("order", ["%%time\n%%track svc\n", "%%track svc\n%%time\n"])
def test_together_with_time(notebook, order):
    notebook.run(f"{order}lr = 0.1\nfor i in range(3):\n    loss = i / 4\nacc = measured(0.7)")
    run = notebook.newest
    assert (run.name, run.status) == ("svc", "finished")
    assert run.params["lr"] == 0.1
    assert run.metrics["acc"] == 0.7
    assert run.summaries["loss"].count == 3


def test_await_at_top_level(notebook):
    run = notebook.track(
        "import asyncio\nfor i in range(2):\n    await asyncio.sleep(0)\n    loss = i / 2\nacc = loss + 0.5"
    )
    assert run.status == "finished"
    assert run.metrics["acc"] == 1.0


def test_other_ast_transformers_still_work(notebook):
    class Doubles(ast.NodeTransformer):
        def visit_Constant(self, node):
            return ast.Constant(node.value * 2) if type(node.value) is float else node

    doubles = Doubles()
    notebook.shell.ast_transformers.append(doubles)
    run = notebook.track("for i in range(2):\n    loss = 0.25 * (i + 1)")
    assert notebook.shell.user_ns["loss"] == 1.0
    assert run.metrics["loss"] == 1.0
    assert notebook.shell.ast_transformers == [doubles]


def test_an_untracked_cell_is_left_alone(notebook):
    notebook.run("for i in range(3):\n    loss = i / 2\n'%%track'")
    assert notebook.runs == []


def test_cells_within_cells(notebook):
    notebook.run(
        "%%track outer\nget_ipython().run_cell('%%track inner\\nx = measured(3.0)')\ny = measured(1.5)"
    )
    inner, outer = notebook.runs
    assert (inner.name, inner.metrics) == ("inner", {"x": 3.0})
    assert outer.name == "outer" and outer.metrics["y"] == 1.5


def test_output_is_counted(notebook):
    import sys

    stream, write = sys.stdout, sys.stdout.write
    assert notebook.track("print('abcä')").stdout_bytes == len("abcä\n".encode())
    assert sys.stdout is stream and sys.stdout.write == write


def test_a_function_sent_to_a_process_without_this_package(notebook, tmp_path):
    """Cloudpickle sends functions by value; what tracking adds must come with them as nothing but Python."""
    import subprocess
    import sys

    pytest.importorskip("cloudpickle")
    notebook.track(
        "import cloudpickle\ndef f(n):\n    for i in range(n):\n        loss = i / 2\n    return loss\n"
        f"open({str(tmp_path / 'f.pkl')!r}, 'wb').write(cloudpickle.dumps(f))\nf(3)"
    )
    assert notebook.newest.summaries["loss"].count == 3
    program = (
        "import pickle, sys\nsys.modules['jupyter_mltrack'] = None\n"
        f"print(pickle.load(open({str(tmp_path / 'f.pkl')!r}, 'rb'))(5))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "2.0\n", done.stderr


DEEP = """
def depth(n=0):
    try:
        for i in range(2):
            loss = n / 2
        return depth(n + 1)
    except RecursionError:
        return n
reached = depth()
"""


def test_a_recursion_goes_as_deep_as_without(notebook):
    notebook.run(DEEP)
    plain = notebook.shell.user_ns["reached"]
    notebook.run("%%track" + DEEP)
    assert notebook.newest.summaries["loss"].count > plain
    assert notebook.shell.user_ns["reached"] == plain


LINES = """
import sys
lines = []
def f():
    for i in range(2):
        loss = (i /
                2)
        y = loss * 2
    return loss
def tracer(frame, event, arg):
    if frame.f_code.co_name == "f":
        lines.append((event, frame.f_lineno))
    return tracer
sys.settrace(tracer)
f()
sys.settrace(None)
"""


def test_debuggers_and_coverage_see_the_lines_that_they_would_see(notebook):
    notebook.run("# a comment in place of the line" + LINES)
    plain = notebook.shell.user_ns["lines"]
    notebook.run("%%track" + LINES)
    assert notebook.newest.summaries["loss"].count == 2
    assert notebook.shell.user_ns["lines"] == plain


def test_a_wrong_call_of_write_says_what_it_says_without(notebook, capsys):
    code = "import sys\ntry:\n    sys.stdout.write(nothing='x')\nexcept TypeError as e:\n    said = str(e)"
    notebook.run(code)
    plain = notebook.shell.user_ns["said"]
    notebook.track(code)
    assert notebook.shell.user_ns["said"] == plain


def test_a_line_that_stands_twice(notebook):
    result = notebook.run("%%track first\n%%track second\nx = 1\nx / 0")
    assert isinstance(result.error_in_exec, ZeroDivisionError)
    assert "line 4" in notebook.newest.failure.traceback
    assert notebook.newest.name == "first"
