import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import React, { useEffect, useRef } from 'react';
import type { RunDetails } from '../../api/types';
import type { IDetailsContext } from './context';
import { Section } from '../../components/section';

/** Longer code is shown without colours. */
const MOST_COLOURED = 200_000;

/** The code of a run's cell, and the earlier cells that it depended on, folded. */
export function Code(props: {
  details: RunDetails;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { details, context } = props;
  const { languages, trans } = context;
  const { code, context: earlier } = details;
  if (code === null && earlier.length === 0) {
    return null;
  }
  return (
    <Section title={trans.__('Code')} wide>
      {earlier.length > 0 && (
        <details className="jp-MLTrack-earlier">
          <summary>
            {trans._n(
              '%1 earlier cell that it depended on',
              '%1 earlier cells that it depended on',
              earlier.length
            )}
          </summary>
          {earlier.map((cell, index) => (
            <div key={index} className="jp-MLTrack-earlierCell">
              <span className="jp-MLTrack-prompt">{`[${cell.execution_count}]`}</span>
              <PythonCode code={cell.code} languages={languages} />
            </div>
          ))}
        </details>
      )}
      {code !== null && <PythonCode code={code} languages={languages} />}
    </Section>
  );
}

/** Python code to read, in the colours of JupyterLab's editors. */
function PythonCode(props: {
  code: string;
  languages: IEditorLanguageRegistry | null;
}): React.JSX.Element {
  const { code, languages } = props;
  const node = useRef<HTMLPreElement>(null);
  useEffect(() => {
    let gone = false;
    const colour = async (registry: IEditorLanguageRegistry) => {
      const known = registry.findByMIME('text/x-python');
      const language = known && (await registry.getLanguage(known));
      const coloured = document.createElement('pre');
      await registry.highlight(code, language, coloured);
      // Until here, and where colouring fails, the plain text stands.
      if (!gone && language && coloured.textContent === code) {
        node.current?.replaceChildren(...coloured.childNodes);
      }
    };
    if (node.current) {
      node.current.textContent = code;
    }
    if (languages && code.length <= MOST_COLOURED) {
      void colour(languages);
    }
    return () => {
      gone = true;
    };
  }, [code, languages]);
  return <pre ref={node} className="jp-MLTrack-code" tabIndex={0} />;
}
