import React, { useState } from 'react';
import type { Environment } from '../../api/types';
import type { IDetailsContext } from './context';
import { Section } from '../../components/section';

/** Python, platform, and the packages with a filter. */
export function EnvironmentPart(props: {
  environment: Environment | null;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { environment, context } = props;
  const { trans } = context;
  const [filter, setFilter] = useState('');
  if (!environment) {
    return null;
  }
  const packages = Object.entries(environment.packages);
  const wanted = filter.trim().toLowerCase();
  const shown = packages
    .filter(([name]) => name.toLowerCase().includes(wanted))
    .sort(([a], [b]) => a.localeCompare(b));
  return (
    <Section
      title={trans.__('Environment')}
      count={trans._n('%1 package', '%1 packages', packages.length)}
      folded
    >
      <p>
        {`${environment.implementation} ${environment.python} · ${environment.platform}`}
      </p>
      <input
        className="jp-MLTrack-input"
        type="search"
        placeholder={trans.__('Find a package…')}
        aria-label={trans.__('Find a package')}
        value={filter}
        onChange={event => setFilter(event.currentTarget.value)}
      />
      <table className="jp-MLTrack-values">
        <tbody>
          {shown.map(([name, version]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{version}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && (
        <p className="jp-MLTrack-none">{trans.__('No package matches.')}</p>
      )}
    </Section>
  );
}
