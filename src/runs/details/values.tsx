import React from 'react';
import type { Run } from '../../api/types';
import { formatChosen, formatValue } from '../../components/format';
import type { IDetailsContext } from './context';
import { Section } from '../../components/section';

/** Values longer than this are folded. */
const LONG = 200;

/** The parameters of a run. */
export function Parameters(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element {
  const { run, context } = props;
  const { settings, trans } = context;
  const params = Object.entries(run.params);
  return (
    <Section title={trans.__('Parameters')} count={String(params.length)}>
      {params.length === 0 ? (
        <p className="jp-MLTrack-none">{trans.__('None were captured.')}</p>
      ) : (
        <table className="jp-MLTrack-values">
          <tbody>
            {params.map(([name, value]) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  {name}
                </th>
                <td title={brief(value)}>
                  {typeof value === 'string' && value.length > LONG ? (
                    <details>
                      <summary>{`${value.slice(0, LONG)}…`}</summary>
                      <pre>{value}</pre>
                    </details>
                  ) : (
                    formatChosen(value, Math.max(6, settings.digits))
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** The metrics of a run: the last value, and the extremes of those with a curve. */
export function Metrics(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element {
  const { run, context } = props;
  const { settings, trans } = context;
  const metrics = Object.entries(run.metrics);
  const curves = Object.keys(run.summaries).length > 0;
  const number = (value: Run['metrics'][string] | undefined) => (
    <td data-numeric="true" title={brief(value)}>
      {formatValue(value, settings.digits)}
    </td>
  );
  return (
    <Section title={trans.__('Metrics')} count={String(metrics.length)}>
      {metrics.length === 0 ? (
        <p className="jp-MLTrack-none">{trans.__('None were captured.')}</p>
      ) : (
        <table className="jp-MLTrack-values">
          {curves && (
            <thead>
              <tr>
                <td />
                <th scope="col">{trans.__('last')}</th>
                <th scope="col">{trans.__('min')}</th>
                <th scope="col">{trans.__('max')}</th>
                <th scope="col">{trans.__('mean')}</th>
                <th scope="col">{trans.__('points')}</th>
              </tr>
            </thead>
          )}
          <tbody>
            {metrics.map(([name, value]) => {
              const summary = Object.hasOwn(run.summaries, name)
                ? run.summaries[name]
                : undefined;
              return (
                <tr key={name}>
                  <th scope="row" title={name}>
                    {name}
                  </th>
                  {number(value)}
                  {summary ? (
                    <>
                      {number(summary.min)}
                      {number(summary.max)}
                      {number(summary.mean)}
                      <td data-numeric="true">{summary.count}</td>
                    </>
                  ) : (
                    curves && <td colSpan={4} />
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** A whole value as a tooltip can hold it. */
function brief(value: unknown): string | undefined {
  if (value === null || value === undefined) {
    return undefined;
  }
  const text = String(value);
  return text.length > 1000 ? `${text.slice(0, 1000)}…` : text;
}
