import { CodeEditor, CodeEditorWrapper } from '@jupyterlab/codeeditor';
import React, { useCallback, useRef, useState } from 'react';
import type { ModelCard } from '../../api/types';
import { Waiting } from '../../components/answered';
import { Hosted } from '../../components/hosted';
import { telling } from '../../components/telling';
import { Markdown } from '../../components/markdown';
import { download } from './download';
import type { IModelPageContext } from './context';

/** The model card: read, edited, taken along. */
export function Card(props: { context: IModelPageContext }): React.JSX.Element {
  const { context } = props;
  const { model, trans } = context;
  const [editing, setEditing] = useState<ModelCard | null>(null);
  const { card } = model;
  if (!card) {
    return <Waiting trans={trans} />;
  }
  if (editing) {
    return (
      <Editor
        from={editing}
        context={context}
        onDone={() => setEditing(null)}
      />
    );
  }
  const save = (text: string) =>
    telling(trans.__('The card was not changed'), model.saveCard(text));
  return (
    <>
      <div className="jp-MLTrack-cardBar">
        <span className="jp-MLTrack-none">
          {card.edited
            ? trans.__('Written by a person.')
            : trans.__(
                'Written from what is known; it follows the model until somebody edits it.'
              )}
        </span>
        <span className="jp-MLTrack-buttons">
          <button
            className="jp-MLTrack-button"
            onClick={() => setEditing(card)}
          >
            {trans.__('Edit')}
          </button>
          {card.edited && (
            <button
              className="jp-MLTrack-button"
              title={trans.__(
                'The text that somebody wrote goes; the history keeps it'
              )}
              onClick={() => void save('')}
            >
              {trans.__('Write from what is known')}
            </button>
          )}
          <button
            className="jp-MLTrack-button"
            onClick={() =>
              download(`${model.name}.md`, 'text/markdown', card.markdown)
            }
          >
            {trans.__('Download Markdown')}
          </button>
          <button
            className="jp-MLTrack-button"
            onClick={() =>
              download(`${model.name}.html`, 'text/html', card.html)
            }
          >
            {trans.__('Download HTML')}
          </button>
        </span>
      </div>
      <Markdown text={card.markdown} rendermime={context.rendermime} />
    </>
  );
}

function Editor(props: {
  from: ModelCard;
  context: IModelPageContext;
  onDone: () => void;
}): React.JSX.Element {
  const { from, context, onDone } = props;
  const { model, editors, trans } = context;
  const wrapper = useRef<CodeEditorWrapper | null>(null);
  const make = useCallback(() => {
    const text = new CodeEditor.Model({ mimeType: 'text/x-ipythongfm' });
    text.sharedModel.setSource(from.markdown);
    const made = new CodeEditorWrapper({
      model: text,
      factory: editors.factoryService.newInlineEditor,
      editorOptions: { config: { lineWrap: true, lineNumbers: false } }
    });
    made.disposed.connect(() => text.dispose());
    wrapper.current = made;
    return made;
  }, [from, editors]);
  const others = model.card !== null && model.card.markdown !== from.markdown;
  const save = async () => {
    const text = wrapper.current?.editor.model.sharedModel.getSource() ?? '';
    const saved = telling(
      trans.__('The card was not changed'),
      model.saveCard(text).then(() => true)
    );
    if (await saved) {
      onDone();
    }
  };
  return (
    <>
      <div className="jp-MLTrack-cardBar">
        <span className="jp-MLTrack-none" role="status">
          {others && from.edited
            ? trans.__(
                'Somebody else changed the card meanwhile: saving replaces what they wrote.'
              )
            : trans.__(
                'Markdown. An empty card is written from what is known.'
              )}
        </span>
        <span className="jp-MLTrack-buttons">
          <button className="jp-MLTrack-button" onClick={onDone}>
            {trans.__('Cancel')}
          </button>
          <button
            className="jp-MLTrack-button jp-MLTrack-accept"
            onClick={() => void save()}
          >
            {trans.__('Save card')}
          </button>
        </span>
      </div>
      <Hosted make={make} className="jp-MLTrack-cardEditor" />
    </>
  );
}
