import type { TranslationBundle } from '@jupyterlab/translation';
import {
  fileUploadIcon,
  folderIcon,
  ReactWidget
} from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import React, { useEffect, useRef, useState } from 'react';
import { useSignal } from '../components/hooks';
import { Choosing } from './choosing';
import type { ImportModel } from './model';
import { Outcome } from './outcome';
import { sizeWords } from './words';

/** Progress that is over sooner is not shown, in milliseconds. */
const SOON = 300;

/** What the dialog's body needs. */
export interface IImportParts {
  readonly model: ImportModel;
  /** Whether it was asked for models rather than for runs. */
  readonly models: boolean;
  /** Choose a file or folder of the server; null where there is no file browser. */
  readonly onBrowse: (() => void) | null;
  readonly onLeave: () => void;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

/** What stands in the dialog: a source, what is in it, how far it is, what came of it. */
export class ImportBody extends ReactWidget {
  constructor(private readonly _parts: IImportParts) {
    super();
    this.addClass('jp-MLTrack');
    this.addClass('jp-MLTrack-importBody');
  }

  protected override render(): React.JSX.Element {
    return <Body parts={this._parts} />;
  }
}

function Body(props: { parts: IImportParts }): React.JSX.Element | null {
  const { model, models, commands, onLeave, trans } = props.parts;
  useSignal(model.changed);
  switch (model.phase) {
    case 'source':
      return <Source parts={props.parts} />;
    case 'looking':
      return (
        <Slow
          key="looking"
          words={
            model.progress
              ? trans.__('Sending %1', model.looked)
              : trans.__('Looking into %1', model.looked)
          }
          model={model}
          show={sizeWords}
          trans={trans}
        />
      );
    case 'choosing':
      return <Choosing model={model} models={models} trans={trans} />;
    case 'importing':
      return (
        <Slow
          key="importing"
          words={
            model.stopping
              ? trans.__('Stopping; what came stays')
              : trans.__('Importing')
          }
          model={model}
          show={String}
          trans={trans}
        />
      );
    case 'done':
      return <Outcome {...{ model, commands, onLeave, trans }} />;
  }
}

/** Where it comes from. */
function Source(props: { parts: IImportParts }): React.JSX.Element {
  const { model, onBrowse, trans } = props.parts;
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      {model.error && (
        <p className="jp-MLTrack-importRefused" role="alert">
          {model.error.message}
        </p>
      )}
      <p>
        {trans.__(
          'A file that a colleague exported, or the folder in which their store lies. You see what is in it before anything is written.'
        )}
      </p>
      <div className="jp-MLTrack-buttons">
        <button
          type="button"
          className="jp-MLTrack-button jp-MLTrack-importFrom"
          disabled={onBrowse === null}
          onClick={() => onBrowse?.()}
        >
          <folderIcon.react tag="span" />
          {trans.__('File or folder on the server…')}
        </button>
        <button
          type="button"
          className="jp-MLTrack-button jp-MLTrack-importFrom"
          onClick={() => file.current?.click()}
        >
          <fileUploadIcon.react tag="span" />
          {trans.__('Upload a file…')}
        </button>
        <input
          ref={file}
          type="file"
          hidden
          aria-label={trans.__('File to upload')}
          onChange={event => {
            const chosen = event.currentTarget.files?.[0];
            // The same file can be chosen again.
            event.currentTarget.value = '';
            if (chosen) {
              void model.send(chosen);
            }
          }}
        />
      </div>
      <p className="jp-MLTrack-none">
        {trans.__(
          'They export with “mltrack export”. What lies outside JupyterLab’s root folder is imported with “mltrack import” in a terminal.'
        )}
      </p>
    </>
  );
}

/** How far something is, once it takes longer than a moment. */
function Slow(props: {
  words: string;
  model: ImportModel;
  show: (amount: number) => string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { words, model, show, trans } = props;
  const { progress } = model;
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SOON);
    return () => clearTimeout(timer);
  }, []);
  // One thing is not done by halves: its bar would stand still at nothing.
  const known = progress !== null && progress.total > 1;
  return (
    <div className="jp-MLTrack-importSlow" aria-busy="true">
      {slow && (
        <>
          <span role="status">{words}…</span>
          <progress
            className="jp-MLTrack-progress"
            aria-label={words}
            max={known ? progress.total : undefined}
            value={known ? progress.done : undefined}
          />
          {known && (
            <span className="jp-MLTrack-none">
              {trans.__('%1 of %2', show(progress.done), show(progress.total))}
            </span>
          )}
        </>
      )}
    </div>
  );
}
