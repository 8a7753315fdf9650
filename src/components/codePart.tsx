import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { CodeDiff, DiffLine } from '../api/types';
import { IPair, pieces, sideBySide } from './diff';

/** The difference of one part of the code: the cell, or an earlier cell or function. */
export function CodePart(props: {
  diff: CodeDiff;
  /** Old and new side by side. */
  split: boolean;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { diff, split, trans } = props;
  const pairs = sideBySide(diff.lines);
  const title = diff.part === 'cell' ? trans.__('The cell itself') : diff.part;
  return (
    <section className="jp-MLTrack-codePart">
      <h4>{title}</h4>
      <div
        className="jp-MLTrack-codeScroll"
        tabIndex={0}
        role="region"
        aria-label={title}
      >
        <table className="jp-MLTrack-diff" data-split={split || undefined}>
          {split && (
            <colgroup>
              <col className="jp-MLTrack-diffNumber" />
              <col />
              <col className="jp-MLTrack-diffNumber" />
              <col />
            </colgroup>
          )}
          <thead className="jp-MLTrack-unseen">
            <tr>
              <th scope="col">{trans.__('old line')}</th>
              {split && <th scope="col">{trans.__('old code')}</th>}
              <th scope="col">{trans.__('new line')}</th>
              <th scope="col">
                {split ? trans.__('new code') : trans.__('code')}
              </th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair, index) =>
              split ? (
                <SplitRow key={index} pair={pair} trans={trans} />
              ) : (
                <UnifiedRows key={index} pair={pair} trans={trans} />
              )
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function SplitRow(props: {
  pair: IPair;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { pair, trans } = props;
  if (pair.old?.op === '~') {
    return <LeftOut text={pair.old.text} span={4} />;
  }
  const [removed, added] = texts(pair);
  return (
    <tr>
      <td className="jp-MLTrack-diffNumber">{pair.old?.old}</td>
      <Code line={pair.old} partner={added} trans={trans} />
      <td className="jp-MLTrack-diffNumber">{pair.new?.new}</td>
      <Code line={pair.new} partner={removed} trans={trans} />
    </tr>
  );
}

function UnifiedRows(props: {
  pair: IPair;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { pair, trans } = props;
  if (pair.old?.op === '~') {
    return <LeftOut text={pair.old.text} span={3} />;
  }
  const [removed, added] = texts(pair);
  const lines: [DiffLine | null, string | undefined][] =
    pair.old === pair.new
      ? [[pair.old, undefined]]
      : [
          [pair.old, added],
          [pair.new, removed]
        ];
  return (
    <>
      {lines.map(
        ([line, partner]) =>
          line && (
            <tr key={line.op}>
              <td className="jp-MLTrack-diffNumber">{line.old}</td>
              <td className="jp-MLTrack-diffNumber">{line.new}</td>
              <Code line={line} partner={partner} trans={trans} />
            </tr>
          )
      )}
    </>
  );
}

/** The texts of a pair that was edited: old and new. */
function texts(pair: IPair): [string | undefined, string | undefined] {
  return pair.old === pair.new
    ? [undefined, undefined]
    : [pair.old?.text, pair.new?.text];
}

function Code(props: {
  line: DiffLine | null;
  partner: string | undefined;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { line, partner, trans } = props;
  if (!line) {
    return <td className="jp-MLTrack-diffCode" data-op="none" />;
  }
  const word =
    line.op === '+'
      ? trans.__('added')
      : line.op === '-'
        ? trans.__('removed')
        : null;
  const part = word ? pieces(line.text, partner) : null;
  return (
    <td className="jp-MLTrack-diffCode" data-op={line.op}>
      <span className="jp-MLTrack-diffSign" aria-hidden="true">
        {line.op === '-' ? '−' : line.op === '+' ? '+' : ' '}
      </span>
      {word && <span className="jp-MLTrack-unseen">{word}: </span>}
      {part && partner !== undefined ? (
        <>
          {part.before}
          <mark>{part.changed}</mark>
          {part.after}
        </>
      ) : (
        line.text
      )}
    </td>
  );
}

function LeftOut(props: { text: string; span: number }): React.JSX.Element {
  return (
    <tr className="jp-MLTrack-diffGap">
      <td colSpan={props.span}>{props.text}</td>
    </tr>
  );
}
