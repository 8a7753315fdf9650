import React, { useId } from 'react';
import { Trouble, Unanswered } from '../../components/answered';
import { useSignal } from '../../components/hooks';
import { tabIds, Tabs } from '../../components/tabs';
import { modelIcon } from '../../icons';
import { IPageTitle, PageWidget } from '../../components/pageWidget';
import { Card } from './card';
import type { IModelPageContext } from './context';
import { Header } from './header';
import { History } from './history';
import { Tab, TABS } from './model';
import { Rules } from './rules';
import { Stages } from './stages';
import { Versions } from './versions';

/** One model, looked at closely. */
export class ModelView extends PageWidget<IModelPageContext> {
  constructor(context: IModelPageContext) {
    super(context, modelIcon, 'jp-MLTrack-page', 'jp-MLTrack-modelPage');
  }

  /** Whether it shows the model of that name. */
  is(name: string): boolean {
    return this.context.model.name === name;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.context.moment.dispose();
      super.dispose();
    }
  }

  protected override called(): IPageTitle {
    const { name } = this.context.model;
    return { label: name, caption: this.context.trans.__('Model %1', name) };
  }

  protected override render(): React.JSX.Element {
    return <Page context={this.context} />;
  }
}

function Page(props: { context: IModelPageContext }): React.JSX.Element {
  const { context } = props;
  const { model, trans } = context;
  useSignal(model.changed);
  // Ids hold no colons: they are looked for as selectors.
  const view = `mltrack-model-${useId().replaceAll(':', '')}`;
  const { details } = model;
  if (!details && !model.gone) {
    return <Unanswered asked={model} trans={trans} />;
  }
  if (!details || model.gone) {
    return (
      <article aria-label={trans.__('Model %1', model.name)}>
        <h1>{model.name}</h1>
        <p className="jp-MLTrack-inTrash" role="status">
          {trans.__('This model was deleted. Its history stays.')}
        </p>
        <History context={context} />
      </article>
    );
  }
  const ids = tabIds(view, model.tab);
  return (
    <article aria-label={trans.__('Model %1', model.name)}>
      <Trouble asked={model} trans={trans} />
      <Header details={details} context={context} />
      <Stages details={details} context={context} />
      <Tabs
        view={view}
        label={trans.__('Parts of the model')}
        tabs={titles(context)}
        current={model.tab}
        onChange={tab => (model.tab = tab)}
      />
      <div
        id={ids.panel}
        role="tabpanel"
        aria-labelledby={ids.tab}
        className="jp-MLTrack-modelTab"
      >
        {model.tab === 'versions' && <Versions context={context} />}
        {model.tab === 'history' && <History context={context} />}
        {model.tab === 'card' && <Card context={context} />}
        {model.tab === 'rules' && <Rules details={details} context={context} />}
      </div>
    </article>
  );
}

function titles({
  model,
  trans
}: IModelPageContext): (readonly [Tab, string])[] {
  const names: Record<Tab, string> = {
    versions: trans.__('Versions (%1)', model.total),
    history: trans.__('History'),
    card: trans.__('Model card'),
    rules: trans.__('Rules')
  };
  return TABS.map(tab => [tab, names[tab]] as const);
}
