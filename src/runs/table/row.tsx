import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { RunRow } from '../../api/types';
import { NameField } from '../../components/nameField';
import { CellContent, fullValue } from './cell';
import { ITableColumn, NAME } from './columns';

/** A column that is in sight, and where. */
export interface IPlace {
  item: ITableColumn;
  /** Counted over all columns that are shown. */
  at: number;
  left: number;
  size: number;
  pinned: boolean;
}

/** What a row can ask of the table. The same object for all rows and drawings. */
export interface IRowActions {
  click(index: number, at: number, event: React.MouseEvent): void;
  check(index: number, at: number, event: React.MouseEvent): void;
  menu(index: number): void;
  open(id: string | null): void;
  rename(id: string, name: string | null): void;
}

/** A row of the table; drawn anew only when something of it changed, not on every step of scrolling. */
export const TableRow = React.memo(function TableRow(props: {
  row: RunRow | undefined;
  index: number;
  start: number;
  width: number;
  places: readonly IPlace[];
  /** The keyboard is on this row. */
  active: boolean;
  /** The column of the cell that Tab comes to; -1 for none. */
  tabStop: number;
  selected: boolean;
  colour: string | undefined;
  renaming: boolean;
  digits: ReadonlyMap<string, number>;
  usualDigits: number;
  actions: IRowActions;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { row, index, actions, trans } = props;
  return (
    <div
      className="jp-MLTrack-row jp-MLTrack-run"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.selected}
      aria-busy={row === undefined}
      data-run={row?.id}
      data-active={props.active}
      style={{
        width: props.width,
        transform: `translateY(${props.start}px)`
      }}
      onDoubleClick={() => actions.open(row?.id ?? null)}
      onContextMenu={() => actions.menu(index)}
    >
      {props.places.map(({ item, at, left, size, pinned }) => (
        <div
          key={item.id}
          className="jp-MLTrack-cell"
          role="gridcell"
          aria-colindex={at + 1}
          data-row={index}
          data-place={at}
          data-column={item.id}
          data-pinned={pinned}
          data-numeric={item.numeric}
          tabIndex={at === props.tabStop ? 0 : -1}
          title={row && (fullValue(row, item, trans) || undefined)}
          style={{ width: size, left }}
          onClick={event => actions.click(index, at, event)}
        >
          {row &&
            (item.id === NAME && props.renaming ? (
              <NameField
                name={row.name}
                label={trans.__('Name of run %1', row.number)}
                onDone={name => actions.rename(row.id, name)}
              />
            ) : (
              <CellContent
                row={row}
                column={item}
                digits={props.digits.get(item.id) ?? props.usualDigits}
                selected={props.selected}
                colour={props.colour}
                onCheck={event => actions.check(index, at, event)}
                trans={trans}
              />
            ))}
        </div>
      ))}
    </div>
  );
});
