import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type {
  ComparedGroup,
  ComparedValue,
  VersionComparison
} from '../../api/types';
import { formatChosen } from '../../components/format';
import { Section } from '../../components/section';
import type { IRegistryParts } from '../page/context';

/** What differs in one group of rows: parameters, data, environment. */
export function Differences(props: {
  group: ComparedGroup;
  versions: VersionComparison;
  /** The same in words. */
  said: readonly string[];
  context: IRegistryParts;
}): React.JSX.Element {
  const { group, versions, said, context } = props;
  const { trans } = context;
  const { challenger, current } = versions;
  const title = groupTitle(group.name, trans);
  return (
    <Section
      title={title}
      count={trans._n(
        '%1 of %2 differs',
        '%1 of %2 differ',
        group.differing,
        group.total
      )}
    >
      {said.length > 0 && (
        <ul className="jp-MLTrack-inWords">
          {said.map((sentence, index) => (
            <li key={index}>{sentence}</li>
          ))}
        </ul>
      )}
      <table className="jp-MLTrack-beside" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{trans.__('Name')}</th>
            <th scope="col">{current && trans.__('v%1', current.version)}</th>
            <th scope="col">{trans.__('v%1', challenger.version)}</th>
          </tr>
        </thead>
        <tbody>
          {group.rows.map(row => (
            <tr key={row.key}>
              <th scope="row" title={row.key}>
                {row.key}
              </th>
              {row.values.map((value, index) => (
                <td
                  key={index}
                  title={value.value === null ? undefined : String(value.value)}
                >
                  {valueText(value, trans)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function valueText(value: ComparedValue, trans: TranslationBundle): string {
  if (value.verdict === 'missing') {
    return trans.__('none');
  }
  return value.value === null ? 'None' : formatChosen(value.value);
}

function groupTitle(
  name: ComparedGroup['name'],
  trans: TranslationBundle
): string {
  switch (name) {
    case 'data':
      return trans.__('Data');
    case 'models':
      return trans.__('Models');
    case 'environment':
      return trans.__('Environment');
    default:
      return trans.__('Parameters');
  }
}
