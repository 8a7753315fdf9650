import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ITrackSettings } from '../tokens';

/**
 * Loads the IPython extension where the package can be imported, and does nothing elsewhere.
 *
 * One expression: it binds no name. The request is silent: nothing is shown, counted or kept in the history.
 */
export const LOAD_MAGICS =
  "get_ipython().extension_manager.load_extension('jupyter_mltrack')" +
  " if __import__('importlib.util').util.find_spec('jupyter_mltrack') else None";

const LOADED = "'jupyter_mltrack' in get_ipython().extension_manager.loaded";

/** What came of loading the magics. */
export type MagicsState = 'loaded' | 'no-package' | 'failed' | 'not-python';

/** Whether a kernel runs Python; null when that is not known yet. */
export type IsPython = (kernel: Kernel.IKernelConnection) => boolean | null;

/** Makes the magics available in the kernels of notebooks and consoles, before a person can run a cell in them. */
export class MagicsLoader implements IDisposable {
  constructor(
    private readonly _settings: ITrackSettings,
    private readonly _isPython: IsPython
  ) {
    void _settings.ready.then(() => {
      this._ready = true;
    });
    _settings.changed.connect(this._onSettings, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    for (const context of this._contexts) {
      this._leave(context);
    }
    Signal.clearData(this);
  }

  /** Load the magics into the kernel of a notebook or console, and into each that takes its place. */
  follow(context: ISessionContext): void {
    if (this._contexts.has(context)) {
      return;
    }
    this._contexts.add(context);
    context.kernelChanged.connect(this._onKernel, this);
    context.statusChanged.connect(this._onStatus, this);
    context.disposed.connect(this._leave, this);
    this._onKernel(context);
  }

  /** Load the magics into a kernel and tell what came of it. */
  async load(kernel: Kernel.IKernelConnection): Promise<MagicsState> {
    // Kernels run what they are sent in order: a request that is sent at once is there before any cell.
    const python = this._isPython(kernel) ?? (await isPython(kernel));
    if (!python || kernel.isDisposed) {
      return 'not-python';
    }
    const future = kernel.requestExecute({
      code: LOAD_MAGICS,
      silent: true,
      store_history: false,
      stop_on_error: false,
      allow_stdin: false,
      user_expressions: { loaded: LOADED }
    });
    return stateOf(await future.done);
  }

  private _onKernel(context: ISessionContext): void {
    const kernel = context.session?.kernel;
    if (!kernel) {
      return;
    }
    if (this._ready) {
      this._loadByItself(kernel);
    } else {
      void this._settings.ready.then(() => this._loadByItself(kernel));
    }
  }

  private _onStatus(context: ISessionContext, status: Kernel.Status): void {
    if (status === 'restarting' || status === 'autorestarting') {
      // JupyterLab forgets the requests of the old process right after it has said this: ask after that, and still
      // before a cell that a person runs while the new process starts.
      void Promise.resolve().then(() => this._onKernel(context));
    }
  }

  private _onSettings(): void {
    const wanted = this._settings.loadMagics;
    if (wanted && this._wanted === false) {
      for (const context of this._contexts) {
        this._onKernel(context);
      }
    }
    this._wanted = wanted;
  }

  private _loadByItself(kernel: Kernel.IKernelConnection): void {
    if (this._settings.loadMagics && !this._isDisposed && !kernel.isDisposed) {
      // A kernel that cannot load them, or goes in the meantime, stays as it is.
      this.load(kernel).catch(() => undefined);
    }
  }

  private _leave(context: ISessionContext): void {
    this._contexts.delete(context);
    context.kernelChanged.disconnect(this._onKernel, this);
    context.statusChanged.disconnect(this._onStatus, this);
    context.disposed.disconnect(this._leave, this);
  }

  private readonly _contexts = new Set<ISessionContext>();
  private _ready = false;
  private _wanted: boolean | undefined;
  private _isDisposed = false;
}

async function isPython(kernel: Kernel.IKernelConnection): Promise<boolean> {
  const spec = await kernel.spec;
  return spec?.language.toLowerCase() === 'python';
}

function stateOf(reply: KernelMessage.IExecuteReplyMsg): MagicsState {
  if (reply.content.status !== 'ok') {
    return 'failed';
  }
  const said = reply.content.user_expressions?.loaded as
    { data?: Record<string, unknown> } | undefined;
  return said?.data?.['text/plain'] === 'True' ? 'loaded' : 'no-package';
}
