import React, { useCallback } from 'react';
import type { Run } from '../../api/types';
import type { IFigureFactory } from '../../tokens';
import type { IDetailsContext } from './context';
import { Hosted } from './hosted';
import { Section } from './section';

/** The curves of a run's metrics. */
export function Curves(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { run, context } = props;
  const { figures, trans } = context;
  const keys = Object.keys(run.summaries);
  if (!figures || keys.length === 0) {
    return null;
  }
  return (
    <Section title={trans.__('Curves')} count={String(keys.length)} wide>
      <CurvesFigure
        figures={figures}
        run={run.id}
        label={trans.__('Curves of run %1', run.number)}
      />
    </Section>
  );
}

function CurvesFigure(props: {
  figures: IFigureFactory;
  run: string;
  label: string;
}): React.JSX.Element {
  const { figures, run, label } = props;
  const make = useCallback(
    () =>
      figures.createFigure({
        path: 'figures/curves',
        query: { runs: [run] },
        label,
        runs: [run]
      }),
    [figures, run, label]
  );
  return <Hosted make={make} className="jp-MLTrack-figureHost" />;
}
