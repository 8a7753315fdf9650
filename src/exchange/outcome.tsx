import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import type { ImportedRun, ImportedVersion, ImportRefusal } from '../api/types';
import { CommandIDs } from '../commands';
import type { ImportModel } from './model';
import { runsOf, versionKey } from './plan';
import { countWords } from './words';

/** So many are named; the table has them all. */
const MOST_NAMED = 50;

/** What an outcome needs. */
interface IOutcome {
  model: ImportModel;
  commands: CommandRegistry;
  /** The dialog makes room for what is opened. */
  onLeave: () => void;
  trans: TranslationBundle;
}

/** What was refused and why, what was imported, what was here already: what needs somebody comes first. */
export function Outcome(props: IOutcome): React.JSX.Element {
  const { model, trans } = props;
  const { report, error, progress } = model;
  const runs = runsOf(report);
  const fresh = runs.filter(run => !run.already);
  const old = runs.filter(run => run.already);
  const made = report.versions.filter(version => !version.already);
  const known = report.versions.filter(version => version.already);
  const left = progress ? progress.total - progress.done : 0;
  return (
    <>
      {error && (
        <p className="jp-MLTrack-importRefused" role="alert">
          {error.message}
        </p>
      )}
      {left > 0 && (
        <p>
          {trans._n(
            '%1 was not asked for any more.',
            '%1 were not asked for any more.',
            left
          )}
        </p>
      )}
      {report.refused.length > 0 && (
        <div role="alert">
          <h3>{trans.__('Refused: %1', report.refused.length)}</h3>
          <ul className="jp-MLTrack-importRefused">
            {report.refused.slice(0, MOST_NAMED).map((one, index) => (
              <li key={index}>
                <b>{refusedName(one, model, trans)}</b> {one.reason}
              </li>
            ))}
          </ul>
          <More count={report.refused.length} trans={trans} />
        </div>
      )}
      {!model.whole && (
        <div>
          <button
            type="button"
            className="jp-MLTrack-link"
            onClick={() => void model.again()}
          >
            {trans.__('Choose again from what was not imported')}
          </button>
        </div>
      )}
      <div role="status">
        {fresh.length + made.length > 0 && (
          <>
            <h3>
              {trans.__(
                'Imported: %1',
                countWords(fresh.length, made.length, trans)
              )}
            </h3>
            <Things {...props} runs={fresh} versions={made} />
          </>
        )}
        {old.length + known.length > 0 && (
          <>
            <h3>
              {trans.__(
                'Here already, left as it was: %1',
                countWords(old.length, known.length, trans)
              )}
            </h3>
            <Things {...props} runs={old} versions={known} />
          </>
        )}
        {fresh.length + made.length + old.length + known.length === 0 && (
          <h3>{trans.__('Nothing was imported')}</h3>
        )}
      </div>
      {fresh.length > 1 && (
        <div>
          <Opens
            label={trans.__('Show imported runs in the table')}
            command={CommandIDs.openRuns}
            args={{
              filter: 'has tags.mltrack.origin',
              experiment: null,
              sort: '-run.number'
            }}
            {...props}
          />
        </div>
      )}
    </>
  );
}

function Things(
  props: IOutcome & {
    runs: readonly ImportedRun[];
    versions: readonly ImportedVersion[];
  }
): React.JSX.Element {
  const { runs, versions, trans } = props;
  return (
    <>
      <ul className="jp-MLTrack-imported">
        {versions.slice(0, MOST_NAMED).map(one => (
          <li key={versionKey(one)}>
            <Opens
              label={trans.__('%1 v%2', one.model, one.version)}
              command={CommandIDs.openModel}
              args={{ model: one.model }}
              {...props}
            />
          </li>
        ))}
        {runs.slice(0, MOST_NAMED).map(run => (
          <li key={run.id}>
            <Opens
              label={trans.__('run %1 %2', run.number, run.name)}
              command={CommandIDs.openRun}
              args={{ run: run.id }}
              {...props}
            />
            {run.in_trash && (
              <>
                {' '}
                {trans.__('in the trash:')}{' '}
                <Opens
                  label={trans.__('Restore')}
                  command={CommandIDs.restoreRuns}
                  args={{ runs: [run.id] }}
                  {...props}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      <More count={Math.max(runs.length, versions.length)} trans={trans} />
    </>
  );
}

function More(props: {
  count: number;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const more = props.count - MOST_NAMED;
  return more <= 0 ? null : (
    <p className="jp-MLTrack-none">{props.trans.__('… and %1 more.', more)}</p>
  );
}

/** A link that leads out of the dialog, by a command. */
function Opens(props: {
  label: string;
  command: string;
  args: Record<string, string | string[] | null>;
  commands: CommandRegistry;
  onLeave: () => void;
}): React.JSX.Element {
  return (
    <button
      type="button"
      className="jp-MLTrack-link"
      onClick={() => {
        props.onLeave();
        void props.commands.execute(props.command, props.args);
      }}
    >
      {props.label}
    </button>
  );
}

/** What a refused run or version is called: runs are known by their id alone. */
function refusedName(
  { what }: ImportRefusal,
  model: ImportModel,
  trans: TranslationBundle
): string {
  const run = model.offer?.runs.find(one => one.id === what);
  return run ? trans.__('run %1 %2:', run.number, run.name) : `${what}:`;
}
