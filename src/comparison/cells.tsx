import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useState } from 'react';
import type { ComparedGroup, ComparedValue } from '../api/types';
import { deltaOf, showsDelta, valueText } from './words';

/** Longer texts are folded. */
const LONGEST = 60;

/** One value: how it reads, how it stands to the baseline's, whether it is the best. */
export function ValueCell(props: {
  value: ComparedValue;
  group: ComparedGroup['name'];
  digits: number;
  place: string;
  /** Position of the run; 0 is the baseline. */
  column: number;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { value, column, trans } = props;
  const delta =
    column > 0 && showsDelta(props.group) ? deltaOf(value, trans) : null;
  const text = valueText(value, props.group, props.digits);
  const numeric = typeof value.value === 'number';
  return (
    <td
      className="jp-MLTrack-compareCell"
      role="gridcell"
      data-at={props.place}
      data-baseline={column === 0 || undefined}
      data-verdict={value.verdict}
      data-numeric={numeric || undefined}
      tabIndex={-1}
      aria-colindex={column + 2}
      title={
        value.verdict === 'missing'
          ? trans.__('this run has none')
          : numeric
            ? String(value.value)
            : undefined
      }
    >
      <span className="jp-MLTrack-compareValue">
        {value.best && <Best trans={trans} />}
        <Folded text={text} trans={trans} />
      </span>
      {delta && (
        <span className="jp-MLTrack-delta" data-verdict={value.verdict}>
          <span aria-hidden="true">{delta.arrow}</span>
          <span className="jp-MLTrack-unseen">
            {delta.arrow === '▲' ? trans.__('higher by') : trans.__('lower by')}
          </span>{' '}
          {delta.size} {delta.word}
        </span>
      )}
    </td>
  );
}

function Best(props: { trans: TranslationBundle }): React.JSX.Element {
  const word = props.trans.__('best');
  return (
    <span className="jp-MLTrack-best" role="img" aria-label={word} title={word}>
      ★
    </span>
  );
}

/** A text that is cut where it is long, until somebody asks for all of it. */
export function Folded(props: {
  text: string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { text, trans } = props;
  const [open, setOpen] = useState(false);
  const first = text.split('\n', 1)[0];
  if (text.length <= LONGEST && first.length === text.length) {
    return <>{text}</>;
  }
  return (
    <>
      <span className={open ? 'jp-MLTrack-compareWhole' : undefined}>
        {open ? text : `${first.slice(0, LONGEST)}…`}
      </span>{' '}
      <button
        className="jp-MLTrack-link"
        tabIndex={-1}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? trans.__('less') : trans.__('more')}
      </button>
    </>
  );
}

/** How much of a run's code differs from the baseline's. */
export function CodeCell(props: {
  size: { added: number; removed: number };
  place: string;
  column: number;
  onOpen: () => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { size, column, trans } = props;
  const same = size.added + size.removed === 0;
  return (
    <td
      className="jp-MLTrack-compareCell"
      role="gridcell"
      data-at={props.place}
      data-baseline={column === 0 || undefined}
      data-verdict={same ? 'same' : 'changed'}
      tabIndex={-1}
      aria-colindex={column + 2}
    >
      {column === 0 ? (
        '–'
      ) : same ? (
        trans.__('same code')
      ) : (
        <button
          className="jp-MLTrack-link"
          tabIndex={-1}
          onClick={props.onOpen}
          aria-label={trans.__(
            '%1 lines added, %2 removed: show the code',
            size.added,
            size.removed
          )}
        >
          +{size.added} −{size.removed}
        </button>
      )}
    </td>
  );
}
