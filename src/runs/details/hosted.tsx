import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import React, { useEffect, useRef } from 'react';

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
  useEffect(() => {
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
      if (widget.isAttached && node.isConnected) {
        Widget.detach(widget);
      }
      widget.dispose();
    };
  }, [make]);
  return <div ref={host} className={props.className} />;
}
