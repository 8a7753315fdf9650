import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type {
  MetricEvidence,
  Spread,
  VersionComparison
} from '../../api/types';
import {
  digitsThatDiffer,
  formatNumber,
  formatValue,
  toNumber
} from '../../components/format';
import type { IRegistryParts } from '../page/context';

/** The metrics of both versions, with the difference in words and colour. */
export function Metrics(props: {
  versions: VersionComparison;
  context: IRegistryParts;
}): React.JSX.Element {
  const { versions, context } = props;
  const { trans } = context;
  const { challenger, current, metrics } = versions;
  if (metrics.length === 0) {
    return <p className="jp-MLTrack-none">{trans.__('No metrics.')}</p>;
  }
  return (
    <table
      className="jp-MLTrack-beside"
      data-numbers="true"
      aria-label={trans.__('Metrics of both versions')}
    >
      <thead>
        <tr>
          <th scope="col">{trans.__('Metric')}</th>
          {current && (
            <th scope="col">{trans.__('v%1 (current)', current.version)}</th>
          )}
          <th scope="col">
            {current
              ? trans.__('v%1 (challenger)', challenger.version)
              : trans.__('v%1', challenger.version)}
          </th>
          {current && <th scope="col">{trans.__('Difference')}</th>}
        </tr>
      </thead>
      <tbody>
        {metrics.map(metric => (
          <Row
            key={metric.name}
            metric={metric}
            beside={current !== null}
            context={context}
          />
        ))}
      </tbody>
    </table>
  );
}

function Row(props: {
  metric: MetricEvidence;
  beside: boolean;
  context: IRegistryParts;
}): React.JSX.Element {
  const { metric, beside, context } = props;
  const { settings, trans } = context;
  const numbers = [metric.current, metric.challenger].filter(
    (value): value is number => typeof value === 'number'
  );
  const digits = digitsThatDiffer(numbers, 3, settings.digits);
  return (
    <tr>
      <th scope="row" title={metric.name}>
        {metric.name}
      </th>
      {beside && (
        <Value
          value={metric.current}
          spread={metric.current_spread}
          digits={digits}
          trans={trans}
        />
      )}
      <Value
        value={metric.challenger}
        spread={metric.challenger_spread}
        digits={digits}
        trans={trans}
      />
      {beside && (
        <td>
          <span className="jp-MLTrack-delta" data-verdict={metric.verdict}>
            {deltaWords(metric, trans)}
          </span>
          {metric.within_spread === true && metric.verdict !== 'same' && (
            <span className="jp-MLTrack-within">
              {trans.__('within the spread of repeats')}
            </span>
          )}
        </td>
      )}
    </tr>
  );
}

function Value(props: {
  value: MetricEvidence['challenger'];
  spread: Spread | null;
  digits: number;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { value, spread, digits, trans } = props;
  return (
    <td title={value === null ? undefined : String(value)}>
      {formatValue(value, digits)}
      {spread && (
        <span className="jp-MLTrack-within">
          {trans._n(
            '%2 to %3 in %1 run',
            '%2 to %3 in %1 runs',
            spread.runs,
            formatValue(spread.min, digits),
            formatValue(spread.max, digits)
          )}
        </span>
      )}
    </td>
  );
}

/** How the challenger stands to the current version: `▲ 0.013 better`. */
export function deltaWords(
  metric: MetricEvidence,
  trans: TranslationBundle
): string {
  switch (metric.verdict) {
    case 'missing':
      return metric.challenger === null
        ? trans.__('the challenger has none')
        : trans.__('new');
    case 'same':
      return trans.__('the same');
  }
  const delta = metric.delta === null ? NaN : toNumber(metric.delta);
  if (Number.isNaN(delta)) {
    return trans.__('changed');
  }
  const size = formatNumber(Math.abs(delta), 3);
  const moved =
    delta > 0
      ? trans.__('▲ higher by %1', size)
      : trans.__('▼ lower by %1', size);
  switch (metric.verdict) {
    case 'better':
      return trans.__('%1, better', moved);
    case 'worse':
      return trans.__('%1, worse', moved);
    default:
      return moved;
  }
}
