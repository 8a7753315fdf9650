import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type {
  Monitor,
  MonitorDetails,
  NewReferenceBody
} from '../../api/types';
import {
  askAndSend,
  SelectField,
  TextField
} from '../../components/formDialog';
import type { IApi } from '../../tokens';

type Kind = 'checks' | 'model' | 'file';

interface ISaid {
  kind: Kind;
  /** Ids of the first and the last check. */
  first: string;
  last: string;
  path: string;
  reason: string;
}

/**
 * Ask what is to be compared with from now on, and let it be so.
 *
 * @param checks Ids of the checks that are offered first; the newest when left out.
 * @returns The monitor; null when it was called off.
 */
export async function askReference(
  api: IApi,
  details: MonitorDetails,
  checks: readonly string[],
  trans: TranslationBundle
): Promise<Monitor | null> {
  const { monitor } = details.row;
  const known = details.checks.filter(check => checks.includes(check.id));
  const newest = details.checks[details.checks.length - 1]?.id ?? '';
  const start: ISaid = {
    kind: newest ? 'checks' : monitor.model ? 'model' : 'file',
    first: known[0]?.id ?? newest,
    last: known[known.length - 1]?.id ?? newest,
    path: '',
    reason: ''
  };
  return askAndSend({
    title: trans.__('New reference of %1', monitor.name),
    start,
    okLabel: trans.__('Take as new reference'),
    fields: (value, set) => (
      <Fields value={value} set={set} details={details} trans={trans} />
    ),
    send: said => api.monitors.takeReference(monitor.id, bodyOf(said, details)),
    trans
  });
}

/** What is sent for what was said. */
function bodyOf(said: ISaid, details: MonitorDetails): NewReferenceBody {
  const reason = said.reason.trim();
  switch (said.kind) {
    case 'checks':
      return { checks: between(details, said.first, said.last), reason };
    case 'model':
      return { model: true, reason };
    case 'file':
      return { path: said.path.trim(), reason };
  }
}

/** The ids of the checks from one to another, whichever comes first. */
function between(
  { checks }: MonitorDetails,
  first: string,
  last: string
): string[] {
  const at = [first, last].map(id => checks.findIndex(one => one.id === id));
  return checks
    .slice(Math.min(...at), Math.max(...at) + 1)
    .map(check => check.id);
}

function Fields(props: {
  value: ISaid;
  set: (change: Partial<ISaid>) => void;
  details: MonitorDetails;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { value, set, details, trans } = props;
  const { monitor } = details.row;
  const kinds: [Kind, string][] = [];
  if (details.checks.length > 0) {
    kinds.push(['checks', trans.__('data that were checked')]);
  }
  if (monitor.model) {
    kinds.push(['model', trans.__('training data of %1', monitor.model)]);
  }
  kinds.push(['file', trans.__('a file')]);
  const checks = [...details.checks]
    .reverse()
    .map(({ id, label, rows }): [string, string] => [
      id,
      trans.__('%1 (%2 rows)', label, rows.toLocaleString())
    ]);
  return (
    <>
      <p className="jp-MLTrack-explains">
        {trans.__(
          'New data are compared with the new reference from now on. Alerts about drift are resolved; the old reference stays in the history.'
        )}
      </p>
      <SelectField
        label={trans.__('Compare with')}
        value={value.kind}
        choices={kinds}
        onChange={kind => set({ kind })}
      />
      {value.kind === 'checks' && (
        <div className="jp-MLTrack-formRow">
          {(['first', 'last'] as const).map(end => (
            <SelectField
              key={end}
              label={end === 'first' ? trans.__('From') : trans.__('To')}
              value={value[end]}
              choices={checks}
              onChange={id => set({ [end]: id })}
            />
          ))}
        </div>
      )}
      {value.kind === 'file' && (
        <TextField
          label={trans.__('Path, from the folder of the store')}
          value={value.path}
          onChange={path => set({ path })}
        />
      )}
      <TextField
        label={trans.__('Why (optional)')}
        value={value.reason}
        onChange={reason => set({ reason })}
      />
    </>
  );
}
