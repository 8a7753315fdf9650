import React, { useState } from 'react';
import { CommandIDs } from '../../commands';
import { Unanswered } from '../../components/answered';
import { useSignal } from '../../components/hooks';
import { IPageTitle, PageWidget } from '../../components/pageWidget';
import { monitorIcon } from '../../icons';
import type { IFormContext } from './context';
import { faultsOf } from './faults';
import { Data } from './parts/data';
import { Performance } from './parts/performance';
import { Reference } from './parts/reference';
import { Schedule } from './parts/schedule';
import { Subject } from './parts/subject';

type PageContext = Omit<IFormContext, 'faults'>;

/** A form for a monitor. */
export class FormView extends PageWidget<PageContext> {
  constructor(context: PageContext) {
    super(context, monitorIcon, 'jp-MLTrack-page', 'jp-MLTrack-formPage');
  }

  protected override called(): IPageTitle {
    const { model, trans } = this.context;
    if (model.before) {
      return { label: trans.__('Edit %1', model.before.name) };
    }
    return {
      label:
        model.monitor === null
          ? trans.__('New monitor')
          : trans.__('Edit monitor')
    };
  }

  protected override render(): React.JSX.Element {
    return (
      <Page context={this.context} onDone={() => this.parent?.dispose()} />
    );
  }
}

function Page(props: {
  context: PageContext;
  onDone: () => void;
}): React.JSX.Element {
  const { onDone } = props;
  const { model, commands, trans } = props.context;
  useSignal(model.changed);
  const [tried, setTried] = useState(false);
  if (model.monitor !== null && !model.before) {
    return <Unanswered asked={model} trans={trans} />;
  }
  const faults = faultsOf(model.draft, trans);
  const context: IFormContext = {
    ...props.context,
    faults: tried ? faults : {}
  };
  const wrong = Object.values(faults);
  const title = model.before
    ? trans.__('Edit monitor %1', model.before.name)
    : trans.__('New monitor');
  const send = async () => {
    setTried(true);
    if (wrong.length > 0) {
      return;
    }
    const monitor = await model.send();
    if (monitor) {
      onDone();
      await commands.execute(CommandIDs.openMonitor, { monitor: monitor.id });
    }
  };
  const { refused } = model;
  return (
    <article aria-label={title}>
      <form
        className="jp-MLTrack-form"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          void send();
        }}
      >
        <div className="jp-MLTrack-pageTitle">
          <h1>{title}</h1>
        </div>
        <Subject context={context} />
        <Data context={context} />
        <Reference context={context} />
        <Schedule context={context} />
        <Performance context={context} />
        <div className="jp-MLTrack-formEnd">
          {tried && wrong.length > 0 && (
            <p className="jp-MLTrack-formProblem" role="alert">
              {wrong.join(' ')}
            </p>
          )}
          {refused && (
            <p
              className="jp-MLTrack-formProblem"
              role="alert"
              data-code={refused.code}
            >
              {refused.message}
            </p>
          )}
          <div className="jp-MLTrack-buttons">
            <button
              type="submit"
              className="jp-MLTrack-button jp-MLTrack-accept"
              disabled={model.sending}
            >
              {model.before ? trans.__('Save') : trans.__('Make monitor')}
            </button>
            <button
              type="button"
              className="jp-MLTrack-button"
              onClick={onDone}
            >
              {trans.__('Cancel')}
            </button>
          </div>
        </div>
      </form>
    </article>
  );
}
