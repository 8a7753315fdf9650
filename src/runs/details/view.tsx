import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import React from 'react';
import { useSignal } from '../../components/hooks';
import { ErrorNotice } from '../../components/notice';
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
export class RunDetailsView extends ReactWidget {
  constructor(readonly context: IDetailsContext) {
    super();
    this.addClass('jp-MLTrack');
    this.addClass('jp-MLTrack-page');
    this.node.tabIndex = 0;
    this.title.icon = trackIcon;
    this.title.label = context.trans.__('Run');
    context.model.changed.connect(this._onChanged, this);
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.context.model.changed.disconnect(this._onChanged, this);
    this.context.model.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.context.model.active = true;
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.context.model.active = this.isVisible;
  }

  protected override onBeforeHide(message: Message): void {
    super.onBeforeHide(message);
    this.context.model.active = false;
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.focus();
  }

  protected override render(): React.JSX.Element {
    return <Page context={this.context} />;
  }

  private _onChanged(): void {
    const { details } = this.context.model;
    if (details) {
      const { number, name } = details.run;
      // A run that nobody named is called by its number.
      this.title.label = name === `run ${number}` ? name : `${number} ${name}`;
      this.title.caption = this.context.trans.__('Run %1: %2', number, name);
    }
  }
}

function Page(props: { context: IDetailsContext }): React.JSX.Element {
  const { context } = props;
  const { model, settings, trans } = context;
  useSignal(model.changed);
  useSignal(settings.changed);
  const { details, error } = model;
  const notice = error && (
    <ErrorNotice
      error={error}
      trans={trans}
      onRetry={() => void model.refresh()}
    />
  );
  if (!details) {
    return (
      notice ?? (
        <p className="jp-MLTrack-waiting" role="status">
          {trans.__('Loading…')}
        </p>
      )
    );
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
      {notice}
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
