import type { TranslationBundle } from '@jupyterlab/translation';
import {
  ReactWidget,
  Toolbar,
  ToolbarButton,
  fileUploadIcon,
  refreshIcon,
  settingsIcon
} from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import React from 'react';
import { CommandIDs } from '../../commands';
import { Trouble } from '../../components/answered';
import { FilterBox } from '../../components/filterBox';
import { useSignal } from '../../components/hooks';
import type { InboxModel } from '../inbox';
import { EmptyState } from './emptyState';
import { ModelLine, RequestLine } from './lines';
import type { ModelsModel } from './model';

/** What the parts of the section share. */
export interface IModelsContext {
  readonly model: ModelsModel;
  readonly inbox: InboxModel;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

/** The section *Models* of the side panel. */
export class ModelsSection
  extends ReactWidget
  implements Toolbar.IWidgetToolbar
{
  constructor(readonly context: IModelsContext) {
    super();
    const { commands, inbox, trans } = context;
    this.addClass('jp-MLTrack');
    this.addClass('jp-MLTrack-section');
    this.addClass('jp-MLTrack-modelsSection');
    this.title.label = trans.__('Models');
    this.toolbar = new Toolbar();
    this.toolbar.addItem('waiting', new WaitingBadge(inbox, trans));
    this.toolbar.addItem(
      'import',
      new ToolbarButton({
        icon: fileUploadIcon,
        tooltip: trans.__('Import models of a colleague…'),
        onClick: () => void commands.execute(CommandIDs.importModels)
      })
    );
    this.toolbar.addItem(
      'rules',
      new ToolbarButton({
        icon: settingsIcon,
        tooltip: trans.__('Rules of the whole store'),
        onClick: () => void commands.execute(CommandIDs.openRules)
      })
    );
    this.toolbar.addItem(
      'refresh',
      new ToolbarButton({
        icon: refreshIcon,
        tooltip: trans.__('Refresh'),
        onClick: () => void commands.execute(CommandIDs.refresh)
      })
    );
  }

  readonly toolbar: Toolbar;

  override dispose(): void {
    if (!this.isDisposed) {
      this.context.model.dispose();
      super.dispose();
    }
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

  protected override render(): React.JSX.Element {
    return <Body context={this.context} />;
  }
}

/** How many requests wait, on the section's title: seen also when it is folded. */
class WaitingBadge extends ReactWidget {
  constructor(
    private readonly _inbox: InboxModel,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-MLTrack-badgeHost');
  }

  protected override render(): React.JSX.Element {
    return <Badge inbox={this._inbox} trans={this._trans} />;
  }
}

function Badge(props: {
  inbox: InboxModel;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { inbox, trans } = props;
  useSignal(inbox.changed);
  const count = inbox.requests.length;
  const words = trans._n(
    '%1 request waits for you',
    '%1 requests wait for you',
    count
  );
  return count === 0 ? null : (
    <span
      className="jp-MLTrack-badge"
      role="img"
      aria-label={words}
      title={words}
    >
      {count}
    </span>
  );
}

function Body(props: { context: IModelsContext }): React.JSX.Element {
  const { model, inbox, commands, trans } = props.context;
  useSignal(model.changed);
  useSignal(inbox.changed);
  if (model.error && !model.loaded) {
    return <Trouble asked={model} trans={trans} />;
  }
  const bare = model.text === '';
  return (
    <>
      {(!bare || model.total > 0) && (
        <div className="jp-MLTrack-head">
          <div className="jp-MLTrack-headRow">
            <FilterBox
              filter={model.text}
              placeholder={trans.__('Search models…')}
              label={trans.__('Search models')}
              hint={trans.__(
                'Words are looked for in names, descriptions and tags.'
              )}
              onFilter={text => (model.text = text)}
              trans={trans}
            />
          </div>
        </div>
      )}
      <Trouble asked={model} trans={trans} />
      <div className="jp-MLTrack-modelsList">
        {inbox.requests.length > 0 && (
          <ul
            className="jp-MLTrack-requests"
            aria-label={trans.__('Requests that wait for you')}
          >
            {inbox.requests.map(row => (
              <RequestLine
                key={row.request.id}
                request={row.request}
                commands={commands}
                trans={trans}
              />
            ))}
          </ul>
        )}
        {model.loaded && model.total === 0 ? (
          bare ? (
            <EmptyState commands={commands} trans={trans} />
          ) : (
            <NothingFound onClear={() => (model.text = '')} trans={trans} />
          )
        ) : (
          <ul className="jp-MLTrack-modelLines" aria-label={trans.__('Models')}>
            {model.rows.map(row => (
              <ModelLine
                key={row.name}
                row={row}
                commands={commands}
                trans={trans}
              />
            ))}
          </ul>
        )}
        {model.rows.length < model.total && (
          <p className="jp-MLTrack-more" role="status">
            {trans.__(
              '%1 of %2 models: search for the others.',
              model.rows.length,
              model.total
            )}
          </p>
        )}
      </div>
    </>
  );
}

function NothingFound(props: {
  onClear: () => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { trans } = props;
  return (
    <div className="jp-MLTrack-notice">
      <p>{trans.__('No model matches.')}</p>
      <div className="jp-MLTrack-buttons">
        <button className="jp-MLTrack-button" onClick={props.onClear}>
          {trans.__('Show all models')}
        </button>
      </div>
    </div>
  );
}
