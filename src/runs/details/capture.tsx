import React, { useEffect } from 'react';
import type { Run } from '../../api/types';
import { useSignal } from '../../components/hooks';
import type { Choice } from './choices';
import type { IDetailsContext } from './context';
import { Section } from '../../components/section';

/** What was captured and by which rule, and what was seen but left out, and why; with a word in it for good. */
export function Capture(props: {
  run: Run;
  /** The rules in words. */
  rules: Readonly<Record<string, string>>;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { run, rules, context } = props;
  const { trans, choices } = context;
  const { captured, left_out: leftOut } = run;
  useSignal(choices.changed);
  useEffect(() => void choices.load(), [choices]);
  if (captured.length === 0 && leftOut.length === 0) {
    return null;
  }
  const kinds = {
    param: trans.__('parameter'),
    metric: trans.__('metric'),
    series: trans.__('curve')
  };
  const decide = (name: string, choice: Choice, label: string) => (
    <button
      key={choice}
      className="jp-MLTrack-small"
      aria-pressed={choices.of(name) === choice}
      aria-label={`${name}: ${label}`}
      title={trans.__('From the next run on; pressed again, the rules decide')}
      onClick={() => void choices.toggle(name, choice)}
    >
      {label}
    </button>
  );
  const isName = (name: string) => /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name);
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
              <th scope="col">{trans.__('because')}</th>
              <th scope="col">{trans.__('From now on')}</th>
            </tr>
          </thead>
          <tbody>
            {captured.map(({ name, kind, rule }, index) => (
              <tr key={index}>
                <th scope="row">{name}</th>
                <td data-brief="true">{kinds[kind]}</td>
                <td title={rule}>{rules[rule] ?? rule}</td>
                <td>
                  {isName(name) && decide(name, 'never', trans.__('never'))}
                </td>
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
              <th scope="col">{trans.__('From now on')}</th>
            </tr>
          </thead>
          <tbody>
            {leftOut.map(({ name, rule, reason }, index) => (
              <tr key={index}>
                <th scope="row">{name}</th>
                <td>{reason}</td>
                <td>
                  {isName(name) && !rule.startsWith('secret.') && (
                    <>
                      {decide(name, 'param', trans.__('parameter'))}
                      {decide(name, 'metric', trans.__('metric'))}
                    </>
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
