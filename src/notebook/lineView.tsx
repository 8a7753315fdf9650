import type { TranslationBundle } from '@jupyterlab/translation';
import { stopIcon } from '@jupyterlab/ui-components';
import React from 'react';
import type { CellLine, LineMetric } from '../api/types';
import { formatDuration, formatValue } from '../components/format';
import { useNow, useSignal } from '../components/hooks';
import { Sparkline } from '../components/sparkline';
import { StatusMark } from '../components/statusMark';
import type { ITrackSettings } from '../tokens';
import type { CellLineModel } from './lineModel';
import {
  changeOf,
  endWords,
  metricDigits,
  rankWords,
  repeatWords,
  sayLine
} from './lineWords';

/** What a line can do. */
export interface ILineActions {
  compare(run: string): void;
  /** Open a run by its id or number. */
  open(run: string): void;
  /** Interrupt the kernel that runs the cell; null where there is none, or it is idle. */
  stop: (() => void) | null;
}

/** The one quiet line under a tracked cell. Everything in it is text: a notebook may be a stranger's. */
export function CellLineView(props: {
  model: CellLineModel;
  settings: ITrackSettings;
  actions: () => ILineActions;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { model, settings, trans } = props;
  useSignal(model.changed);
  useSignal(settings.changed);
  const { line } = model;
  if (!line) {
    return null;
  }
  const actions = props.actions();
  const digits = settings.digits;
  const known = line.run !== '';
  return (
    <div
      className="jp-MLTrack-cellLine"
      data-status={line.status}
      role="group"
      aria-label={known ? sayLine(line, digits, trans) : undefined}
    >
      {known && (
        <>
          <span className="jp-MLTrack-lineHead">
            <StatusMark status={line.status} trans={trans} />
            <span className="jp-MLTrack-lineRun" title={line.name}>
              {trans.__('run %1', line.number)}
            </span>
            <End line={line} trans={trans} />
          </span>
          {line.status === 'running' && (
            <Running line={line} live={model.live} trans={trans} />
          )}
          {line.metrics.map(metric => (
            <Metric
              key={metric.name}
              metric={metric}
              digits={digits}
              ended={line.status !== 'running'}
              trans={trans}
            />
          ))}
          {line.status === 'running' && line.spark.length > 1 && (
            <Sparkline points={line.spark} />
          )}
          {line.status !== 'running' && <Changes line={line} trans={trans} />}
          <Repeats
            line={line}
            digits={digits}
            onOpen={actions.open}
            trans={trans}
          />
        </>
      )}
      {line.warning && (
        <span className="jp-MLTrack-lineWarning" title={line.warning}>
          <span aria-hidden="true">⚠ </span>
          {trans.__('not stored: %1', line.warning)}
        </span>
      )}
      {known && (
        <Links
          line={line}
          actions={actions}
          stoppable={line.status === 'running' && model.live}
          trans={trans}
        />
      )}
    </div>
  );
}

/** How the run ended, where that was no success. */
function End(props: {
  line: CellLine;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { line, trans } = props;
  const duration =
    line.ended === null
      ? null
      : formatDuration(line.ended - line.started, trans);
  const words = endWords(line, duration, trans);
  if (words === null) {
    return null;
  }
  return (
    <span className="jp-MLTrack-lineEnd" title={line.failure ?? undefined}>
      {line.failure ? trans.__('%1: %2', words, line.failure) : words}
    </span>
  );
}

function Running(props: {
  line: CellLine;
  live: boolean;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { line, live, trans } = props;
  const now = useNow(live ? 1 : 3600);
  return (
    <>
      {live && (
        <span className="jp-MLTrack-lineTime">
          {formatDuration(Math.max(0, Math.floor(now - line.started)), trans)}
        </span>
      )}
      {line.step !== null && (
        <span className="jp-MLTrack-lineTime">
          {trans.__('step %1', line.step)}
        </span>
      )}
    </>
  );
}

function Metric(props: {
  metric: LineMetric;
  digits: number;
  /** Half a run is not compared with a whole one. */
  ended: boolean;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { metric, trans } = props;
  const digits = metricDigits(metric, props.digits);
  const change = props.ended ? changeOf(metric, digits, trans) : null;
  return (
    <span
      className="jp-MLTrack-lineMetric"
      title={`${metric.name} = ${metric.value}`}
    >
      <span className="jp-MLTrack-lineName">{metric.name}</span>{' '}
      <span className="jp-MLTrack-lineValue">
        {formatValue(metric.value, digits)}
      </span>
      {change && (
        <span className="jp-MLTrack-delta" data-verdict={change.verdict}>
          {' '}
          <span aria-hidden="true">{change.arrow}</span>
          <span className="jp-MLTrack-unseen">{change.word}</span> {change.size}
        </span>
      )}
    </span>
  );
}

/** What was changed since the previous run of the cell, and the place among all runs. */
function Changes(props: {
  line: CellLine;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { line, trans } = props;
  const rank = line.status === 'finished' ? rankWords(line, trans) : null;
  const changes = line.changes.join(', ');
  return (
    <>
      {line.previous !== null && changes !== '' && (
        <span className="jp-MLTrack-lineChanges" title={changes}>
          {trans.__('since run %1: %2', line.previous, changes)}
        </span>
      )}
      {rank && <span className="jp-MLTrack-lineRank">{rank}</span>}
    </>
  );
}

/** The earlier run that did the same, with what came of it as long as this one has nothing to say. */
function Repeats(props: {
  line: CellLine;
  digits: number;
  onOpen: (run: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { line, trans } = props;
  const words = repeatWords(line, props.digits, trans);
  if (!words || !line.repeats) {
    return null;
  }
  const { number, sampled } = line.repeats;
  const { before, short, run, after } = words;
  return (
    <span
      className="jp-MLTrack-lineRepeats"
      title={
        sampled
          ? trans.__(
              'The same code and parameters as run %1, and the same data as far as samples of them tell',
              number
            )
          : trans.__('The same code, parameters and data as run %1', number)
      }
      data-lm-suppress-shortcuts="true"
    >
      <span data-short={short}>
        <span>{before}</span>
      </span>{' '}
      <button
        className="jp-MLTrack-link"
        aria-label={trans.__('Open run %1', number)}
        onClick={() => props.onOpen(String(number))}
      >
        {run}
      </button>
      {after && ` ${after}`}
    </span>
  );
}

/** Keys pressed on the links are theirs, not shortcuts of the notebook. */
function Links(props: {
  line: CellLine;
  actions: ILineActions;
  stoppable: boolean;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { line, actions, trans } = props;
  return (
    <span className="jp-MLTrack-lineLinks" data-lm-suppress-shortcuts="true">
      {props.stoppable && actions.stop && (
        <button
          className="jp-MLTrack-iconButton"
          title={trans.__('Stop: interrupt the kernel')}
          aria-label={trans.__('Stop run %1', line.number)}
          onClick={actions.stop}
        >
          <stopIcon.react tag="span" />
        </button>
      )}
      {line.previous !== null && line.status !== 'running' && (
        <>
          <button
            className="jp-MLTrack-link"
            title={trans.__('Compare with run %1', line.previous)}
            onClick={() => actions.compare(line.run)}
          >
            {trans.__('compare')}
          </button>
          <span aria-hidden="true">·</span>
        </>
      )}
      <button
        className="jp-MLTrack-link"
        title={trans.__('Open run %1', line.number)}
        onClick={() => actions.open(line.run)}
      >
        {trans.__('details')}
      </button>
    </span>
  );
}
