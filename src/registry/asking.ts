import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ModelVersion } from '../api/types';
import { telling } from '../components/telling';
import type { IApi } from '../tokens';
import { Stage, STAGES, stageWord } from './words';

/** Names that a list offers. */
const MOST = 1000;

/** Ask which model is meant; null when it was called off. */
export async function askModel(
  api: IApi,
  trans: TranslationBundle
): Promise<string | null> {
  const page = await telling(
    trans.__('The models cannot be listed'),
    api.registry.listModels({ limit: MOST })
  );
  const items = page?.rows.map(row => row.name) ?? [];
  if (items.length === 0) {
    if (page) {
      await showDialog({
        title: trans.__('No models yet'),
        body: trans.__(
          'Register a run first: it becomes version 1 of a model.'
        ),
        buttons: [Dialog.okButton()]
      });
    }
    return null;
  }
  const { button, value } = await InputDialog.getItem({
    title: trans.__('Which model?'),
    items
  });
  return button.accept ? value : null;
}

/** Ask which version of a model is meant. */
export async function askVersion(
  api: IApi,
  model: string,
  title: string,
  trans: TranslationBundle
): Promise<number | null> {
  const page = await telling(
    trans.__('The versions cannot be listed'),
    api.registry.listVersions(model, MOST)
  );
  const versions = page?.versions ?? [];
  const label = ({ version, stage }: ModelVersion) =>
    stage === 'none'
      ? trans.__('version %1', version)
      : trans.__('version %1 (%2)', version, stageWord(stage, trans));
  const items = versions.map(label);
  if (items.length === 0) {
    return null;
  }
  const { button, value } = await InputDialog.getItem({ title, items });
  const chosen = versions[items.indexOf(value ?? '')];
  return button.accept && chosen ? chosen.version : null;
}

/** Ask to which stage a version is to go. */
export async function askStage(
  model: string,
  version: number,
  trans: TranslationBundle
): Promise<Stage | null> {
  const items = STAGES.map(stage => stageWord(stage, trans));
  const { button, value } = await InputDialog.getItem({
    title: trans.__('Move %1 v%2 to which stage?', model, version),
    items,
    current: 2
  });
  return button.accept ? (STAGES[items.indexOf(value ?? '')] ?? null) : null;
}

/** Ask once, naming the thing that goes for good. */
export async function askDeletion(
  title: string,
  body: string,
  trans: TranslationBundle
): Promise<boolean> {
  const { button } = await showDialog({
    title,
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Delete') })
    ],
    defaultButton: 0
  });
  return button.accept;
}
