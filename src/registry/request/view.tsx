import React from 'react';
import type { RequestDetails } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Trouble, Unanswered } from '../../components/answered';
import { Ago } from '../../components/ago';
import { formatTime } from '../../components/format';
import { useSignal } from '../../components/hooks';
import { Section } from '../../components/section';
import { Verified } from '../../components/verify/verified';
import { modelIcon } from '../../icons';
import { EvidenceParts } from '../evidence/parts';
import { Markdown } from '../../components/markdown';
import type { IRegistryParts } from '../page/context';
import { IPageTitle, PageWidget } from '../../components/pageWidget';
import { StageChip } from '../stageChip';
import { requestWord, reviewersText, stageWord } from '../words';
import { DecisionBar } from './decisionBar';
import { Said } from './said';
import type { RequestModel } from './model';

/** What the parts of a request's page share. */
export interface IRequestContext extends IRegistryParts {
  readonly model: RequestModel;
}

/** One request: what is asked, what speaks for it, and the bar to decide it. */
export class RequestView extends PageWidget<IRequestContext> {
  constructor(context: IRequestContext) {
    super(context, modelIcon, 'jp-MLTrack-requestPage');
  }

  /** Whether it shows the request of that id. */
  is(id: string): boolean {
    return this.context.model.id === id;
  }

  protected override called(): IPageTitle {
    const { model, trans } = this.context;
    const request = model.details?.row.request;
    return request
      ? {
          label: trans.__(
            '%1 v%2 to %3',
            request.model,
            request.version,
            stageWord(request.stage, trans)
          ),
          caption: trans.__('Request of %1: %2', request.author, request.reason)
        }
      : { label: trans.__('Request') };
  }

  protected override render(): React.JSX.Element {
    return <Page context={this.context} />;
  }
}

function Page(props: { context: IRequestContext }): React.JSX.Element {
  const { context } = props;
  const { model, trans } = context;
  useSignal(model.changed);
  const { details } = model;
  if (!details) {
    return <Unanswered asked={model} trans={trans} />;
  }
  const { evidence, row } = details;
  return (
    <>
      <article
        className="jp-MLTrack-requestBody jp-MLTrack-page"
        aria-label={trans.__(
          'Request for version %1 of %2',
          row.request.version,
          row.request.model
        )}
      >
        <Trouble asked={model} trans={trans} />
        <Head details={details} context={context} />
        {evidence ? (
          <>
            <EvidenceParts versions={evidence.versions} context={context} />
            <Section title={trans.__('Model card')} folded wide>
              <Markdown text={evidence.card} rendermime={context.rendermime} />
            </Section>
          </>
        ) : (
          <p className="jp-MLTrack-none">
            {details.problem ??
              trans.__('This request was made without evidence.')}
          </p>
        )}
        <Said details={details} context={context} />
      </article>
      <DecisionBar details={details} context={context} />
    </>
  );
}

/** What is asked, by whom, why, and how it stands. */
function Head(props: {
  details: RequestDetails;
  context: IRequestContext;
}): React.JSX.Element {
  const { details, context } = props;
  const { row, evidence } = details;
  const { request } = row;
  const { commands, trans } = context;
  const open = request.status === 'open';
  return (
    <header className="jp-MLTrack-pageHead">
      <div className="jp-MLTrack-pageTitle">
        <h1>
          <span className="jp-MLTrack-requestTitle">
            <button
              className="jp-MLTrack-link"
              onClick={() =>
                void commands.execute(CommandIDs.openModel, {
                  model: request.model
                })
              }
            >
              {request.model}
            </button>{' '}
            {trans.__('version %1 to', request.version)}
          </span>
          <StageChip stage={request.stage} trans={trans} />
        </h1>
        <span
          className="jp-MLTrack-requestStatus"
          data-status={request.status}
          role="status"
        >
          {requestWord(request.status, trans)}
        </span>
      </div>
      <blockquote className="jp-MLTrack-reason">
        {request.reason}
        <footer>
          {request.author}, <Ago time={request.created} trans={trans} />
        </footer>
      </blockquote>
      <dl className="jp-MLTrack-facts">
        {row.rules
          .filter(() => open)
          .map(rule => (
            <div key={rule.stage}>
              <dt>{trans.__('Reviewers')}</dt>
              <dd>{reviewersText(rule, trans)}</dd>
            </div>
          ))}
        {open && (
          <div>
            <dt>{trans.__('Approvals missing')}</dt>
            <dd>{row.missing}</dd>
          </div>
        )}
        <div>
          <dt>{trans.__('In %1 then', stageWord(request.stage, trans))}</dt>
          <dd>
            {request.current === null
              ? trans.__('no version')
              : trans.__('v%1', request.current)}
          </dd>
        </div>
        {evidence && (
          <div>
            <dt>{trans.__('Evidence frozen')}</dt>
            <dd>{formatTime(evidence.time)}</dd>
          </div>
        )}
        {evidence?.versions.challenger.saved && (
          <div>
            <dt>{trans.__('Verified then')}</dt>
            <dd>
              <Verified
                found={evidence.versions.challenger.verification}
                trans={trans}
              />
            </dd>
          </div>
        )}
      </dl>
      {row.stale && (
        <p className="jp-MLTrack-stale" role="note">
          {trans.__(
            'Another version has come to %1 since this was asked: the comparison below is with what was there then.',
            stageWord(request.stage, trans)
          )}
        </p>
      )}
    </header>
  );
}
