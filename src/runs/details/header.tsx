import React, { useState } from 'react';
import type { Run, RunDetails } from '../../api/types';
import { CommandIDs } from '../../commands';
import { formatDuration, formatTime } from '../../components/format';
import { useNow } from '../../components/hooks';
import { StatusMark, statusWord } from '../../components/statusMark';
import { NameField } from '../../components/nameField';
import type { IDetailsContext } from './context';

/** Which run it is, how it went, when, whose; its name can be changed. */
export function Header(props: {
  details: RunDetails;
  context: IDetailsContext;
}): React.JSX.Element {
  const { details, context } = props;
  const { run, previous } = details;
  const { commands, trans } = context;
  const [renaming, setRenaming] = useState(false);
  // What a search made stays as it made it.
  const part = run.parent !== null;
  return (
    <header className="jp-MLTrack-pageHead">
      <div className="jp-MLTrack-pageTitle">
        <StatusMark status={run.status} trans={trans} />
        <h1>
          {(renaming || run.name !== `run ${run.number}`) && (
            <span className="jp-MLTrack-pageNumber">
              {part
                ? trans.__('Candidate %1', run.place)
                : trans.__('Run %1', run.number)}
            </span>
          )}
          {renaming ? (
            <NameField
              name={run.name}
              label={trans.__('Name of run %1', run.number)}
              onDone={name => {
                setRenaming(false);
                if (name !== null && name.trim() !== run.name) {
                  void commands.execute(CommandIDs.renameRun, {
                    run: run.id,
                    name
                  });
                }
              }}
            />
          ) : part ? (
            <span>{run.name}</span>
          ) : (
            <button
              className="jp-MLTrack-pageName"
              title={trans.__('Rename')}
              onClick={() => setRenaming(true)}
            >
              {run.name}
            </button>
          )}
        </h1>
        <span className="jp-MLTrack-buttons">
          {commands.hasCommand(CommandIDs.jumpToCell) && (
            <button
              className="jp-MLTrack-button"
              disabled={run.source.kind !== 'notebook'}
              onClick={() =>
                void commands.execute(CommandIDs.jumpToCell, { run: run.id })
              }
            >
              {trans.__('Jump to cell')}
            </button>
          )}
          {!part && <Buttons run={run} previous={previous} context={context} />}
        </span>
      </div>
      {run.deleted !== null && (
        <p className="jp-MLTrack-inTrash" role="status">
          {trans.__('This run is in the trash.')}
        </p>
      )}
      <Facts details={details} context={context} />
    </header>
  );
}

/** What can be done with a run as a whole. */
function Buttons(props: {
  run: Run;
  previous: number | null;
  context: IDetailsContext;
}): React.JSX.Element {
  const { run, previous } = props;
  const { commands, trans } = props.context;
  return (
    <>
      <button
        className="jp-MLTrack-button"
        disabled={previous === null}
        onClick={() =>
          void commands.execute(CommandIDs.compareWithPrevious, {
            run: run.id
          })
        }
      >
        {previous === null
          ? trans.__('No run before it')
          : trans.__('Compare with run %1', previous)}
      </button>
      {commands.hasCommand(CommandIDs.registerRun) && (
        <button
          className="jp-MLTrack-button"
          disabled={run.status === 'running' || run.deleted !== null}
          onClick={() =>
            void commands.execute(CommandIDs.registerRun, { run: run.id })
          }
        >
          {trans.__('Register…')}
        </button>
      )}
      {run.deleted === null ? (
        <button
          className="jp-MLTrack-button"
          onClick={() =>
            void commands.execute(CommandIDs.deleteRuns, {
              runs: [run.id]
            })
          }
        >
          {trans.__('Delete')}
        </button>
      ) : (
        <button
          className="jp-MLTrack-button jp-MLTrack-accept"
          onClick={() =>
            void commands.execute(CommandIDs.restoreRuns, {
              runs: [run.id]
            })
          }
        >
          {trans.__('Restore')}
        </button>
      )}
    </>
  );
}

function Facts(props: {
  details: RunDetails;
  context: IDetailsContext;
}): React.JSX.Element {
  const { run, parent } = props.details;
  const { commands, trans } = props.context;
  const running = run.status === 'running';
  const now = useNow(running ? 1 : 3600);
  // A candidate shares its times with the search: what it took itself is said apart.
  const seconds =
    parent === null ? (run.ended ?? now) - run.started : run.duration;
  const facts: [string, React.ReactNode][] = [
    [trans.__('State'), statusWord(run.status, trans)],
    [trans.__('Experiment'), run.experiment],
    [trans.__('Started'), formatTime(run.started)]
  ];
  if (parent !== null) {
    facts.unshift([
      trans.__('Part of'),
      <button
        key="parent"
        className="jp-MLTrack-link"
        onClick={() =>
          void commands.execute(CommandIDs.openRun, { run: String(parent) })
        }
      >
        {trans.__('run %1', parent)}
      </button>
    ]);
  }
  if ((run.ended !== null || running) && typeof seconds === 'number') {
    facts.push([
      trans.__('Duration'),
      formatDuration(running ? Math.floor(seconds) : seconds, trans)
    ]);
  }
  if (run.user) {
    facts.push([trans.__('User'), run.user]);
  }
  if (run.source.path) {
    facts.push([
      run.source.kind === 'script' ? trans.__('Script') : trans.__('Notebook'),
      run.source.path
    ]);
  }
  if (run.git) {
    const { commit, branch, dirty } = run.git;
    const words = [commit.slice(0, 8)];
    if (branch) {
      words.push(trans.__('on %1', branch));
    }
    if (dirty) {
      words.push(trans.__('with uncommitted changes'));
    }
    facts.push([
      trans.__('Commit'),
      <span key="commit" title={commit}>
        {words.join(' ')}
      </span>
    ]);
  }
  return (
    <dl className="jp-MLTrack-facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
