import React, { useState } from 'react';
import type { Run } from '../../api/types';
import type { IDetailsContext } from './context';
import { FigureCard } from './figureCard';
import { Section } from '../../components/section';

/** So many figures are there at first. */
const AT_FIRST = 12;

/** What a run's cell displayed. */
export function Figures(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { run, context } = props;
  const { trans } = context;
  const [all, setAll] = useState(false);
  const figures = run.artifacts.filter(({ kind }) => kind === 'figure');
  if (figures.length === 0) {
    return null;
  }
  const shown = all ? figures : figures.slice(0, AT_FIRST);
  const more = figures.length - shown.length;
  return (
    <Section title={trans.__('Figures')} count={String(figures.length)} wide>
      <ul className="jp-MLTrack-figures">
        {shown.map((figure, index) => (
          <FigureCard
            key={`${figure.path} ${figure.blob}`}
            run={run}
            figure={figure}
            number={index + 1}
            context={context}
          />
        ))}
      </ul>
      {more > 0 && (
        <button className="jp-MLTrack-button" onClick={() => setAll(true)}>
          {trans._n('Show %1 more figure', 'Show %1 more figures', more)}
        </button>
      )}
    </Section>
  );
}
