import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { FilterBox } from '../components/filterBox';

/** The search and filter box of runs. */
export function RunsFilter(props: {
  filter: string;
  error: string | null;
  onFilter: (filter: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { trans } = props;
  return (
    <FilterBox
      {...props}
      placeholder={trans.__('Search or filter…')}
      label={trans.__('Search or filter runs')}
      hint={trans.__(
        'Words are looked for in names, tags and notes. Filters compare: %1. Join them with and, or, not and brackets.',
        'metrics.accuracy > 0.9, params.model = "svc", status = failed, started > 7d'
      )}
    />
  );
}
