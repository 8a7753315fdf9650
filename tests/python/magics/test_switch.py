"""``%track on``: cells that train or evaluate become runs without the magic."""

SETUP = """
import math
class Model:
    def fit(self, X): self.w = 1.0; return self
    def score(self, X, y): return math.sqrt(0.25)
def train(n):
    return Model().fit(n)
X, y = [1], [1]
"""

IDLE = ("a = 3", "print(X)", "def later():\n    return Model().fit(X)", "import math", "!ls", "%mltrack runs")


def test_cells_that_work_become_runs_and_others_do_not(kernel):
    kernel.run(SETUP)
    assert kernel.run("model = Model().fit(X)").lines == []
    assert "become runs without" in kernel.run("%track on").stdout
    for idle in IDLE:
        assert kernel.run(idle).lines == [], idle
    line = kernel.run("lr = 0.1\nmodel = Model().fit(X)\nacc = model.score(X, y)\nacc").lines[-1]
    assert (line["status"], line["number"]) == ("finished", 1)
    assert kernel.run("model = train(3)").lines[-1]["number"] == 2
    assert kernel.run("%%track named\nb = 3").lines[-1]["name"] == "named"
    runs = kernel.runs
    assert runs[2].params == {"lr": 0.1} and runs[2].metrics["acc"] == 0.5
    from jupyter_mltrack import current_store
    from jupyter_mltrack.tracking import run_details

    code = run_details(current_store(kernel.folder), runs[2].id).code
    assert code.startswith("lr = 0.1\nmodel")
    kernel.run("%track off")
    assert kernel.run("model = train(3)").lines == []
    assert len(kernel.runs) == 3


def test_a_slip_is_said(kernel):
    assert "it is %track on or %track off" in kernel.run("%track maybe").stdout
    assert "need %%track" in kernel.run("%track").stdout
