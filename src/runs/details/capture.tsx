import React from 'react';
import type { Run } from '../../api/types';
import type { IDetailsContext } from './context';
import { Section } from './section';

/** What was captured and by which rule, and what was seen but left out, and why. */
export function Capture(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { run, context } = props;
  const { trans } = context;
  const { captured, left_out: leftOut } = run;
  if (captured.length === 0 && leftOut.length === 0) {
    return null;
  }
  const kinds = {
    param: trans.__('parameter'),
    metric: trans.__('metric'),
    series: trans.__('curve')
  };
  return (
    <Section
      title={trans.__('Captured and left out')}
      count={`${captured.length} · ${leftOut.length}`}
      folded
    >
      {captured.length > 0 && (
        <table className="jp-MLTrack-values" data-words="true">
          <thead>
            <tr>
              <th scope="col">{trans.__('Captured')}</th>
              <th scope="col">{trans.__('as')}</th>
              <th scope="col">{trans.__('by rule')}</th>
            </tr>
          </thead>
          <tbody>
            {captured.map(({ name, kind, rule }, index) => (
              <tr key={index}>
                <th scope="row">{name}</th>
                <td>{kinds[kind]}</td>
                <td>{rule}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {leftOut.length > 0 && (
        <table className="jp-MLTrack-values" data-words="true">
          <thead>
            <tr>
              <th scope="col">{trans.__('Left out')}</th>
              <th scope="col">{trans.__('because')}</th>
            </tr>
          </thead>
          <tbody>
            {leftOut.map(({ name, reason }, index) => (
              <tr key={index}>
                <th scope="row">{name}</th>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
