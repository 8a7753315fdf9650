import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useState } from 'react';
import type { Dataset, Run } from '../../api/types';
import { MISSING } from '../../components/format';
import type { IDetailsContext } from './context';
import { Section } from '../../components/section';
import { ShortClass } from './shortClass';

/** So much of a fingerprint is shown. */
const SHOWN = 8;

/** Where a data set stands on the page of its run, for those who lead there. */
export function dataId(run: string, index: number): string {
  return `jp-MLTrack-data-${run}-${index}`;
}

/** The data that a run computed with, described. */
export function Data(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { run, context } = props;
  const { trans } = context;
  if (run.data.length === 0) {
    return null;
  }
  return (
    <Section title={trans.__('Data')} count={String(run.data.length)} wide>
      <div
        className="jp-MLTrack-sideways"
        role="group"
        aria-label={trans.__('Data')}
        tabIndex={0}
      >
        <table className="jp-MLTrack-values" data-words="true">
          <thead>
            <tr>
              <th scope="col">{trans.__('Name')}</th>
              <th scope="col">{trans.__('Used')}</th>
              <th scope="col">{trans.__('Kind')}</th>
              <th scope="col">{trans.__('Rows × columns')}</th>
              <th scope="col">{trans.__('Contents')}</th>
              <th scope="col">{trans.__('Read from')}</th>
              <th scope="col">{trans.__('Fingerprint')}</th>
            </tr>
          </thead>
          <tbody>
            {run.data.map((data, index) => (
              <DataRow
                key={index}
                id={dataId(run.id, index)}
                data={data}
                trans={trans}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** A data set; below it, as long as somebody wants to see them, the columns of a table. */
function DataRow(props: {
  id: string;
  data: Dataset;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { id, data, trans } = props;
  const [open, setOpen] = useState(false);
  const { columns, more_columns: more } = data;
  return (
    <>
      <tr id={id} className="jp-MLTrack-dataRow" tabIndex={-1}>
        <th scope="row" title={data.name}>
          {data.name}
        </th>
        <td data-brief="true">
          <Role role={data.role} trans={trans} />
        </td>
        <td data-brief="true" className="jp-MLTrack-dataKind">
          <ShortClass type={data.type} />
        </td>
        <td data-brief="true">{shapeText(data.shape, trans)}</td>
        <td data-brief="true">
          {columns.length > 0 ? (
            <button
              className="jp-MLTrack-link"
              aria-expanded={open}
              aria-controls={`${id}-columns`}
              onClick={() => setOpen(!open)}
            >
              <span aria-hidden="true">{open ? '▾ ' : '▸ '}</span>
              {trans._n('%1 column', '%1 columns', columns.length + more)}
            </button>
          ) : (
            data.element || MISSING
          )}
        </td>
        <td className="jp-MLTrack-dataSource">
          <Source data={data} trans={trans} />
        </td>
        <td data-brief="true">
          <Fingerprint data={data} trans={trans} />
        </td>
      </tr>
      {open && (
        <tr id={`${id}-columns`}>
          <td colSpan={7}>
            <ul className="jp-MLTrack-columnTypes">
              {columns.map(({ name, type }, index) => (
                <li key={index} title={`${name} ${type}`}>
                  {name} <span className="jp-MLTrack-columnType">{type}</span>
                </li>
              ))}
              {more > 0 && <li>{trans.__('… and %1 more', more)}</li>}
            </ul>
          </td>
        </tr>
      )}
    </>
  );
}

function Role(props: {
  role: Dataset['role'];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { role, trans } = props;
  const [word, sentence] = {
    fitted: [trans.__('to fit'), trans.__('A model was fitted on these data')],
    evaluated: [
      trans.__('to evaluate'),
      trans.__('A model was applied to these data')
    ],
    read: [trans.__('read'), trans.__('The cell read these data')]
  }[role];
  return <span title={sentence}>{word}</span>;
}

/** `1,200 × 14`; `1,200 rows` where there is nothing else to say. */
export function shapeText(
  shape: readonly number[],
  trans: TranslationBundle
): string {
  if (shape.length === 0) {
    return MISSING;
  }
  const sizes = shape.map(size => size.toLocaleString());
  return shape.length === 1
    ? trans._n('%2 row', '%2 rows', shape[0], sizes[0])
    : sizes.join(' × ');
}

/** The file that data were read from, or were made of. */
function Source(props: {
  data: Dataset;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { source, derived } = props.data;
  const { trans } = props;
  if (source === null) {
    return <>{MISSING}</>;
  }
  return derived ? (
    <span
      title={trans.__('Made of what was read there: split, joined or scaled')}
    >
      {trans.__('made of %1', source)}
    </span>
  ) : (
    <>{source}</>
  );
}

/** Equal for equal content: its beginning, and how it was made. */
function Fingerprint(props: {
  data: Dataset;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { data, trans } = props;
  if (data.fingerprint === null) {
    return <span title={trans.__('The content was not read')}>{MISSING}</span>;
  }
  const hint = trans.__(
    'Of evenly spaced rows: there were too many to read all'
  );
  return (
    <>
      <code title={data.fingerprint}>{data.fingerprint.slice(0, SHOWN)}</code>
      {data.sampled && (
        <span className="jp-MLTrack-sampled" title={hint}>
          {trans.__('sampled')}
          <span className="jp-MLTrack-unseen">. {hint}</span>
        </span>
      )}
    </>
  );
}
