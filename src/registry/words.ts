import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  ModelVersion,
  RegistryEvent,
  Rollback,
  StageRule,
  TransitionRequest
} from '../api/types';

export type Stage = ModelVersion['stage'];

/** The stages, from the first to the last. */
export const STAGES: readonly Stage[] = [
  'none',
  'staging',
  'production',
  'archived'
];

/** Whether a text names a stage. */
export function isStage(text: unknown): text is Stage {
  return STAGES.includes(text as Stage);
}

/** The word for a stage. */
export function stageWord(stage: Stage, trans: TranslationBundle): string {
  switch (stage) {
    case 'none':
      return trans.__('no stage');
    case 'staging':
      return trans.__('staging');
    case 'production':
      return trans.__('production');
    case 'archived':
      return trans.__('archived');
  }
}

/** The word for how a request stands. */
export function requestWord(
  status: TransitionRequest['status'],
  trans: TranslationBundle
): string {
  switch (status) {
    case 'open':
      return trans.__('open');
    case 'approved':
      return trans.__('approved');
    case 'rejected':
      return trans.__('rejected');
    case 'withdrawn':
      return trans.__('withdrawn');
    case 'overtaken':
      return trans.__('overtaken');
  }
}

/** What a rollback will do, before it does it. */
export function rollbackSentence(
  { stage, current, target, free, request }: Rollback,
  trans: TranslationBundle
): string {
  const where = stageWord(stage, trans);
  if (!free) {
    return trans.__(
      'Version %1 was in %2 before, but never approved for it: going back to it has to be asked for.',
      target,
      where
    );
  }
  const moves =
    current === null
      ? trans.__('Version %1 comes back to %2.', target, where)
      : trans.__(
          'Version %1 comes back to %2, and version %3 goes to archived.',
          target,
          where,
          current
        );
  return request === null
    ? moves
    : `${moves} ${trans.__('It was approved before, so nobody has to approve it again.')}`;
}

/** Who has to approve: `bob, the group leads`. */
export function reviewersText(
  rule: StageRule,
  trans: TranslationBundle
): string {
  const named = [
    ...rule.reviewers,
    ...rule.groups.map(group => trans.__('the group %1', group))
  ];
  return named.join(', ') || trans.__('anybody');
}

/** Whether moving a version between two stages needs an approval. */
export function isProtected(
  rules: readonly StageRule[],
  ...stages: Stage[]
): boolean {
  return rules.some(rule => rule.protected && stages.includes(rule.stage));
}

/** What happened, in words: `version 3 to production`. */
export function eventWords(
  event: RegistryEvent,
  trans: TranslationBundle
): string {
  const version = event.version;
  const details = event.details as Record<string, unknown>;
  const stage = isStage(details.stage) ? stageWord(details.stage, trans) : '';
  const alias = String(details.alias ?? '');
  switch (event.kind) {
    case 'model created':
      return trans.__('made the model');
    case 'model edited':
      return trans.__('edited the model');
    case 'model deleted':
      return trans.__('deleted the model');
    case 'model renamed':
      return trans.__('renamed the model to %1', renamedTo(event) ?? '');
    case 'version created':
      return trans.__('registered version %1', version);
    case 'version edited':
      return trans.__('edited version %1', version);
    case 'version deleted':
      return trans.__('deleted version %1', version);
    case 'stage set':
      return details.stage === 'none'
        ? trans.__('took version %1 out of its stage', version)
        : trans.__('moved version %1 to %2', version, stage);
    case 'alias set':
      return trans.__('named version %1 %2', version, alias);
    case 'alias removed':
      return trans.__('took the name %1 from version %2', alias, version);
    case 'rolled back':
      return trans.__('rolled %1 back to version %2', stage, version);
    case 'people added': {
      const { people, groups } = details as {
        people?: string[];
        groups?: string[];
      };
      const names = [...(people ?? []), ...(groups ?? [])].join(', ');
      return trans.__('added %1', names);
    }
    case 'rules set':
      return trans.__('set the rules');
    case 'request opened':
      return trans.__('asked for version %1 to go to %2', version, stage);
    case 'request decided':
      return details.decision === 'approve'
        ? trans.__('approved the request for version %1', version)
        : trans.__('rejected the request for version %1', version);
    case 'request withdrawn':
      return trans.__('withdrew the request for version %1', version);
    case 'request overtaken':
      return trans.__('overtook the request for version %1', version);
    case 'commented':
      return version === null
        ? trans.__('commented')
        : trans.__('commented on version %1', version);
    case 'comment deleted':
      return version === null
        ? trans.__('deleted a comment')
        : trans.__('deleted a comment on version %1', version);
    case 'version verified':
      return trans.__('verified version %1', version);
  }
}

/** The name that a renaming gave. */
export function renamedTo(event: RegistryEvent): string | null {
  const { model } = event.details as { model?: { name?: unknown } | null };
  return typeof model?.name === 'string' ? model.name : null;
}
