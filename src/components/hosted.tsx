import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import React, { useLayoutEffect, useRef } from 'react';

/**
 * Show a Lumino widget inside a React tree, and dispose of it with its place.
 *
 * @param props.make Makes the widget; a new function makes a new widget.
 */
export function Hosted(props: {
  make: () => Widget;
  className?: string;
}): React.JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const { make } = props;
  // A layout effect: its end comes while the place is still in the page, where Lumino can detach the widget.
  useLayoutEffect(() => {
    const node = host.current;
    if (!node) {
      return;
    }
    const widget = make();
    // The host is no widget: attach, and pass on by hand what Lumino would tell a child.
    Widget.attach(widget, node);
    const resized = new ResizeObserver(() =>
      MessageLoop.postMessage(widget, Widget.ResizeMessage.UnknownSize)
    );
    resized.observe(node);
    return () => {
      resized.disconnect();
      widget.dispose();
    };
  }, [make]);
  return <div ref={host} className={props.className} />;
}
