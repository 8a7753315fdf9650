import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Run, SavedModel, SignatureField } from '../../api/types';
import { formatBytes } from '../../components/format';
import { Verify } from '../../components/verify/view';
import type { IDetailsContext } from './context';
import { FileList } from './fileList';
import { ShortClass } from './shortClass';

interface ISavedProps {
  saved: SavedModel;
  run: Run;
  context: IDetailsContext;
}

/** A model that was saved with the run by hand. */
export function Saved(props: ISavedProps): React.JSX.Element {
  const { saved, context } = props;
  return (
    <div
      className="jp-MLTrack-model"
      role="group"
      aria-label={context.trans.__('Saved model %1', saved.path)}
    >
      <h3>
        <span className="jp-MLTrack-modelName">{saved.path}</span>{' '}
        <ShortClass type={saved.type} />
      </h3>
      <SavedParts {...props} />
    </div>
  );
}

/** Its format, whether it is safe to load, what it takes and gives, its files. */
export function SavedParts(props: ISavedProps): React.JSX.Element {
  const { saved, run, context } = props;
  const { api, trans } = context;
  const files = run.artifacts.filter(file =>
    file.path.startsWith(`${saved.path}/`)
  );
  return (
    <>
      <dl className="jp-MLTrack-modelFacts">
        <div>
          <dt>{trans.__('Saved as')}</dt>
          <dd>
            {saved.format === saved.flavor
              ? saved.format
              : `${saved.flavor}, ${saved.format}`}
          </dd>
        </div>
        <div>
          <dt>{trans.__('Loading it')}</dt>
          <dd>
            <Safety saved={saved} trans={trans} />
          </dd>
        </div>
        <div>
          <dt>{trans.__('Size')}</dt>
          <dd title={trans.__('%1 bytes', saved.size)}>
            {formatBytes(saved.size)}
          </dd>
        </div>
        {saved.example && (
          <div>
            <dt>{trans.__('Example')}</dt>
            <dd>{trans.__('with its predictions')}</dd>
          </div>
        )}
      </dl>
      <Verify
        reference={`runs/${run.id}/${saved.path.replace(/^models\//, '')}`}
        saved={saved}
        found={run.verifications
          .filter(one => one.model === saved.path)
          .reverse()}
        page={context.model}
        api={api}
        trans={trans}
      />
      <SignatureTable saved={saved} trans={trans} />
      {files.length > 0 && (
        <details>
          <summary>{trans._n('%1 file', '%1 files', files.length)}</summary>
          <FileList
            run={run}
            files={files}
            folder={`${saved.path}/`}
            context={context}
          />
        </details>
      )}
    </>
  );
}

/** Whether loading runs code of whoever made the model, as a shape and in words. */
export function Safety(props: {
  saved: SavedModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { saved, trans } = props;
  return (
    <span
      className="jp-MLTrack-safety"
      data-safe={saved.safe}
      title={
        saved.safe
          ? trans.__(
              'Its files hold numbers and names: loading them runs no code of whoever made them.'
            )
          : trans.__(
              'It is a pickle: loading it runs code of whoever made it. It is loaded only when you say that you trust it.'
            )
      }
    >
      <span aria-hidden="true">{saved.safe ? '✓' : '⚠'}</span>{' '}
      {saved.safe ? trans.__('safe') : trans.__('not safe: trust its maker')}
    </span>
  );
}

/** More fields than this are folded. */
const MOST_FIELDS = 12;

function SignatureTable(props: {
  saved: SavedModel;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { saved, trans } = props;
  const { signature } = saved;
  if (!signature) {
    return null;
  }
  const rows: [string, SignatureField][] = [
    ...signature.inputs.map((one): [string, SignatureField] => [
      trans.__('input'),
      one
    ]),
    ...signature.outputs.map((one): [string, SignatureField] => [
      trans.__('output'),
      one
    ])
  ];
  const table = (
    <table
      className="jp-MLTrack-values"
      aria-label={trans.__('Signature of %1', saved.path)}
    >
      <tbody>
        {rows.map(([side, one], index) => (
          <tr key={index}>
            <th scope="row" title={one.name ?? undefined}>
              {side} {one.name}
            </th>
            <td>
              {one.type}
              {one.shape && ` [${one.shape.map(sizeText).join(' × ')}]`}
              {!one.required && ` ${trans.__('(optional)')}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  return rows.length <= MOST_FIELDS ? (
    table
  ) : (
    <details>
      <summary>
        {trans.__(
          'Signature: %1 inputs, %2 outputs',
          signature.inputs.length,
          signature.outputs.length
        )}
      </summary>
      {table}
    </details>
  );
}

/** A dimension; -1 is any size. */
function sizeText(size: number): string {
  return size < 0 ? 'n' : String(size);
}
