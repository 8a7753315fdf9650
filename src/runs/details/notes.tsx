import React from 'react';
import type { Run } from '../../api/types';
import { CommandIDs } from '../../commands';
import { NoteField } from '../../components/noteField';
import { TagList } from '../../components/tagList';
import type { IDetailsContext } from './context';

/** The tags, each with a cross, and a field for another one; below, the note as plain text. */
export function Notes(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element {
  const { run, context } = props;
  const { commands, trans } = context;
  return (
    <div className="jp-MLTrack-notes">
      <TagList
        tags={run.tags}
        onChange={tags =>
          void commands.execute(CommandIDs.editTags, { run: run.id, tags })
        }
        trans={trans}
      />
      <NoteField
        note={run.note}
        label={trans.__('Note')}
        placeholder={trans.__('Add a note…')}
        onChange={note =>
          void commands.execute(CommandIDs.editNote, { run: run.id, note })
        }
      />
    </div>
  );
}
