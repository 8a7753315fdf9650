import React, { useState } from 'react';
import type { ColumnDetails } from '../../api/types';
import { formatValue, Scalar } from '../../components/format';
import type { IMonitorPageContext } from './context';

/** Rows of the sample that are shown at first. */
const FEW = 8;

/** Rows of the check's sample, the most unusual in this column first. */
export function Sample(props: {
  details: ColumnDetails;
  context: IMonitorPageContext;
}): React.JSX.Element | null {
  const { details, context } = props;
  const { settings, trans } = context;
  const [all, setAll] = useState(false);
  const { rows, name } = details;
  if (rows.length === 0) {
    return null;
  }
  const columns = [
    name,
    ...Object.keys(rows[0]).filter(column => column !== name)
  ].filter(column => column in rows[0]);
  const shown = all ? rows : rows.slice(0, FEW);
  return (
    <div className="jp-MLTrack-sample">
      <h3>{trans.__('Rows of the sample, the most unusual first')}</h3>
      <div
        className="jp-MLTrack-scroll"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Rows of the sample')}
      >
        <table className="jp-MLTrack-values" data-words="true">
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column} scope="col" data-own={column === name}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, at) => (
              <tr key={at}>
                {columns.map(column => (
                  <td
                    key={column}
                    data-own={column === name}
                    data-numeric={typeof row[column] === 'number'}
                    title={String(row[column])}
                  >
                    {formatValue(row[column] as Scalar, settings.digits)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > FEW && (
        <button className="jp-MLTrack-link" onClick={() => setAll(!all)}>
          {all ? trans.__('Show fewer') : trans.__('Show all %1', rows.length)}
        </button>
      )}
    </div>
  );
}
