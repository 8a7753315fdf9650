import React from 'react';
import type { SignatureChange, VersionComparison } from '../../api/types';
import { CommandIDs } from '../../commands';
import { CodePart } from '../../components/codePart';
import { Section } from '../../components/section';
import { useWidth } from '../../components/useWidth';
import type { IRegistryParts } from '../page/context';
import { Differences } from './differences';
import { DriftPart } from './drift';
import { Metrics } from './metrics';

/** From this width on, old and new code stand side by side. */
const WIDE = 900;

const GROUPS = ['parameters', 'data', 'models', 'environment'] as const;

/** A version beside another one: metrics, and what differs. */
export function EvidenceParts(props: {
  versions: VersionComparison;
  context: IRegistryParts;
}): React.JSX.Element {
  const { versions, context } = props;
  const { commands, trans } = context;
  const { node, width } = useWidth<HTMLDivElement>();
  const { challenger, current, comparison } = versions;
  const groups = GROUPS.map(name =>
    comparison?.groups.find(group => group.name === name)
  ).filter(group => group !== undefined && group.rows.length > 0);
  const runs = comparison?.runs ?? [];
  return (
    <div className="jp-MLTrack-evidence" ref={node}>
      <p className="jp-MLTrack-compareSentence">{versions.sentence}</p>
      <Section title={trans.__('Metrics')} wide>
        <Metrics versions={versions} context={context} />
      </Section>
      {groups.map(
        group =>
          group && (
            <Differences
              key={group.name}
              group={group}
              versions={versions}
              said={group.name === 'data' ? versions.data : []}
              context={context}
            />
          )
      )}
      <DriftPart versions={versions} trans={trans} />
      <SignatureChanges versions={versions} context={context} />
      {comparison && (
        <Section
          title={trans.__('Code')}
          count={comparison.code.length === 0 ? trans.__('the same') : ''}
          wide
        >
          {comparison.code.map(diff => (
            <CodePart
              key={diff.part}
              diff={diff}
              split={width >= WIDE}
              trans={trans}
            />
          ))}
        </Section>
      )}
      <div className="jp-MLTrack-buttons">
        {[challenger, current].map(
          version =>
            version?.run && (
              <button
                key={version.version}
                className="jp-MLTrack-button"
                onClick={() =>
                  void commands.execute(CommandIDs.openRun, {
                    run: version.run
                  })
                }
              >
                {trans.__(
                  'Open run %1 of v%2',
                  version.run_number,
                  version.version
                )}
              </button>
            )
        )}
        {runs.length > 1 && (
          <button
            className="jp-MLTrack-button"
            onClick={() =>
              void commands.execute(CommandIDs.compare, {
                runs: runs.map(run => run.id)
              })
            }
          >
            {trans.__('Compare runs with everything')}
          </button>
        )}
      </div>
    </div>
  );
}

function SignatureChanges(props: {
  versions: VersionComparison;
  context: IRegistryParts;
}): React.JSX.Element | null {
  const { versions, context } = props;
  const { trans } = context;
  if (!versions.current) {
    return null;
  }
  const side = (change: SignatureChange) =>
    change.side === 'inputs' ? trans.__('input') : trans.__('output');
  return (
    <Section
      title={trans.__('Signature')}
      count={
        versions.signature.length === 0
          ? trans.__('the same')
          : String(versions.signature.length)
      }
    >
      {versions.signature.length > 0 && (
        <table className="jp-MLTrack-beside">
          <thead>
            <tr>
              <th scope="col">{trans.__('Field')}</th>
              <th scope="col">{trans.__('v%1', versions.current.version)}</th>
              <th scope="col">
                {trans.__('v%1', versions.challenger.version)}
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.signature.map(change => (
              <tr key={`${change.side} ${change.name}`}>
                <th scope="row">
                  {side(change)} {change.name}
                </th>
                <td>{change.before ?? trans.__('none')}</td>
                <td>{change.after ?? trans.__('none')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
