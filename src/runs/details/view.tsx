import React from 'react';
import { Trouble, Unanswered } from '../../components/answered';
import { Comments } from '../../components/comments/view';
import { useSignal } from '../../components/hooks';
import { IPageTitle, PageWidget } from '../../components/pageWidget';
import { Section } from '../../components/section';
import { trackIcon } from '../../icons';
import { Candidates } from './candidates';
import { Capture } from './capture';
import { Code } from './code';
import type { IDetailsContext } from './context';
import { Curves } from './curves';
import { Data } from './data';
import { EnvironmentPart } from './environment';
import { FailurePart } from './failure';
import { Figures } from './figures';
import { Files } from './files';
import { Header } from './header';
import { Models } from './models';
import { Notes } from './notes';
import { Output } from './output';
import { Registered } from './registered';
import { Metrics, Parameters } from './values';

/** One run, looked at closely. */
export class RunDetailsView extends PageWidget<IDetailsContext> {
  constructor(context: IDetailsContext) {
    super(context, trackIcon, 'jp-MLTrack-page');
  }

  protected override called(): IPageTitle {
    const { model, trans } = this.context;
    if (!model.details) {
      return { label: trans.__('Run') };
    }
    const { number, name } = model.details.run;
    return {
      // A run that nobody named is called by its number.
      label: name === `run ${number}` ? name : `${number} ${name}`,
      caption: trans.__('Run %1: %2', number, name)
    };
  }

  protected override render(): React.JSX.Element {
    return <Page context={this.context} />;
  }
}

function Page(props: { context: IDetailsContext }): React.JSX.Element {
  const { context } = props;
  const { model, settings, trans } = context;
  useSignal(model.changed);
  useSignal(settings.changed);
  const { details } = model;
  if (!details) {
    return <Unanswered asked={model} trans={trans} />;
  }
  const { run } = details;
  return (
    <article
      aria-label={
        run.parent === null
          ? trans.__('Run %1', run.number)
          : trans.__('Candidate %1 of run %2', run.place, run.number)
      }
    >
      <Trouble asked={model} trans={trans} />
      <Header details={details} context={context} />
      {run.parent === null && <Registered run={run} context={context} />}
      {run.parent === null && <Notes run={run} context={context} />}
      <div className="jp-MLTrack-parts">
        <FailurePart failure={run.failure} context={context} />
        <Metrics run={run} context={context} />
        <Parameters run={run} context={context} />
        <Curves run={run} context={context} />
        <Candidates run={run} context={context} />
        <Figures run={run} context={context} />
        <Models run={run} context={context} />
        {run.parent === null && (
          <Section title={trans.__('Comments')} wide>
            <Comments
              about={{ run: run.id }}
              label={trans.__('Comment on run %1', run.number)}
              page={model}
              api={context.api}
              rendermime={context.rendermime}
              trans={trans}
            />
          </Section>
        )}
        <Data run={run} context={context} />
        <Output details={details} context={context} />
        <Code details={details} context={context} />
        <Files run={run} context={context} />
        <EnvironmentPart environment={details.environment} context={context} />
        <Capture run={run} rules={details.rules} context={context} />
      </div>
    </article>
  );
}
