import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { FittedModel, Run } from '../../api/types';
import { formatAmount, formatChosen } from '../../components/format';
import type { IDetailsContext } from './context';
import { dataId } from './data';
import { Section } from '../../components/section';
import { Saved, SavedParts } from './saved';
import { ShortClass } from './shortClass';

/** More parts than this are folded. */
const MOST_PARTS = 8;

/** A setting has at most so many digits. */
const DIGITS = 6;

/** The models that a run's cell trained or evaluated. */
export function Models(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { run, context } = props;
  const { trans } = context;
  // What a cell trained and what was saved of it are one model.
  const apart = run.saved.filter(
    saved => !run.models.some(model => model.saved === saved.path)
  );
  const count = run.models.length + apart.length;
  if (count === 0) {
    return null;
  }
  return (
    <Section title={trans.__('Models')} count={String(count)} wide>
      <div className="jp-MLTrack-models">
        {run.models.map((model, index) => (
          <div
            key={index}
            className="jp-MLTrack-model"
            role="group"
            aria-label={model.name}
          >
            <h3>
              <span className="jp-MLTrack-modelName">{model.name}</span>{' '}
              <ShortClass type={model.type} />
            </h3>
            <Facts model={model} run={run} trans={trans} />
            <Settings model={model} trans={trans} />
            {run.saved
              .filter(saved => saved.path === model.saved)
              .map(saved => (
                <SavedParts
                  key={saved.path}
                  saved={saved}
                  run={run}
                  context={context}
                />
              ))}
          </div>
        ))}
        {apart.map(saved => (
          <Saved key={saved.path} saved={saved} run={run} context={context} />
        ))}
      </div>
    </Section>
  );
}

/** What the model is made of, how large it is, and what it learned from. */
function Facts(props: {
  model: FittedModel;
  run: Run;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, run, trans } = props;
  return (
    <dl className="jp-MLTrack-modelFacts">
      {model.parts.length > 0 && (
        <div>
          <dt>{trans.__('Parts')}</dt>
          <dd>
            <Parts parts={model.parts} trans={trans} />
          </dd>
        </div>
      )}
      {model.size !== null && (
        <div>
          <dt>{trans.__('Trainable values')}</dt>
          <dd title={model.size.toLocaleString()}>
            {formatAmount(model.size)}
          </dd>
        </div>
      )}
      {model.data.length > 0 && (
        <div>
          <dt
            title={
              model.fitted
                ? undefined
                : trans.__(
                    'Not the object itself was trained, but copies of it'
                  )
            }
          >
            {model.fitted
              ? trans.__('Fitted on')
              : trans.__('Copies fitted on')}
          </dt>
          <dd>
            {model.data.map((name, index) => (
              <React.Fragment key={index}>
                {index > 0 && ', '}
                <DataLink name={name} run={run} trans={trans} />
              </React.Fragment>
            ))}
          </dd>
        </div>
      )}
      {!model.fitted && model.data.length === 0 && (
        <div>
          <dd>{trans.__('Not trained by this run')}</dd>
        </div>
      )}
    </dl>
  );
}

function Parts(props: {
  parts: readonly string[];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { parts, trans } = props;
  const written = (some: readonly string[]) =>
    some.map((part, index) => (
      <React.Fragment key={index}>
        {index > 0 && ', '}
        <ShortClass type={part} />
      </React.Fragment>
    ));
  return parts.length <= MOST_PARTS ? (
    <>{written(parts)}</>
  ) : (
    <details>
      <summary>
        {written(parts.slice(0, MOST_PARTS))}{' '}
        {trans.__('… and %1 more', parts.length - MOST_PARTS)}
      </summary>
      {written(parts.slice(MOST_PARTS))}
    </details>
  );
}

/** Leads to the row of a data set, where there is one. */
function DataLink(props: {
  name: string;
  run: Run;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { name, run, trans } = props;
  const index = run.data.findIndex(data => data.name === name);
  if (index < 0) {
    return <>{name}</>;
  }
  return (
    <button
      className="jp-MLTrack-link"
      title={trans.__('Show %1 among the data', name)}
      onClick={() => {
        const row = document.getElementById(dataId(run.id, index));
        row?.scrollIntoView({ block: 'center' });
        row?.focus({ preventScroll: true });
      }}
    >
      {name}
    </button>
  );
}

/** The settings that somebody chose; the library's own are folded. */
function Settings(props: {
  model: FittedModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const defaults = Object.keys(model.defaults).length;
  return (
    <>
      {Object.keys(model.params).length > 0 ? (
        <SettingsTable settings={model.params} label={trans.__('Settings')} />
      ) : (
        defaults > 0 && (
          <p className="jp-MLTrack-none">
            {trans.__("Every setting is the library's default.")}
          </p>
        )
      )}
      {defaults > 0 && (
        <details className="jp-MLTrack-defaults">
          <summary>{trans.__('library defaults (%1)', defaults)}</summary>
          <SettingsTable
            settings={model.defaults}
            label={trans.__('Library defaults')}
          />
        </details>
      )}
    </>
  );
}

function SettingsTable(props: {
  settings: FittedModel['params'];
  label: string;
}): React.JSX.Element {
  return (
    <table className="jp-MLTrack-values" aria-label={props.label}>
      <tbody>
        {Object.entries(props.settings).map(([name, value]) => (
          <tr key={name}>
            <th scope="row" title={name}>
              {name}
            </th>
            <td title={value === null ? undefined : String(value)}>
              {settingText(value)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A setting as Python writes it. */
function settingText(value: FittedModel['params'][string]): string {
  return value === null ? 'None' : formatChosen(value, DIGITS);
}
