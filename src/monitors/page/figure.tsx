import React, { useEffect, useMemo } from 'react';
import { WidgetHost } from '../../components/widgetHost';
import type { IFigure, IFigureFactory } from '../../tokens';

/** A figure that came with an answer. */
export function Figure(props: {
  figure: IFigure;
  label: string;
  figures: IFigureFactory;
}): React.JSX.Element {
  const { figure, label, figures } = props;
  const widget = useMemo(
    () => figures.showFigure(figure, label),
    // What it shows is set below: a new widget would lose zoom and place.
    [figures, label]
  );
  useEffect(() => () => widget.dispose(), [widget]);
  useEffect(() => {
    widget.figure = figure;
  }, [widget, figure]);
  return <WidgetHost widget={widget} className="jp-MLTrack-monitorFigure" />;
}
