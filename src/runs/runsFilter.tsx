import React from 'react';
import { FilterBox } from '../components/filterBox';
import type { IRunsContext } from './context';

/** The search and filter box of runs. */
export function RunsFilter(props: {
  context: IRunsContext;
}): React.JSX.Element {
  const { model, trans } = props.context;
  return (
    <FilterBox
      filter={model.query.filter}
      error={model.filterError}
      placeholder={trans.__('Search or filter…')}
      label={trans.__('Search or filter runs')}
      hint={trans.__(
        'Words are looked for in names, tags and notes. Filters compare: %1. Join them with and, or, not and brackets.',
        'metrics.accuracy > 0.9, params.model = "svc", status = failed, started > 7d'
      )}
      onFilter={filter => model.setQuery({ filter })}
      trans={trans}
    />
  );
}
