import { Clipboard } from '@jupyterlab/apputils';
import React, { useMemo, useState } from 'react';
import type { RunDetails } from '../../api/types';
import { formatBytes } from '../../components/format';
import type { IDetailsContext } from './context';
import { Section } from '../../components/section';
import { TerminalText } from './terminal';

/** More lines than this are folded. */
const MOST_LINES = 20;

/** The text that a run's cell printed. */
export function Output(props: {
  details: RunDetails;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { details, context } = props;
  const { rendermime, trans } = context;
  const { output, run } = details;
  const [open, setOpen] = useState(false);
  const lines = useMemo(() => linesOf(output ?? ''), [output]);
  if (!output) {
    return null;
  }
  const more = lines.length - MOST_LINES;
  const shown = open || more <= 0 ? lines : lines.slice(0, MOST_LINES);
  const kept = new Blob([output]).size;
  return (
    <Section
      title={trans.__('Output')}
      count={trans._n('%1 line', '%1 lines', lines.length)}
      wide
    >
      <div
        className="jp-MLTrack-printed"
        role="group"
        aria-label={trans.__('Printed text')}
        tabIndex={0}
      >
        <TerminalText text={shown.join('\n')} rendermime={rendermime} />
      </div>
      <div className="jp-MLTrack-buttons">
        {more > 0 && (
          <button
            className="jp-MLTrack-button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open
              ? trans.__('Show the first %1 lines', MOST_LINES)
              : trans._n('Show %1 more line', 'Show %1 more lines', more)}
          </button>
        )}
        <button
          className="jp-MLTrack-button"
          onClick={() => Clipboard.copyToSystem(output)}
        >
          {trans.__('Copy')}
        </button>
        {kept < run.stdout_bytes && (
          <span className="jp-MLTrack-none">
            {trans.__(
              '%1 of %2 were kept',
              formatBytes(kept),
              formatBytes(run.stdout_bytes)
            )}
          </span>
        )}
      </div>
    </Section>
  );
}

/** The lines of a text as a terminal shows them: a carriage return goes back, what follows is written over. */
export function linesOf(text: string): string[] {
  return text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map(line =>
      line
        .split('\r')
        .reduce((under, over) => over + under.slice(over.length), '')
    );
}
