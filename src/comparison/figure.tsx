import React, { useEffect, useMemo } from 'react';
import { CommandIDs } from '../commands';
import { WidgetHost } from '../components/widgetHost';
import type { Query } from '../tokens';
import type { IComparisonContext } from './context';

/** One figure of the server. The view has a legend of its own, so the figure has none. */
export function Figure(props: {
  path: string;
  query: Query;
  label: string;
  context: IComparisonContext;
  className?: string;
}): React.JSX.Element {
  const { path, query, label, context } = props;
  const { model, figures, commands } = context;
  const { runs } = model;
  const widget = useMemo(
    () => figures.createFigure({ path, query, label, runs, legend: false }),
    // What follows is set below: a new widget would lose zoom and place.
    [figures, path, label]
  );
  useEffect(() => {
    widget.runClicked.connect((_, run) => {
      void commands.execute(CommandIDs.openRun, { run });
    });
    return () => widget.dispose();
  }, [widget, commands]);
  useEffect(() => {
    widget.runs = runs;
    widget.query = query;
  });
  return <WidgetHost widget={widget} className={props.className} />;
}
