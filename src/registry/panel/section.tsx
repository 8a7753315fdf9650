import type { TranslationBundle } from '@jupyterlab/translation';
import {
  fileUploadIcon,
  refreshIcon,
  settingsIcon
} from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../../commands';
import { useSignal } from '../../components/hooks';
import { PanelSection } from '../../components/panelSection';
import { SearchedList } from '../../components/searchedList';
import type { IBell } from '../../tokens';
import type { InboxModel } from '../inbox';
import { NoModels } from './emptyState';
import { ModelLine, RequestLine } from './lines';
import type { ModelsModel } from './model';

/** What the parts of the section share. */
export interface IModelsContext {
  readonly model: ModelsModel;
  readonly inbox: InboxModel;
  /** The requests of the inbox, counted. */
  readonly waiting: IBell.ISource;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

/** The section *Models* of the side panel. */
export class ModelsSection extends PanelSection {
  constructor(readonly context: IModelsContext) {
    const { model, waiting, commands, trans } = context;
    super({
      title: trans.__('Models'),
      className: 'jp-MLTrack-modelsSection',
      models: [model],
      tools: [
        {
          icon: fileUploadIcon,
          tooltip: trans.__('Import models of a colleague…'),
          command: CommandIDs.importModels
        },
        {
          icon: settingsIcon,
          tooltip: trans.__('Rules of the whole store'),
          command: CommandIDs.openRules
        },
        {
          icon: refreshIcon,
          tooltip: trans.__('Refresh'),
          command: CommandIDs.refresh
        }
      ],
      commands,
      waiting
    });
  }

  protected override render(): React.JSX.Element {
    return <Body context={this.context} />;
  }
}

function Body(props: { context: IModelsContext }): React.JSX.Element {
  const { context } = props;
  const { model, commands, trans } = context;
  return (
    <SearchedList
      model={model}
      many={1}
      words={{
        list: trans.__('Models'),
        placeholder: trans.__('Search models…'),
        search: trans.__('Search models'),
        hint: trans.__('Words are looked for in names, descriptions and tags.'),
        nothing: trans.__('No model matches.'),
        all: trans.__('Show all models'),
        more: (shown, total) =>
          trans.__('%1 of %2 models: search for the others.', shown, total)
      }}
      above={<Requests context={context} />}
      empty={<NoModels commands={commands} trans={trans} />}
      row={row => (
        <ModelLine key={row.name} row={row} commands={commands} trans={trans} />
      )}
      trans={trans}
    />
  );
}

/** The requests that wait for the user. */
function Requests(props: {
  context: IModelsContext;
}): React.JSX.Element | null {
  const { inbox, commands, trans } = props.context;
  useSignal(inbox.changed);
  return inbox.requests.length === 0 ? null : (
    <ul
      className="jp-MLTrack-requests"
      aria-label={trans.__('Requests that wait for you')}
    >
      {inbox.requests.map(({ request }) => (
        <RequestLine
          key={request.id}
          request={request}
          commands={commands}
          trans={trans}
        />
      ))}
    </ul>
  );
}
