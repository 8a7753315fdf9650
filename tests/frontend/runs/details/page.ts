import {
  RenderMimeRegistry,
  standardRendererFactories
} from '@jupyterlab/rendermime';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../../../../src/commands';
import type { IDetailsContext } from '../../../../src/runs/details/context';
import { DetailsModel } from '../../../../src/runs/details/model';
import { FakeApi, FakeSettings } from '../../fakes';

/** What is in sight; tests say so themselves. */
export class FakeSight implements IntersectionObserver {
  constructor(private readonly _tell: IntersectionObserverCallback) {
    FakeSight.all.push(this);
  }

  static all: FakeSight[] = [];

  readonly root = null;
  readonly rootMargin = '';
  readonly thresholds = [];

  static show(isIntersecting = true): void {
    for (const one of FakeSight.all) {
      const entry = { isIntersecting } as IntersectionObserverEntry;
      one._tell([entry], one);
    }
  }

  observe(): void {}
  unobserve(): void {}
  takeRecords(): IntersectionObserverEntry[] {
    return [];
  }
  disconnect(): void {
    FakeSight.all = FakeSight.all.filter(one => one !== this);
  }
}

/** Lay what jsdom has not: observers. */
export function layBrowser(): void {
  FakeSight.all = [];
  globalThis.IntersectionObserver = FakeSight;
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  Element.prototype.scrollIntoView = jest.fn();
}

/** What the parts of a page share, with a server and commands that only remember. */
export function pageContext(server = new FakeApi()) {
  const commands = new CommandRegistry();
  const executed: [string, unknown][] = [];
  for (const id of [CommandIDs.openRun, CommandIDs.compare]) {
    commands.addCommand(id, {
      execute: args => void executed.push([id, args]),
      describedBy: { args: {} }
    });
  }
  const context = {
    api: server.api,
    model: new DetailsModel(server.api, 'id12'),
    settings: new FakeSettings(),
    commands,
    rendermime: new RenderMimeRegistry({
      initialFactories: standardRendererFactories
    }),
    languages: null,
    figures: null,
    trans: nullTranslator.load('jupyter_mltrack')
  } as unknown as IDetailsContext;
  return { context, executed, server };
}
