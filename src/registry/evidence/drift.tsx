import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { DriftEvidence, VersionComparison } from '../../api/types';
import { Ago } from '../../components/ago';
import { Section } from '../../components/section';
import { Spoken } from '../../components/spoken';

/** Columns that are told before somebody asks for more. */
const MOST = 12;

/** Whether data changed: those of the challenger's training, and the latest where they are monitored. */
export function DriftPart(props: {
  versions: VersionComparison;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { versions, trans } = props;
  return versions.drift.length === 0 ? null : (
    <Section title={trans.__('Drift')} wide>
      {versions.drift.map((one, index) => (
        <Told key={index} drift={one} trans={trans} />
      ))}
    </Section>
  );
}

function Told(props: {
  drift: DriftEvidence;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { drift, trans } = props;
  const { report, problem } = drift;
  const moved = (report?.columns ?? []).filter(column => column.drifted);
  const list = (columns: typeof moved) => (
    <ul className="jp-MLTrack-inWords">
      {columns.map(column => (
        <li key={column.name}>
          <Spoken text={column.sentence} />
        </li>
      ))}
    </ul>
  );
  return (
    <div className="jp-MLTrack-driftTold">
      <h3>{title(drift, trans)}</h3>
      <p>
        {report ? (
          <>
            <DriftMark status={report.status} trans={trans} />{' '}
            <Spoken text={report.sentence} />
            {report.made !== null && drift.of === 'latest data' && (
              <>
                {' '}
                <span className="jp-MLTrack-none">
                  <Ago time={report.made} trans={trans} />
                </span>
              </>
            )}
          </>
        ) : (
          <span className="jp-MLTrack-none">{problem}</span>
        )}
      </p>
      {list(moved.slice(0, MOST))}
      {moved.length > MOST && (
        <details>
          <summary>
            {trans.__('and %1 more columns', moved.length - MOST)}
          </summary>
          {list(moved.slice(MOST))}
        </details>
      )}
    </div>
  );
}

function title(
  { of, version, beside }: DriftEvidence,
  trans: TranslationBundle
): string {
  return of === 'training data'
    ? trans.__(
        'Training data of v%1 beside those of v%2',
        version,
        beside ?? version
      )
    : trans.__('Latest data beside the training data of v%1', version);
}

/** A verdict on drift as a shape and a word. */
function DriftMark(props: {
  status: NonNullable<DriftEvidence['report']>['status'];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { status, trans } = props;
  const [shape, word] = {
    drift: ['▲', trans.__('drift')],
    'no drift': ['✓', trans.__('no drift')],
    'cannot tell': ['?', trans.__('cannot tell')]
  }[status];
  return (
    <span className="jp-MLTrack-driftMark" data-status={status}>
      <span aria-hidden="true">{shape}</span> {word}
    </span>
  );
}
