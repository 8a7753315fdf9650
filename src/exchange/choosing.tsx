import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { OfferedRun, OfferedVersion } from '../api/types';
import { Ago } from '../components/ago';
import { FilterBox } from '../components/filterBox';
import { formatTime } from '../components/format';
import { ChoiceList, IChoice } from './list';
import type { ImportModel } from './model';
import { versionKey } from './plan';
import { countWords } from './words';

/** From so many things on there is a box to search in them. */
const MANY = 8;

/** What is in the source, to choose from. Nothing was written yet. */
export function Choosing(props: {
  model: ImportModel;
  /** Models first. */
  models: boolean;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { model, trans } = props;
  const { offer } = model;
  if (!offer) {
    return null;
  }
  const runs = offer.runs.length > 0 && (
    <ChoiceList
      key="runs"
      label={trans.__('Runs in it')}
      all={trans._n('%1 run', 'All %1 runs', model.runs.length)}
      choices={model.runs.map(run => runChoice(run, trans))}
      has={key => model.has(key)}
      onChoose={(keys, on) => model.choose(keys, on)}
      trans={trans}
    />
  );
  const versions = offer.versions.length > 0 && (
    <ChoiceList
      key="versions"
      label={trans.__('Model versions in it')}
      all={trans._n(
        '%1 model version',
        'All %1 model versions',
        model.versions.length
      )}
      choices={model.versions.map(version => versionChoice(version, trans))}
      has={key => model.has(key)}
      onChoose={(keys, on) => model.choose(keys, on)}
      trans={trans}
    />
  );
  const name = <NameHere key="name" model={model} trans={trans} />;
  const count = offer.runs.length + offer.versions.length;
  return (
    <>
      <p className="jp-MLTrack-importSource" role="status">
        <b>{offer.source}</b>{' '}
        {count === 0
          ? trans.__('holds nothing that could be imported.')
          : trans.__(
              'holds %1. Nothing has been written yet.',
              countWords(offer.total_runs, offer.total_versions, trans)
            )}
      </p>
      <Notes model={model} trans={trans} />
      {count > MANY && (
        <FilterBox
          filter={model.filter}
          placeholder={trans.__('Search by name, experiment, person…')}
          label={trans.__('Search in it')}
          onFilter={filter => (model.filter = filter)}
          trans={trans}
        />
      )}
      {props.models ? [versions, name, runs] : [runs, versions, name]}
      <div>
        <button
          type="button"
          className="jp-MLTrack-link"
          onClick={() => model.back()}
        >
          {trans.__('Choose another source')}
        </button>
      </div>
    </>
  );
}

/** What one should know of the source. */
function Notes(props: {
  model: ImportModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const offer = model.offer!;
  const hidden =
    offer.total_runs +
    offer.total_versions -
    offer.unreadable -
    offer.runs.length -
    offer.versions.length;
  const known = [...offer.runs, ...offer.versions];
  return (
    <>
      {known.length > 0 && known.every(one => one.here !== null) && (
        <p className="jp-MLTrack-none">
          {trans.__('All of it is here already.')}
        </p>
      )}
      {hidden > 0 && (
        <p className="jp-MLTrack-none">
          {trans.__('The %1 oldest are not listed.', hidden)}
        </p>
      )}
      {offer.unreadable > 0 && (
        <p className="jp-MLTrack-none">
          {trans._n(
            '%1 is damaged and not listed.',
            '%1 are damaged and not listed.',
            offer.unreadable
          )}
        </p>
      )}
      {offer.versions.some(version => !version.safe) && (
        <p className="jp-MLTrack-none">
          {trans.__(
            'Importing runs nothing. Loading a model that is marked “runs code” does: only when you trust its maker.'
          )}
        </p>
      )}
    </>
  );
}

/** Under which name the versions come, where they are of one model. */
function NameHere(props: {
  model: ImportModel;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { model, trans } = props;
  return model.name === null ? null : (
    <label className="jp-MLTrack-importName">
      <span>{trans.__('Name of the model here')}</span>
      <input
        className="jp-MLTrack-input jp-mod-styled"
        value={model.name}
        maxLength={250}
        onChange={event => (model.name = event.currentTarget.value)}
      />
    </label>
  );
}

function runChoice(run: OfferedRun, trans: TranslationBundle): IChoice {
  const place = run.user
    ? trans.__('%1, by %2', run.experiment, run.user)
    : run.experiment;
  return {
    key: run.id,
    title: trans.__('run %1 %2', run.number, run.name),
    facts: (
      <>
        {place}
        {', '}
        <Ago time={run.started} trans={trans} />
      </>
    ),
    said: `${place}, ${formatTime(run.started)}`,
    here:
      run.here === null
        ? null
        : run.in_trash
          ? trans.__('here as run %1, in the trash', run.here)
          : trans.__('here as run %1', run.here)
  };
}

function versionChoice(
  version: OfferedVersion,
  trans: TranslationBundle
): IChoice {
  const parts = [
    version.created_by && trans.__('by %1', version.created_by),
    version.format ?? trans.__('no model saved'),
    !version.safe && trans.__('runs code'),
    version.run !== null && trans.__('with its run')
  ].filter(Boolean);
  return {
    key: versionKey(version),
    title: trans.__('%1 v%2', version.model, version.version),
    facts: (
      <>
        {parts.join(', ')}
        {', '}
        <Ago time={version.created} trans={trans} />
      </>
    ),
    said: `${parts.join(', ')}, ${formatTime(version.created)}`,
    here: version.here === null ? null : trans.__('here as v%1', version.here)
  };
}
