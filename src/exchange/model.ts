import { ISignal, Signal } from '@lumino/signaling';
import { ApiError, isAborted } from '../api/error';
import type {
  ImportOffer,
  ImportReport,
  OfferedRun,
  OfferedVersion
} from '../api/types';
import type { IApi, ImportSource } from '../tokens';
import {
  firstChoice,
  Item,
  itemsOf,
  joined,
  notYet,
  oneModel,
  runMatches,
  versionKey,
  versionMatches
} from './plan';

/** A request that took less, in milliseconds, is followed by one of twice as many items. */
const QUICK = 500;

/** Items in one request. */
const MOST_TOGETHER = 100;

/** Where an import stands. */
export type Phase = 'source' | 'looking' | 'choosing' | 'importing' | 'done';

/** How far something slow is. */
export interface IProgress {
  readonly done: number;
  readonly total: number;
}

/** A file of the browser. */
export type LocalFile = Pick<File, 'name' | 'size' | 'slice'>;

/** An import from the choice of a source to what came of it. */
export class ImportModel {
  constructor(private readonly _api: IApi) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get phase(): Phase {
    return this._phase;
  }

  /** What is in the source. */
  get offer(): ImportOffer | null {
    return this._offer;
  }

  /** What came of it until now. */
  get report(): ImportReport {
    return this._report;
  }

  /** What was wrong with the source, or ended the import early. */
  get error(): ApiError | null {
    return this._error;
  }

  /** How much was sent, or imported; null where that is not known. */
  get progress(): IProgress | null {
    return this._progress;
  }

  /** What is being looked into. */
  get looked(): string {
    return this._looked;
  }

  /** Words that are looked for in what is offered. */
  get filter(): string {
    return this._filter;
  }

  set filter(filter: string) {
    this._filter = filter;
    this._changed.emit();
  }

  /** The model's name here; null where versions of several models are chosen. */
  get name(): string | null {
    const own = this._offer && oneModel(this._offer, this._chosen);
    return own === null ? null : (this._name ?? own);
  }

  set name(name: string | null) {
    this._name = name;
    this._changed.emit();
  }

  /** The runs in sight. */
  get runs(): readonly OfferedRun[] {
    const runs = this._offer?.runs ?? [];
    return this._filter
      ? runs.filter(run => runMatches(run, this._filter))
      : runs;
  }

  /** The versions in sight. */
  get versions(): readonly OfferedVersion[] {
    const versions = this._offer?.versions ?? [];
    return this._filter
      ? versions.filter(version => versionMatches(version, this._filter))
      : versions;
  }

  /** How many runs and versions are chosen. */
  get counts(): { readonly runs: number; readonly versions: number } {
    const offer = this._offer;
    return {
      runs: offer?.runs.filter(run => this._chosen.has(run.id)).length ?? 0,
      versions:
        offer?.versions.filter(one => this._chosen.has(versionKey(one)))
          .length ?? 0
    };
  }

  /** Whether there is something to import, and it can be named so. */
  get ready(): boolean {
    return (
      this._phase === 'choosing' &&
      this._chosen.size > 0 &&
      this.name?.trim() !== ''
    );
  }

  has(key: string): boolean {
    return this._chosen.has(key);
  }

  /** Choose runs (by their ids) and versions (by their keys), or no longer. */
  choose(keys: readonly string[], on: boolean): void {
    for (const key of keys) {
      if (on) {
        this._chosen.add(key);
        this._chooseRunOf(key);
      } else {
        this._chosen.delete(key);
      }
    }
    this._changed.emit();
  }

  /** Look into a file or a store below the server's root folder. */
  async look(path: string): Promise<void> {
    await this._look({ path }, path);
  }

  /** Send a file to the server, and look into it. */
  async send(file: LocalFile): Promise<void> {
    const { imports } = this._api;
    const working = this._begin(file.name);
    try {
      let upload = await imports.beginUpload(file.name, file.size);
      this._upload = upload.id;
      while (upload.received < upload.size && !working.signal.aborted) {
        this._progress = { done: upload.received, total: upload.size };
        this._changed.emit();
        const from = upload.received;
        upload = await imports.sendPiece(
          upload.id,
          from,
          file.slice(from, from + upload.piece),
          { signal: working.signal }
        );
      }
    } catch (reason) {
      this._failed(reason, working);
      return;
    }
    if (!working.signal.aborted) {
      await this._look({ upload: this._upload! }, file.name);
    }
  }

  /** Another source. */
  back(): void {
    this._working?.abort();
    this._forget();
    this._offer = null;
    this._error = null;
    this._progress = null;
    this._go('source');
  }

  /** What was not imported, to choose from once more; what was chosen of it still is. */
  async again(): Promise<void> {
    if (!this._source) {
      return;
    }
    const chosen = this._chosen;
    const name = this._name;
    const refused = new Set(this._report.refused.map(one => one.what));
    await this._look(this._source, this._looked);
    if (this._phase === 'choosing') {
      this._chosen = notYet(this._offer!, chosen, refused);
      this._name = name;
      this._changed.emit();
    }
  }

  /** Take in what is chosen, a few at a time. */
  async take(): Promise<void> {
    if (!this.ready || !this._offer || !this._source) {
      return;
    }
    const items = itemsOf(this._offer, this._chosen, this.name?.trim() ?? null);
    this._stopped = false;
    this._error = null;
    this._report = { runs: [], versions: [], refused: [] };
    this._progress = { done: 0, total: items.length };
    this._go('importing');
    let together = 1;
    for (let at = 0; at < items.length && !this._stopped;) {
      const some = items.slice(at, at + together);
      const began = Date.now();
      try {
        const report = await this._ask(this._source, some);
        this._report = joined(this._report, report);
      } catch (reason) {
        this._error = ApiError.from(reason);
        break;
      }
      at += some.length;
      this._progress = { done: at, total: items.length };
      this._changed.emit();
      if (Date.now() - began < QUICK) {
        together = Math.min(together * 2, MOST_TOGETHER);
      }
    }
    if (this._disposed || this.whole) {
      this._forget();
    }
    this._go('done');
  }

  /** Whether all that was asked for came, or was here. */
  get whole(): boolean {
    const { done, total } = this._progress ?? { done: 0, total: 0 };
    return (
      this._error === null &&
      done === total &&
      this._report.refused.length === 0
    );
  }

  /** End an import after what is being asked for now; what came until then stays. */
  stop(): void {
    this._stopped = true;
    this._changed.emit();
  }

  get stopping(): boolean {
    return this._stopped;
  }

  dispose(): void {
    this._disposed = true;
    this._stopped = true;
    this._working?.abort();
    // What is being imported is read until its end.
    if (this._phase !== 'importing') {
      this._forget();
    }
    Signal.clearData(this);
  }

  private _chooseRunOf(key: string): void {
    const version = this._offer?.versions.find(one => versionKey(one) === key);
    if (version?.run) {
      this._chosen.add(version.run);
    }
  }

  private async _look(source: ImportSource, shown: string): Promise<void> {
    const working = this._begin(shown);
    let offer: ImportOffer;
    try {
      const { signal } = working;
      offer = await this._api.imports.look(source, { signal });
    } catch (reason) {
      this._failed(reason, working);
      return;
    }
    if (working.signal.aborted) {
      // Another source was asked for meanwhile, or none.
      return;
    }
    this._offer = offer;
    this._source = source;
    this._chosen = firstChoice(this._offer);
    this._filter = '';
    this._name = null;
    this._go('choosing');
  }

  private _ask(
    source: ImportSource,
    items: readonly Item[]
  ): Promise<ImportReport> {
    return this._api.imports.take(
      source,
      items.flatMap(item => ('run' in item ? item.run : [])),
      items.flatMap(item => ('version' in item ? item.version : []))
    );
  }

  private _begin(shown: string): AbortController {
    this._looked = shown;
    this._error = null;
    this._progress = null;
    this._working?.abort();
    this._working = new AbortController();
    this._go('looking');
    return this._working;
  }

  private _failed(reason: unknown, working: AbortController): void {
    if (isAborted(reason) || working.signal.aborted) {
      return;
    }
    this._error = ApiError.from(reason);
    this._progress = null;
    this._forget();
    this._go('source');
  }

  private _forget(): void {
    if (this._upload !== null) {
      // It is forgotten in an hour anyway.
      this._api.imports.forgetUpload(this._upload).catch(() => undefined);
      this._upload = null;
    }
  }

  private _go(phase: Phase): void {
    this._phase = phase;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _phase: Phase = 'source';
  private _offer: ImportOffer | null = null;
  private _report: ImportReport = { runs: [], versions: [], refused: [] };
  private _error: ApiError | null = null;
  private _progress: IProgress | null = null;
  private _source: ImportSource | null = null;
  private _upload: string | null = null;
  private _chosen = new Set<string>();
  private _filter = '';
  private _name: string | null = null;
  private _looked = '';
  private _working: AbortController | null = null;
  private _stopped = false;
  private _disposed = false;
}
