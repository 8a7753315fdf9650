import React from 'react';
import type { Failure } from '../../api/types';
import type { IDetailsContext } from './context';
import { Section } from '../../components/section';
import { TerminalText } from './terminal';

/** The exception that ended a run, with its traceback. */
export function FailurePart(props: {
  failure: Failure | null;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { failure, context } = props;
  const { rendermime, trans } = context;
  if (!failure) {
    return null;
  }
  return (
    <Section title={trans.__('Error')} wide>
      <p className="jp-MLTrack-exception">
        <strong>{failure.type}</strong>
        {failure.message && `: ${failure.message}`}
      </p>
      {failure.traceback && (
        <TerminalText
          text={failure.traceback}
          rendermime={rendermime}
          className="jp-MLTrack-traceback"
        />
      )}
    </Section>
  );
}
