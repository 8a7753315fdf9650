import { IRenderMimeRegistry, MimeModel } from '@jupyterlab/rendermime';
import { Panel } from '@lumino/widgets';
import React, { useCallback } from 'react';
import { Hosted } from '../../components/hosted';

/** JupyterLab's renderer of terminal output: it knows ANSI colours and escapes everything. */
const OUTPUT = 'application/vnd.jupyter.stdout';

/** Text that was meant for a terminal. */
export function TerminalText(props: {
  text: string;
  rendermime: IRenderMimeRegistry;
  className?: string;
}): React.JSX.Element {
  const { text, rendermime } = props;
  const make = useCallback(() => {
    const panel = new Panel();
    const renderer = rendermime.createRenderer(OUTPUT);
    panel.addWidget(renderer);
    void renderer.renderModel(new MimeModel({ data: { [OUTPUT]: text } }));
    return panel;
  }, [text, rendermime]);
  return <Hosted make={make} className={props.className} />;
}
