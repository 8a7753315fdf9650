import React from 'react';
import type { RegistryEvent } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Ago } from '../../components/ago';
import { Trouble, Unanswered } from '../../components/answered';
import { useSignal } from '../../components/hooks';
import { IPageTitle, PageWidget } from '../../components/pageWidget';
import { Section } from '../../components/section';
import { modelIcon } from '../../icons';
import type { IRegistryParts } from '../page/context';
import { RulesForm } from './form';
import type { StoreRulesModel } from './storeModel';
import { rulesWords } from './words';

/** What the page of the store's rules needs. */
export interface IStoreRulesContext extends IRegistryParts {
  readonly model: StoreRulesModel;
}

/** The rules that hold where a model has none of its own, in the main area. */
export class StoreRulesView extends PageWidget<IStoreRulesContext> {
  constructor(context: IStoreRulesContext) {
    super(context, modelIcon, 'jp-MLTrack-page');
  }

  protected override called(): IPageTitle {
    const { trans } = this.context;
    return {
      label: trans.__('Rules'),
      caption: trans.__('Rules of the whole store')
    };
  }

  protected override render(): React.JSX.Element {
    return <Page context={this.context} />;
  }
}

function Page(props: { context: IStoreRulesContext }): React.JSX.Element {
  const { context } = props;
  const { model, trans } = context;
  useSignal(model.changed);
  if (!model.loaded) {
    return <Unanswered asked={model} trans={trans} />;
  }
  return (
    <article aria-label={trans.__('Rules of the whole store')}>
      <h1 className="jp-MLTrack-versionsTitle">
        {trans.__('Rules of the whole store')}
      </h1>
      <p className="jp-MLTrack-rulesWhere">
        {trans.__(
          'They hold for every model that has no rules of its own; those are on the page of the model.'
        )}
      </p>
      <Trouble asked={model} trans={trans} />
      <RulesForm
        rules={model.rules}
        label={trans.__('Rules of the whole store')}
        onSave={body => model.save(body)}
        trans={trans}
      />
      <Past context={context} />
    </article>
  );
}

/** How the rules came to be: who, when, for what, why. */
function Past(props: { context: IStoreRulesContext }): React.JSX.Element {
  const { context } = props;
  const { model, trans } = context;
  return (
    <Section
      title={trans.__('How the rules came to be')}
      count={String(model.happened)}
      wide
    >
      {model.events.length === 0 ? (
        <p className="jp-MLTrack-none">
          {trans.__('Nobody has changed them: these are the defaults.')}
        </p>
      ) : (
        <div
          className="jp-MLTrack-historyScroll"
          role="region"
          tabIndex={0}
          aria-label={trans.__('How the rules came to be')}
        >
          <table className="jp-MLTrack-history">
            <thead>
              <tr>
                <th scope="col">{trans.__('When')}</th>
                <th scope="col">{trans.__('Who')}</th>
                <th scope="col">{trans.__('For')}</th>
                <th scope="col">{trans.__('What')}</th>
                <th scope="col">{trans.__('Why')}</th>
              </tr>
            </thead>
            <tbody>
              {model.events.map(event => (
                <Row key={event.seq} event={event} context={context} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function Row(props: {
  event: RegistryEvent;
  context: IStoreRulesContext;
}): React.JSX.Element {
  const { event, context } = props;
  const { commands, trans } = context;
  return (
    <tr>
      <td>
        <Ago time={event.time} trans={trans} />
      </td>
      <td>{event.user}</td>
      <td>
        {event.model ? (
          <button
            className="jp-MLTrack-link"
            onClick={() =>
              void commands.execute(CommandIDs.openModel, {
                model: event.model,
                tab: 'rules'
              })
            }
          >
            {event.model}
          </button>
        ) : (
          trans.__('the whole store')
        )}
      </td>
      <td className="jp-MLTrack-rulesWhat">{rulesWords(event, trans)}</td>
      <td className="jp-MLTrack-why">{event.reason || '–'}</td>
    </tr>
  );
}
