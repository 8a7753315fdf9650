"""Cells that watch what runs them behave the same tracked: hooks, filters, options, streams, other processes."""

import pytest
from sameness import plain_and_tracked

CELLS = {
    "a shown figure": """
import matplotlib.pyplot as plt
fig, ax = plt.subplots(figsize=(2, 2))
ax.plot(data)
plt.show()
plt.get_fignums(), plt.rcParams['figure.dpi']
""",
    "a figure as the value": """
%matplotlib inline
import matplotlib.pyplot as plt
fig = plt.figure(figsize=(2, 2))
fig.add_subplot().hist(data)
fig
""",
    "a figure left open": """
import matplotlib.pyplot as plt
plt.plot(data)
plt.title('loss')
""",
    "options of pandas": """
import pandas as pd
pd.set_option('display.precision', 2)
frame = pd.DataFrame({'loss': [0.12345, 0.2], 'name': ['a' * 80, 'b']})
with pd.option_context('display.max_colwidth', 10):
    print(frame)
shown = pd.get_option('display.precision'), pd.get_option('display.max_colwidth')
pd.reset_option('display.precision')
shown
""",
    "a setting with a copy": """
import pandas as pd
frame = pd.DataFrame({'a': [1, 2, 3]})
part = frame[frame.a > 1]
part['score'] = part.a / 2
frame.attrs, list(part.columns)
""",
    "filters of warnings": """
import warnings
before = len(warnings.filters)
warnings.simplefilter('error')
try:
    warnings.warn('no')
    said = None
except UserWarning as error:
    said = str(error)
warnings.filters.pop(0)
said, len(warnings.filters) - before
""",
    "a warning once": """
import warnings
def careless():
    warnings.warn('careless loss', DeprecationWarning, stacklevel=2)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    for i in range(3):
        careless()
        loss = i / 2
[(str(one.message), one.lineno) for one in caught]
""",
    "a profiler": """
import sys
calls = []
def profiler(frame, event, arg):
    if frame.f_code.co_filename.startswith('<') is False and event == 'call' and frame.f_code.co_name in ('g', 'h'):
        calls.append(frame.f_code.co_name)
def h(x): return x / 2
def g():
    for i in range(3):
        loss = h(i)
    return loss
sys.setprofile(profiler)
g()
sys.setprofile(None)
calls
""",
    "hooks of the interpreter": """
import sys, threading, builtins
(sys.gettrace(), sys.getprofile(), sys.excepthook.__name__, sys.displayhook.__class__.__name__,
 type(sys.stdout).__name__, sys.stdout.encoding, builtins.print is print, builtins.__import__.__module__,
 sys.getswitchinterval())
""",
    "modules": """
import sys
before = set(sys.modules)
import fractions
sorted(name for name in set(sys.modules) - before if 'mltrack' in name), __name__, '__file__' in globals()
""",
    "threads that print": """
import threading, time
def work(number):
    for step in range(3):
        loss = number / (step + 1)
        time.sleep(0.001)
    results[number] = loss
results = {}
threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
sorted(results.items()), threading.current_thread() is threading.main_thread()
""",
    "a pool": """
from concurrent.futures import ThreadPoolExecutor
def score(x):
    for i in range(2):
        loss = x * i / 2
    return loss
with ThreadPoolExecutor(2) as pool:
    losses = list(pool.map(score, data))
losses
""",
    "a generator closed early": """
closed = []
def batches():
    try:
        for i in range(10):
            loss = i / 2
            got = yield loss
            if got: closed.append(got)
    except GeneratorExit:
        closed.append('closed')
        raise
gen = batches(); next(gen); gen.send('sent'); gen.close()
closed
""",
    "tasks": """
import asyncio
async def one(number):
    for step in range(3):
        await asyncio.sleep(0)
        loss = number / (step + 1)
    return loss
both = await asyncio.gather(*(one(n) for n in (1, 2)), return_exceptions=True)
task = asyncio.ensure_future(asyncio.sleep(10)); task.cancel()
try:
    await task
except asyncio.CancelledError:
    both.append('cancelled')
both
""",
    "names that come and go": """
for i in range(3):
    loss = i / 2
    del loss
kept = 'loss' in globals(), 'i' in dir()
del i
kept
""",
    "globals by hand": """
for step in range(3):
    globals()[f'loss_{step}'] = step / 2
    exec(f'acc_{step} = {step} / 4')
eval('loss_2 + acc_2'), sorted(name for name in vars() if name.startswith(('loss', 'acc')))
""",
    "random state of NumPy": """
state = np.random.get_state()
rng = np.random.default_rng(3)
for i in range(3):
    loss = rng.random() + np.random.rand()
drawn = np.random.rand()
np.random.set_state(state)
loss, drawn, rng.bit_generator.state['state']['state']
""",
    "a failure deep within": """
def outer(rate):
    def inner(n):
        for i in range(n):
            loss = 1 / (rate - i)
        return loss
    return [inner(k) for k in (1, 5)]
try:
    outer(2)
except ZeroDivisionError as error:
    raise RuntimeError(f'training failed: {error}') from None
""",
    "a failure with notes": """
class Diverged(Exception):
    def __init__(self, loss): super().__init__(f'loss {loss}'); self.loss = loss
def train():
    for i in range(3):
        loss = float('nan') if i == 2 else 1.0
        if loss != loss:
            error = Diverged(loss); error.args += (i,)
            raise error
train()
""",
    "lines of a traceback": """
import traceback
def train(n):
    for i in range(n):
        loss = 1 / (2 - i)
    return loss
try:
    train(4)
except ZeroDivisionError:
    found = [(frame.name, frame.line) for frame in traceback.extract_tb(__import__('sys').exc_info()[2])]
found[-1], len(found)
""",
    "an interrupt of its own": """
import _thread, time
for i in range(3):
    loss = i / 2
raise KeyboardInterrupt
""",
    "an interrupt that is caught": """
import signal, os
try:
    for i in range(3):
        loss = i / 2
        if i == 1:
            signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    stopped = i
stopped, signal.getsignal(signal.SIGINT).__name__
""",
    "time below": """
%%time
for i in range(3):
    loss = i / 2
loss
""",
    "capture below": """
%%capture kept
print('quiet')
loss = 0.5
loss
""",
    "timeit": """
calls = 0
def once():
    global calls
    calls += 1
result = %timeit -n 2 -r 1 -o -q once()
calls, result.loops
""",
    "another process": """
import subprocess, sys
done = subprocess.run([sys.executable, '-c', 'print("from below")'], capture_output=True, text=True)
print(done.stdout, end='')
import os
os.system('true'), sorted(name for name in os.environ if 'MLTRACK' in name)
""",
    "a forked process": """
import os
child = os.fork()
if child == 0:
    loss = 0.5
    os._exit(7)
os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
""",
    "handlers of logging": """
import logging, io
stream = io.StringIO()
log = logging.getLogger('trainer'); log.setLevel(logging.INFO); log.propagate = False
log.handlers[:] = [logging.StreamHandler(stream)]
for i in range(2):
    loss = i / 2
    log.info('loss %.2f', loss)
logging.getLogger().handlers, logging.root.level, stream.getvalue()
""",
    "a stream of its own": """
import sys
class Tee:
    def __init__(self, inner): self.inner, self.kept = inner, []
    def write(self, text): self.kept.append(text); return self.inner.write(text)
    def flush(self): self.inner.flush()
real, sys.stdout = sys.stdout, Tee(sys.stdout)
print('loss', 0.5)
tee, sys.stdout = sys.stdout, real
tee.kept
""",
    "an output that is updated": """
from IPython.display import clear_output, display, HTML
handle = display('first', display_id='one')
for i in range(2):
    clear_output(wait=True)
    print('step', i)
    handle.update(f'loss {i / 2}')
display(HTML('<b>done</b>'))
""",
    "inspection": """
import inspect
def fit(X, lr=0.1):
    for i in range(3):
        loss = lr * i
    return loss
fit(data)
inspect.getsource(fit), inspect.signature(fit), fit.__code__.co_consts, fit.__code__.co_stacksize > 0
""",
    "frames": """
import sys
def fit():
    for i in range(2):
        loss = i / 2
        names = sorted(sys._getframe().f_locals)
    return names, sys._getframe(1).f_code.co_name, sys._getframe().f_lineno
fit()
""",
    "references": """
import gc, sys, weakref
class Model: pass
model = Model(); alive = weakref.ref(model)
for i in range(3):
    model.loss = i / 2
count = sys.getrefcount(model)
del model
gc.collect()
count, alive() is None, gc.isenabled(), gc.get_threshold()
""",
    "an object that counts reads": """
class Watched(float):
    reads = []
    def __float__(self): Watched.reads.append('float'); return 0.5
    def __repr__(self): Watched.reads.append('repr'); return 'watched'
    def __eq__(self, other): Watched.reads.append('eq'); return True
    __hash__ = float.__hash__
    def __getattribute__(self, name): Watched.reads.append(name); return super().__getattribute__(name)
for i in range(2):
    loss = Watched(0.5)
list(Watched.reads)
""",
    "a model and its state": """
import numpy as np
from sklearn.linear_model import SGDClassifier
X, y = np.random.rand(40, 3), np.arange(40) % 2
model = SGDClassifier(max_iter=5, tol=None, random_state=0)
seen = []
for epoch in range(3):
    model.partial_fit(X, y, classes=[0, 1])
    acc = model.score(X, y)
    seen.append(acc)
seen, sorted(vars(model)), type(model).fit.__module__, model.fit.__qualname__
""",
    "a method of its own": """
from sklearn.dummy import DummyClassifier
class Louder(DummyClassifier):
    def fit(self, X, y, sample_weight=None):
        print('fitting', sample_weight)
        return super().fit(X, y, sample_weight)
model = Louder(strategy='prior').fit([[0], [1]], [0, 1])
model, DummyClassifier.fit is Louder.__mro__[1].fit
""",
    "the shell itself": """
ip = get_ipython()
(len(ip.ast_transformers) >= 0, ip.execution_count > 0, ip.display_formatter.__class__.__name__,
 sorted(ip.user_ns_hidden)[:3], _oh is Out, [type(one).__name__ for one in ip.input_transformers_post])
""",
    "a value shown twice": """
from IPython.display import display
import pandas as pd
frame = pd.DataFrame({'accuracy': [0.5, 0.75]})
display(frame)
frame
""",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    return plain_and_tracked(CELLS, tmp_path_factory)


@pytest.mark.parametrize("name", list(CELLS))
def test_same(outcomes, name):
    plain, tracked = outcomes
    assert tracked[name] == plain[name]
