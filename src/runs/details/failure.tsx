import { IRenderMimeRegistry, MimeModel } from '@jupyterlab/rendermime';
import { Panel } from '@lumino/widgets';
import React, { useCallback } from 'react';
import type { Failure } from '../../api/types';
import type { IDetailsContext } from './context';
import { Hosted } from './hosted';
import { Section } from './section';

/** JupyterLab's renderer of terminal output: it knows ANSI colours and escapes everything. */
const OUTPUT = 'application/vnd.jupyter.stdout';

/** The exception that ended a run, with its traceback. */
export function FailurePart(props: {
  failure: Failure | null;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { failure, context } = props;
  const { rendermime, trans } = context;
  if (!failure) {
    return null;
  }
  return (
    <Section title={trans.__('Error')} wide>
      <p className="jp-MLTrack-exception">
        <strong>{failure.type}</strong>
        {failure.message && `: ${failure.message}`}
      </p>
      {failure.traceback && (
        <Traceback text={failure.traceback} rendermime={rendermime} />
      )}
    </Section>
  );
}

function Traceback(props: {
  text: string;
  rendermime: IRenderMimeRegistry;
}): React.JSX.Element {
  const { text, rendermime } = props;
  const make = useCallback(() => {
    const panel = new Panel();
    const renderer = rendermime.createRenderer(OUTPUT);
    panel.addWidget(renderer);
    void renderer.renderModel(new MimeModel({ data: { [OUTPUT]: text } }));
    return panel;
  }, [text, rendermime]);
  return <Hosted make={make} className="jp-MLTrack-traceback" />;
}
