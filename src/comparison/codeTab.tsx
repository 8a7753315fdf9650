import React, { useMemo, useState } from 'react';
import type { ComparedRun, Comparison } from '../api/types';
import { runColours } from '../components/palette';
import { CodePart } from '../components/codePart';
import type { IComparisonContext } from './context';
import { useWidth } from '../components/useWidth';
import { byCode, codeSize, runLabel } from './words';

/** From this width on, old and new stand side by side. */
const WIDE = 900;

/** The code of each run against the baseline's. */
export function CodeTab(props: {
  context: IComparisonContext;
  comparison: Comparison;
}): React.JSX.Element {
  const { comparison, context } = props;
  const { trans } = context;
  const { runs, code } = comparison;
  const { same, different } = byCode(runs, code);
  const [chosen, setChosen] = useState<string | null>(null);
  const { node, width } = useWidth<HTMLDivElement>();
  const colours = useMemo(
    () => runColours(runs.map(run => run.number)),
    [runs]
  );
  const shown = different.find(run => run.id === chosen) ?? different[0];
  const baseline = runs[0];

  return (
    <div className="jp-MLTrack-codeTab" ref={node}>
      {same.length > 0 && (
        <p className="jp-MLTrack-codeSame">
          {sameSentence(baseline, same, context)}
        </p>
      )}
      {different.length > 1 && (
        <ul
          className="jp-MLTrack-codeRuns"
          aria-label={trans.__('Code to compare with the baseline')}
        >
          {different.map(run => {
            const size = codeSize(code, run.id);
            return (
              <li key={run.id}>
                <button
                  className="jp-MLTrack-chipName"
                  aria-pressed={run === shown}
                  onClick={() => setChosen(run.id)}
                >
                  <span
                    className="jp-MLTrack-swatch"
                    style={{ background: colours.get(run.number) }}
                    aria-hidden="true"
                  />
                  {runLabel(run)}
                  <span className="jp-MLTrack-codeSize">
                    +{size.added} −{size.removed}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {shown && (
        <>
          <h3 className="jp-MLTrack-codeTitle">
            {trans.__(
              'From run %1 (baseline) to run %2',
              runLabel(baseline),
              runLabel(shown)
            )}
          </h3>
          {code
            .filter(diff => diff.run === shown.id)
            .map(diff => (
              <CodePart
                key={diff.part}
                diff={diff}
                split={width >= WIDE}
                trans={trans}
              />
            ))}
        </>
      )}
    </div>
  );
}

function sameSentence(
  baseline: ComparedRun,
  same: readonly ComparedRun[],
  { trans }: IComparisonContext
): string {
  const most = 6;
  const named = same.slice(0, most).map(runLabel).join(', ');
  const rest = same.length - most;
  return rest > 0
    ? trans.__(
        'The same code as run %1: runs %2 and %3 more.',
        runLabel(baseline),
        named,
        rest
      )
    : trans._n(
        'The same code as run %2: run %3.',
        'The same code as run %2: runs %3.',
        same.length,
        runLabel(baseline),
        named
      );
}
