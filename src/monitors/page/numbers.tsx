import React from 'react';
import type {
  ColumnDetails,
  ColumnSummary,
  ColumnVerdict
} from '../../api/types';
import { formatTime, formatValue, toNumber } from '../../components/format';
import type { WireNumber } from '../../tokens';
import type { IMonitorPageContext } from './context';

/** Reference and check in numbers. */
export function Numbers(props: {
  details: ColumnDetails;
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { reference, current } = props.details;
  const { settings, trans } = props.context;
  const digits = settings.digits;
  const known = current ?? reference;
  const times = known?.kind === 'time';
  const value = (of: WireNumber | null | undefined) =>
    of === null || of === undefined
      ? '–'
      : times
        ? formatTime(toNumber(of))
        : formatValue(of, digits);
  const share = (side: ColumnSummary, count: number) =>
    side.rows > 0 && count > 0
      ? trans.__(
          '%1 (%2 %)',
          count.toLocaleString(),
          formatValue((100 * count) / side.rows, 2)
        )
      : count.toLocaleString();
  const lines: [string, (side: ColumnSummary) => string][] = [
    [trans.__('Type'), side => side.type || side.kind],
    [trans.__('Rows'), side => side.rows.toLocaleString()],
    [trans.__('Missing'), side => share(side, side.missing)],
    [
      trans.__('Different values, about'),
      side =>
        side.distinct === null
          ? '–'
          : Math.round(toNumber(side.distinct)).toLocaleString()
    ]
  ];
  if ((reference?.infinite ?? 0) + (current?.infinite ?? 0) > 0) {
    lines.push([trans.__('Infinite'), side => share(side, side.infinite)]);
  }
  if (known?.kind === 'number' || times) {
    lines.push(
      [trans.__('Smallest'), side => value(side.minimum)],
      [trans.__('Median'), side => value(side.median)],
      [trans.__('Mean'), side => value(side.mean)],
      [trans.__('Largest'), side => value(side.maximum)]
    );
    if (!times) {
      lines.push([
        trans.__('Standard deviation'),
        side => value(side.deviation)
      ]);
    }
  }
  const categories = [
    ...new Set([
      ...Object.keys(reference?.frequent ?? {}),
      ...Object.keys(current?.frequent ?? {})
    ])
  ].slice(0, 10);
  return (
    <div className="jp-MLTrack-figureBox">
      <h3>{trans.__('In numbers')}</h3>
      <div className="jp-MLTrack-scroll">
        <table className="jp-MLTrack-values">
          <thead>
            <tr>
              <th scope="col">
                <span className="jp-MLTrack-unseen">{trans.__('What')}</span>
              </th>
              <th scope="col">{trans.__('Reference')}</th>
              <th scope="col">{trans.__('This check')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(([name, write]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {[reference, current].map((side, at) => (
                  <td key={at} data-numeric="true">
                    {side ? write(side) : '–'}
                  </td>
                ))}
              </tr>
            ))}
            {categories.map(name => (
              <tr key={`=${name}`}>
                <th scope="row" title={name}>
                  {trans.__('“%1”', name)}
                </th>
                {[reference, current].map((side, at) => (
                  <td key={at} data-numeric="true">
                    {side ? share(side, side.frequent[name] ?? 0) : '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** What each test found. */
export function Tests(props: {
  verdict: ColumnVerdict;
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { verdict, context } = props;
  const { settings, trans } = context;
  const { digits } = settings;
  return (
    <div className="jp-MLTrack-figureBox">
      <h3>{trans.__('Tests')}</h3>
      <div className="jp-MLTrack-scroll">
        <table className="jp-MLTrack-values">
          <thead>
            <tr>
              <th scope="col">{trans.__('Test')}</th>
              <th scope="col">{trans.__('Statistic')}</th>
              <th scope="col">{trans.__('p-value')}</th>
            </tr>
          </thead>
          <tbody>
            {verdict.tests.map(test => (
              <tr key={test.test}>
                <th scope="row">
                  {test.test === verdict.test
                    ? trans.__('%1 (decided)', test.test)
                    : test.test}
                </th>
                <td data-numeric="true" title={String(test.statistic)}>
                  {formatValue(test.statistic, digits)}
                </td>
                <td data-numeric="true" title={String(test.p_value)}>
                  {formatValue(test.p_value, digits)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {verdict.effect !== null && (
        <p className="jp-MLTrack-explains">
          {trans.__(
            'Effect: %1 %2; it counts from %3 on.',
            formatValue(verdict.effect, digits),
            verdict.effect_of,
            formatValue(verdict.effect_limit, digits)
          )}
        </p>
      )}
    </div>
  );
}
