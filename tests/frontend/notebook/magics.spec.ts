import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { LOAD_MAGICS, MagicsLoader } from '../../../src/notebook/magics';
import { FakeSettings, settled } from '../fakes';

class FakeKernel {
  constructor(
    readonly name = 'python3',
    private readonly _loaded: unknown = 'True',
    private readonly _status = 'ok'
  ) {}

  isDisposed = false;
  readonly sent: { code: string; [key: string]: unknown }[] = [];

  get spec() {
    const language = this.name.startsWith('python') ? 'python' : 'R';
    return Promise.resolve({ language });
  }

  requestExecute(content: { code: string }) {
    this.sent.push(content);
    const expressions = { loaded: { data: { 'text/plain': this._loaded } } };
    return {
      done: Promise.resolve({
        content: { status: this._status, user_expressions: expressions }
      })
    };
  }

  get kernel(): Kernel.IKernelConnection {
    return this as unknown as Kernel.IKernelConnection;
  }
}

class FakeSession {
  constructor(kernel: FakeKernel | null = null) {
    this.session = kernel ? { kernel } : null;
  }

  session: { kernel: FakeKernel } | null;
  readonly kernelChanged = new Signal<this, unknown>(this);
  readonly statusChanged = new Signal<this, Kernel.Status>(this);
  readonly disposed = new Signal<this, void>(this);

  start(kernel: FakeKernel): void {
    this.session = { kernel };
    this.kernelChanged.emit({});
  }

  get context(): ISessionContext {
    return this as unknown as ISessionContext;
  }
}

const byName = (kernel: Kernel.IKernelConnection) =>
  kernel.name.startsWith('python');

async function loader(settings = new FakeSettings(), isPython = byName) {
  const made = new MagicsLoader(settings, isPython);
  await settled();
  return made;
}

it('asks silently, and binds no name in the kernel', async () => {
  const kernel = new FakeKernel();
  (await loader()).follow(new FakeSession(kernel).context);
  expect(kernel.sent).toHaveLength(1);
  expect(kernel.sent[0]).toMatchObject({
    code: LOAD_MAGICS,
    silent: true,
    store_history: false,
    stop_on_error: false,
    allow_stdin: false
  });
  expect(LOAD_MAGICS).not.toMatch(/\n|;|^\s*(import|from)\b|[^=!<>]=[^=]/);
});

it('asks before a cell that is run as soon as the kernel is there', async () => {
  const session = new FakeSession();
  (await loader()).follow(session.context);
  const kernel = new FakeKernel();
  session.start(kernel);
  kernel.requestExecute({ code: 'a cell' });
  expect(kernel.sent.map(({ code }) => code)).toEqual([LOAD_MAGICS, 'a cell']);
});

it('waits for the settings, and leaves the kernel alone where they say so', async () => {
  const kernel = new FakeKernel();
  const early = new MagicsLoader(new FakeSettings(false), byName);
  early.follow(new FakeSession(kernel).context);
  await settled();
  expect(kernel.sent).toEqual([]);
});

it('loads into kernels that are there when the setting is switched on', async () => {
  const settings = new FakeSettings(false);
  const kernel = new FakeKernel();
  (await loader(settings)).follow(new FakeSession(kernel).context);
  settings.changed.emit();
  expect(kernel.sent).toEqual([]);
  settings.loadMagics = true;
  settings.changed.emit();
  settings.changed.emit();
  expect(kernel.sent).toHaveLength(1);
});

it('leaves kernels of other languages alone, also when only the kernel knows', async () => {
  const kernel = new FakeKernel('ir');
  (await loader()).follow(new FakeSession(kernel).context);
  const asked = await loader(new FakeSettings(), () => null as never);
  asked.follow(new FakeSession(kernel).context);
  await settled();
  expect(kernel.sent).toEqual([]);
  expect(await asked.load(kernel.kernel)).toBe('not-python');
});

it.each(['restarting', 'autorestarting'] as const)(
  'asks again when the kernel is %s, after its old requests are forgotten',
  async status => {
    const kernel = new FakeKernel();
    const session = new FakeSession(kernel);
    (await loader()).follow(session.context);
    session.statusChanged.emit(status);
    kernel.sent.length = 0;
    await settled();
    expect(kernel.sent).toHaveLength(1);
  }
);

it('follows a notebook once, and not after its end', async () => {
  const session = new FakeSession();
  const made = await loader();
  made.follow(session.context);
  made.follow(session.context);
  const kernel = new FakeKernel();
  session.start(kernel);
  expect(kernel.sent).toHaveLength(1);
  session.disposed.emit();
  session.start(kernel);
  expect(kernel.sent).toHaveLength(1);
});

it.each([
  [new FakeKernel('python3', 'True'), 'loaded'],
  [new FakeKernel('python3', 'False'), 'no-package'],
  [new FakeKernel('python3', undefined, 'error'), 'failed']
])('tells what came of it', async (kernel, state) => {
  expect(await (await loader()).load(kernel.kernel)).toBe(state);
});

it('takes no offence at a kernel that goes away', async () => {
  const kernel = new FakeKernel();
  kernel.requestExecute = () => ({ done: Promise.reject(new Error('gone')) });
  (await loader()).follow(new FakeSession(kernel).context);
  await settled();
});
