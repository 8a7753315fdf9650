import { IRenderMimeRegistry, MimeModel } from '@jupyterlab/rendermime';
import { Panel } from '@lumino/widgets';
import React, { useCallback } from 'react';
import { Hosted } from './hosted';
import { harmless } from './harmless';

const MARKDOWN = 'text/markdown';

/** Markdown that a stranger may have written. */
export function Markdown(props: {
  text: string;
  rendermime: IRenderMimeRegistry;
}): React.JSX.Element {
  const { text, rendermime } = props;
  const make = useCallback(() => {
    const registry = rendermime.clone({
      sanitizer: harmless(rendermime.sanitizer)
    });
    const panel = new Panel();
    const renderer = registry.createRenderer(MARKDOWN);
    panel.addWidget(renderer);
    void renderer.renderModel(
      new MimeModel({ data: { [MARKDOWN]: text }, trusted: false })
    );
    return panel;
  }, [text, rendermime]);
  return <Hosted make={make} className="jp-MLTrack-markdown" />;
}
