import React, { useCallback } from 'react';
import type { Run } from '../../api/types';
import type { IFigureFactory } from '../../tokens';
import type { IDetailsContext } from './context';
import { Hosted } from '../../components/hosted';
import { Section } from '../../components/section';

/** More curves than this are not drawn on a run's page. */
const MOST_DRAWN = 12;

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
      <div className="jp-MLTrack-curvesGrid">
        {keys.slice(0, MOST_DRAWN).map(key => (
          <Curve
            key={key}
            figures={figures}
            run={run.id}
            name={key}
            label={trans.__('Curve of %1 of run %2', key, run.number)}
          />
        ))}
      </div>
      {keys.length > MOST_DRAWN && (
        <p className="jp-MLTrack-none">
          {trans.__(
            '%1 more curves are in the comparison.',
            keys.length - MOST_DRAWN
          )}
        </p>
      )}
    </Section>
  );
}

function Curve(props: {
  figures: IFigureFactory;
  run: string;
  name: string;
  label: string;
}): React.JSX.Element {
  const { figures, run, name, label } = props;
  const make = useCallback(
    () =>
      figures.createFigure({
        path: 'figures/curves',
        query: { runs: [run], keys: [name] },
        label,
        runs: [run],
        legend: false
      }),
    [figures, run, name, label]
  );
  return <Hosted make={make} className="jp-MLTrack-curve" />;
}
