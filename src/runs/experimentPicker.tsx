import { HTMLSelect } from '@jupyterlab/ui-components';
import React from 'react';
import type { IRunsContext } from './context';

/** The drop-down of experiments. An experiment's name may be anything, so the options' values are places. */
export function ExperimentPicker(props: {
  context: IRunsContext;
}): React.JSX.Element {
  const { model, catalogue, trans } = props.context;
  const { experiments } = catalogue;
  const { experiment } = model.query;
  const place = experiments.findIndex(row => row.name === experiment);
  const gone = experiment !== null && place < 0;
  return (
    <HTMLSelect
      className="jp-MLTrack-select"
      aria-label={trans.__('Experiment')}
      title={experiment ?? trans.__('All experiments')}
      value={gone ? 'gone' : String(place)}
      onChange={event => {
        const row = experiments[Number(event.currentTarget.value)];
        model.setQuery({ experiment: row?.name ?? null });
      }}
    >
      <option value="-1">{trans.__('All experiments')}</option>
      {gone && <option value="gone">{experiment}</option>}
      {experiments.map((row, index) => (
        <option key={row.name} value={index}>
          {row.name}
        </option>
      ))}
    </HTMLSelect>
  );
}
