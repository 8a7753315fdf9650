import { Signal } from '@lumino/signaling';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type {
  MetricEvidence,
  ModelDetails,
  ModelRow,
  ModelVersion,
  RegisteredModel,
  RegistryEvent,
  RequestDetails,
  StageRule,
  StoreChange,
  TransitionRequest,
  VersionComparison
} from '../../../src/api/types';
import { CommandIDs } from '../../../src/commands';
import type { IApi, IRegistryApi } from '../../../src/tokens';
import { FakeSettings } from '../fakes';

export const trans = nullTranslator.load('jupyter_mltrack');

/** A version that nothing was done with. */
export function version(
  number: number,
  more: Partial<ModelVersion> = {}
): ModelVersion {
  return {
    key: `m/${number}`,
    model: 'churn',
    version: number,
    created: 100 + number,
    created_by: 'ada',
    stage: 'none',
    stage_since: 0,
    description: '',
    tags: {},
    run: `id${number}`,
    run_number: number,
    saved: null,
    artifacts: [],
    source: '',
    metrics: { accuracy: 0.9 },
    environment: null,
    verification: null,
    updated: 0,
    ...more
  };
}

export function model(more: Partial<RegisteredModel> = {}): RegisteredModel {
  return {
    id: 'm',
    name: 'churn',
    created: 100,
    created_by: 'ada',
    description: '',
    card: null,
    tags: {},
    aliases: {},
    rules: [],
    newest: 0,
    stages: {},
    updated: 100,
    ...more
  };
}

export function rule(
  stage: StageRule['stage'],
  more: Partial<StageRule> = {}
): StageRule {
  return {
    stage,
    most: null,
    protected: false,
    reviewers: [],
    groups: [],
    approvals: 1,
    second_pair: true,
    ...more
  };
}

export function details(more: Partial<ModelDetails> = {}): ModelDetails {
  return {
    model: model(),
    rules: [rule('staging'), rule('production', { most: 1 })],
    requests: [],
    rollbacks: [],
    ...more
  };
}

export function event(
  seq: number,
  kind: RegistryEvent['kind'],
  more: Partial<RegistryEvent> = {}
): RegistryEvent {
  return {
    seq,
    time: 1000 + seq,
    user: 'ada',
    kind,
    model: 'churn',
    previous: '',
    hash: `hash-of-${seq}`,
    model_id: 'm',
    version: null,
    request: null,
    run: null,
    reason: '',
    details: {},
    ...more
  };
}

export function request(
  more: Partial<TransitionRequest> = {}
): TransitionRequest {
  return {
    id: 'r1',
    model_id: 'm',
    model: 'churn',
    version: 2,
    stage: 'production',
    reason: 'better',
    author: 'ada',
    created: 1000,
    status: 'open',
    current: 1,
    evidence: 'blob',
    decisions: [],
    closed: null,
    updated: 1000,
    ...more
  };
}

export function metric(more: Partial<MetricEvidence> = {}): MetricEvidence {
  return {
    name: 'accuracy',
    challenger: 0.95,
    current: 0.9,
    verdict: 'better',
    delta: 0.05,
    direction: 'max',
    challenger_spread: null,
    current_spread: null,
    within_spread: null,
    ...more
  };
}

export function beside(
  more: Partial<VersionComparison> = {}
): VersionComparison {
  return {
    challenger: version(2),
    current: version(1),
    sentence: 'lr 0.1 → 0.01; accuracy +0.05, better.',
    metrics: [metric()],
    data: [],
    signature: [],
    drift: [],
    comparison: null,
    ...more
  };
}

export function requestDetails(
  of: TransitionRequest = request(),
  more: Partial<RequestDetails['row']> = {}
): RequestDetails {
  return {
    row: {
      request: of,
      rules: [rule('production', { protected: true, reviewers: ['bob'] })],
      missing: 1,
      stale: false,
      may_decide: true,
      why_not: null,
      ...more
    },
    evidence: {
      stage: of.stage,
      time: 1000,
      versions: beside(),
      card: '# churn'
    },
    problem: null
  };
}

export function row(more: Partial<ModelRow> = {}): ModelRow {
  return {
    name: 'churn',
    description: '',
    tags: {},
    aliases: {},
    stages: { production: 1 },
    versions: 3,
    newest: version(3),
    staging: [],
    production: [2],
    waiting: 0,
    updated: 100,
    ...more
  };
}

/** A server whose registry answers what a test says; what it does not say is not there. */
export function fakeRegistry(registry: Partial<IRegistryApi>) {
  const server = {
    changed: new Signal<IApi, StoreChange>({} as IApi),
    registry
  };
  return {
    api: server as unknown as IApi,
    change: (change: Partial<StoreChange>) =>
      server.changed.emit({
        seq: 1,
        runs: [],
        experiments: [],
        monitors: [],
        models: [],
        reset: false,
        ...change
      })
  };
}

/** Commands that only remember that they were executed. */
export function fakeCommands() {
  const commands = new CommandRegistry();
  const executed: [string, unknown][] = [];
  for (const id of Object.values(CommandIDs)) {
    commands.addCommand(id, {
      execute: args => void executed.push([id, args]),
      describedBy: { args: {} }
    });
  }
  return { commands, executed, settings: new FakeSettings() };
}

/** Wait until timers of no length, and everything that was promised, are done. */
export const settled = () => new Promise(resolve => setTimeout(resolve, 20));
