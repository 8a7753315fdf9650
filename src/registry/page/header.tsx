import { ellipsesIcon } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import type { ModelDetails } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Ago } from '../../components/ago';
import { openMenu } from '../../components/menu';
import { NameField } from '../../components/nameField';
import { NoteField } from '../../components/noteField';
import { TagList } from '../../components/tagList';
import type { IModelPageContext } from './context';

/** Which model it is: name, description, tags, aliases; all can be changed here. */
export function Header(props: {
  details: ModelDetails;
  context: IModelPageContext;
}): React.JSX.Element {
  const { details, context } = props;
  const { model } = details;
  const { commands, trans } = context;
  const [renaming, setRenaming] = useState(false);
  const edit = (what: object) =>
    void commands.execute(CommandIDs.editModel, { model: model.name, ...what });
  return (
    <header className="jp-MLTrack-pageHead">
      <div className="jp-MLTrack-pageTitle">
        <h1>
          <span className="jp-MLTrack-pageNumber">{trans.__('Model')}</span>
          {renaming ? (
            <NameField
              name={model.name}
              label={trans.__('Name of the model')}
              onDone={name => {
                setRenaming(false);
                if (name?.trim() && name.trim() !== model.name) {
                  edit({ name: name.trim() });
                }
              }}
            />
          ) : (
            <button
              className="jp-MLTrack-pageName"
              title={trans.__('Rename')}
              onClick={() => setRenaming(true)}
            >
              {model.name}
            </button>
          )}
        </h1>
        <span className="jp-MLTrack-pageNumber">
          {trans.__('made by %1', model.created_by)}{' '}
          <Ago time={model.created} trans={trans} />
        </span>
        <button
          className="jp-MLTrack-iconButton"
          title={trans.__('More actions')}
          aria-label={trans.__('More actions on the model')}
          aria-haspopup="menu"
          onClick={event =>
            openMenu(event.currentTarget, [
              {
                label: trans.__('Rename'),
                execute: () => setRenaming(true)
              },
              {
                label: trans.__('Delete model…'),
                execute: () =>
                  void commands.execute(CommandIDs.deleteModel, {
                    model: model.name
                  })
              }
            ])
          }
        >
          <ellipsesIcon.react tag="span" />
        </button>
      </div>
      <div className="jp-MLTrack-notes">
        <NoteField
          note={model.description}
          label={trans.__('Description')}
          placeholder={trans.__('Add a description…')}
          onChange={description => edit({ description })}
        />
        <TagList
          tags={model.tags}
          onChange={tags => edit({ tags })}
          trans={trans}
        />
        <Aliases details={details} context={context} />
      </div>
    </header>
  );
}

function Aliases(props: {
  details: ModelDetails;
  context: IModelPageContext;
}): React.JSX.Element | null {
  const { model } = props.details;
  const { commands, trans } = props.context;
  const aliases = Object.entries(model.aliases).sort();
  return aliases.length === 0 ? null : (
    <ul className="jp-MLTrack-tags" aria-label={trans.__('Aliases')}>
      {aliases.map(([alias, version]) => (
        <li key={alias} className="jp-MLTrack-tag" data-kind="alias">
          <span className="jp-MLTrack-tagText">
            {trans.__('%1 is v%2', alias, version)}
          </span>
          <button
            className="jp-MLTrack-tagRemove"
            title={trans.__('Remove the alias %1', alias)}
            aria-label={trans.__('Remove the alias %1', alias)}
            onClick={() =>
              void commands.execute(CommandIDs.removeAlias, {
                model: model.name,
                alias
              })
            }
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
