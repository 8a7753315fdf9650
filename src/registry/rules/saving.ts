import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ApiError } from '../../api/error';
import type { Rules, RulesBody, UnknownPersonProblem } from '../../api/types';
import { telling } from '../../components/telling';
import { showingWhole } from '../../components/whole';

/**
 * Save rules. Names that nobody has seen are asked about once: a slip among them would lock the stage.
 *
 * @returns Whether they were saved.
 */
export async function saveRules(
  save: (body: RulesBody) => Promise<Rules>,
  body: RulesBody,
  trans: TranslationBundle
): Promise<boolean> {
  const rules = await telling(
    trans.__('The rules were not changed'),
    save(body).catch(async (reason: unknown) => {
      const unknown = unknownIn(reason);
      if (!unknown) {
        throw reason;
      }
      return (await askUnknown(unknown, trans))
        ? save({
            ...body,
            add_people: unknown.people,
            add_groups: unknown.groups
          })
        : null;
    }),
    trans
  );
  for (const warning of rules?.warnings ?? []) {
    Notification.warning(warning, {
      autoClose: false,
      actions: showingWhole(warning, trans)
    });
  }
  return !!rules;
}

/** The names that an error is about; null for other errors. */
function unknownIn(reason: unknown): UnknownPersonProblem | null {
  return reason instanceof ApiError && reason.code === 'unknown_person'
    ? (reason.body as UnknownPersonProblem)
    : null;
}

async function askUnknown(
  { people, groups, near }: UnknownPersonProblem,
  trans: TranslationBundle
): Promise<boolean> {
  const names = [
    ...people,
    ...groups.map(group => trans.__('the group %1', group))
  ].join(', ');
  const lines = [
    trans._n(
      '%2 has not been here yet. If it is a typing mistake, nobody can approve in its name.',
      '%2 have not been here yet. If one is a typing mistake, nobody can approve in its name.',
      people.length + groups.length,
      names
    ),
    ...(near.length > 0
      ? [trans.__('Did you mean %1?', near.join(trans.__(' or ')))]
      : [])
  ];
  const { button } = await showDialog({
    title: trans.__('Add somebody new as reviewer?'),
    body: lines.join(' '),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Change the names') }),
      Dialog.warnButton({ label: trans.__('Add anyway') })
    ],
    defaultButton: 0
  });
  return button.accept;
}
