import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Decision, RequestDetails } from '../../api/types';
import { Ago } from '../../components/ago';
import { Section } from '../../components/section';
import type { IRequestContext } from './view';

/** What was said about a request, the first word first. */
export function Said(props: {
  details: RequestDetails;
  context: IRequestContext;
}): React.JSX.Element | null {
  const { decisions } = props.details.row.request;
  const { trans } = props.context;
  return decisions.length === 0 ? null : (
    <Section title={trans.__('What was said')} count={String(decisions.length)}>
      <ol className="jp-MLTrack-said">
        {decisions.map((decision, index) => (
          <li key={index} data-kind={decision.kind}>
            <span>
              <b>{decision.user}</b> {decisionWord(decision, trans)}{' '}
              <Ago time={decision.time} trans={trans} />
            </span>
            {decision.text && <p>{decision.text}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function decisionWord({ kind }: Decision, trans: TranslationBundle): string {
  switch (kind) {
    case 'approve':
      return trans.__('approved');
    case 'reject':
      return trans.__('rejected');
    case 'comment':
      return trans.__('commented');
  }
}
