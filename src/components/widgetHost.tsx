import { Widget } from '@lumino/widgets';
import React, { useLayoutEffect, useRef } from 'react';

/** Holds a Lumino widget inside React. The widget lives on when the host goes: whoever made it disposes it. */
export function WidgetHost(props: {
  widget: Widget;
  className?: string;
}): React.JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const { widget } = props;
  useLayoutEffect(() => {
    if (host.current) {
      Widget.attach(widget, host.current);
    }
    return () => {
      if (!widget.isDisposed && widget.isAttached) {
        Widget.detach(widget);
      }
    };
  }, [widget]);
  return <div ref={host} className={props.className} />;
}
