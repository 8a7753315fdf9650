"""A cell behaves the same with and without tracking: output, value, failure, names, random state."""

import pytest
from sameness import plain_and_tracked

CELLS = {
    "loop": """
for i in range(4):
    loss = random.random() / (i + 1)
loss
""",
    "function": """
def train(n):
    total = 0.0
    for i in range(n):
        total += np.random.rand()
        v = total / (i + 1)
    return v
train(5)
""",
    "generator": """
def gen():
    for i in range(3):
        x = i / 2
        yield x
list(gen())
""",
    "closure": """
def outer():
    best = 0.0
    def inner():
        nonlocal best
        for i in range(3):
            best = best + i / 2
    inner()
    return best
outer()
""",
    "class": """
class Model:
    def fit(self, X):
        for i in range(3):
            self.loss = i / 2
            err = self.loss / 2
        return self
m = Model().fit(data)
m.loss
""",
    "comprehension": """
[x / 2 for x in data if x > 1]
""",
    "failure in a loop": """
for i in range(5):
    v = 1 / (2 - i)
""",
    "failure in a function": """
def f(n):
    for i in range(n):
        v = 1 / (2 - i)
    return v
f(5)
""",
    "chained failure": """
try:
    1 / 0
except ZeroDivisionError as e:
    raise ValueError('second') from e
""",
    "syntax error": """
x = 1
y = = 2
""",
    "print": """
for i in range(3):
    print(i, end=' ')
    acc = i / 3
print(f'{acc:.3f}')
""",
    "semicolon": """
data;
""",
    "none": """
None
""",
    "deleted name": """
tmp = 5.0
del tmp
3
""",
    "while and else": """
n = 0
while n < 3:
    n += 1
    half = n / 2
else:
    done = True
half
""",
    "walrus": """
while (m := random.random()) < 0.9:
    best = m / 2
m > 0.9
""",
    "augmented attribute": """
class A: pass
a = A(); a.v = 0.0
for i in range(3):
    a.v += i / 2
a.v
""",
    "global statement": """
g = 0.0
def bump():
    global g
    for i in range(3):
        g = g + 0.5
bump()
g
""",
    "locals": """
def f():
    for i in range(2):
        x = i / 2
    return sorted(locals())
f()
""",
    "code object": """
def f():
    for i in range(2):
        x = i / 2
f.__code__.co_varnames, f.__name__, f.__qualname__
""",
    "traceback module": """
import traceback
def f():
    for i in range(2):
        x = i / 2
    return traceback.extract_stack()[-1].name
f()
""",
    "magic within": """
x = !echo hello
x[0]
""",
    "time": """
%time z = sum(data)
z
""",
    "display": """
from IPython.display import display
display('shown')
1
""",
    "stderr": """
import sys
print('to stderr', file=sys.stderr)
""",
    "redirect": """
import io, contextlib
with contextlib.redirect_stdout(io.StringIO()) as f:
    print('x')
f.getvalue()
""",
    "system exit": """
raise SystemExit(3)
""",
    "docstring": """
'''only text'''
""",
    "future": """
from __future__ import annotations
def f(x: Undefined): return 1
f.__annotations__
""",
    "await": """
import asyncio
for i in range(2):
    await asyncio.sleep(0)
    v = i / 2
v
""",
    "async for": """
async def agen():
    for i in range(3):
        yield i / 2
async for a in agen():
    last = a * 2
last
""",
    "threads": """
import threading
out = []
def work():
    for i in range(3):
        v = i / 2
    out.append(v)
t = threading.Thread(target=work); t.start(); t.join()
out
""",
    "pickle": """
import pickle
def f():
    for i in range(2):
        x = i / 2
    return x
pickle.loads(pickle.dumps(f)) is f
""",
    "marshal": """
def f():
    for i in range(2):
        x = i / 2
    return x
import marshal
len(marshal.dumps(f.__code__)) > 0
""",
    "recursion": """
def r(n):
    for i in range(2):
        x = n / 2
    return x if n == 0 else r(n - 1)
r(50)
""",
    "match": """
match data:
    case [a, *rest]:
        k = a / 2
k, rest
""",
    "try finally": """
for i in range(3):
    try:
        v = 1 / i
    except ZeroDivisionError:
        v = float('inf')
    finally:
        w = v / 2
w
""",
    "lambda": """
fs = [lambda x, k=k: x * k / 2 for k in range(3)]
[f(2) for f in fs]
""",
    "star": """
first, *others = (x / 2 for x in data)
others
""",
    "printed figures": """
def accuracy_score(y, p): return 0.75
loss = 0.5
for i in range(3):
    print(i, 'loss', loss / (i + 1), end='; ')
    print('%d %.3f' % (i, loss * i), '{:>8.2f}|{acc!r}'.format(loss, acc=accuracy_score(1, 2)))
accuracy_score(1, 2)
print(f'{loss=} {loss!r:>6} {accuracy_score(1, 2):{8}.{3}}', *data, sep='|')
""",
    "a failure in what is printed": """
def score(n): return 1 / n
for i in (2, 1, 0):
    print('score', score(i),
          f'loss {score(i) * 2:.2f}')
""",
    "a failure of print itself": """
loss = 0.5
print('loss', loss, nothing=loss)
""",
    "identity of what is printed": """
seen = []
class Loss:
    def __format__(self, spec): seen.append((self is loss, spec)); return 'shown'
loss = Loss()
print(f'{loss:.3f}', 'loss', loss is loss)
seen
""",
    "a repr that prints": """
class Node:
    def __init__(self, inner): self.inner = inner
    def __repr__(self): return f'loss({self.inner!r})'
    def show(self): print('loss', self.inner if type(self.inner) is float else self.inner.show())
Node(Node(0.5)).show()
Node(Node(0.5))
""",
    "lines of a shown expression": """
import sys
lines = []
def f():
    loss = 0.5
    print('loss', (loss +
                   1), round(
        loss, 2))
    return f'{loss}'
def tracer(frame, event, arg):
    if frame.f_code.co_name == 'f':
        lines.append((event, frame.f_lineno))
    return tracer
sys.settrace(tracer)
f()
sys.settrace(None)
lines
""",
    "f string": """
for i in range(2):
    s = f'{i / 3:.2f}'
s
""",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    return plain_and_tracked(CELLS, tmp_path_factory)


@pytest.mark.parametrize("name", list(CELLS))
def test_same(outcomes, name):
    plain, tracked = outcomes
    assert tracked[name] == plain[name]
