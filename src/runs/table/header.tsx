import type { TranslationBundle } from '@jupyterlab/translation';
import { caretDownIcon, caretUpIcon } from '@jupyterlab/ui-components';
import React from 'react';
import { ITableColumn, NUMBER } from './columns';

const DRAGGED = 'application/x-mltrack-column';

/** The head of a column: a click sorts, dragging moves it, its edge resizes it, its menu does the rest. */
export function HeaderCell(props: {
  column: ITableColumn;
  sort: string;
  place: number;
  pinned: boolean;
  left: number;
  width: number;
  /** Whether its group begins here: then the group is named above it. */
  first: boolean;
  resizing: boolean;
  tabIndex: number;
  onSort: () => void;
  onResize: (event: unknown) => void;
  onMove: (id: string, before: string) => void;
  onMenu: (x: number, y: number) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { column, sort, trans } = props;
  const order = sort.replace(/^-/, '') === column.id;
  const down = sort.startsWith('-');
  return (
    <div
      className="jp-MLTrack-cell jp-MLTrack-headCell"
      role="columnheader"
      aria-colindex={props.place + 1}
      aria-sort={order ? (down ? 'descending' : 'ascending') : 'none'}
      data-row={-1}
      data-place={props.place}
      data-column={column.id}
      data-pinned={props.pinned}
      data-numeric={column.numeric}
      tabIndex={props.tabIndex}
      title={`${groupWord(column, trans)}: ${column.name}`}
      style={{ width: props.width, left: props.left }}
      draggable={column.id !== NUMBER}
      onClick={props.onSort}
      onContextMenu={event => {
        event.preventDefault();
        event.stopPropagation();
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        // The key for menus has no pointer.
        const byKey = event.clientX === 0 && event.clientY === 0;
        props.onMenu(
          byKey ? left : event.clientX,
          byKey ? bottom : event.clientY
        );
      }}
      onDragStart={event => event.dataTransfer.setData(DRAGGED, column.id)}
      onDragOver={event => {
        if (event.dataTransfer.types.includes(DRAGGED)) {
          event.preventDefault();
        }
      }}
      onDrop={event => {
        event.preventDefault();
        props.onMove(event.dataTransfer.getData(DRAGGED), column.id);
      }}
    >
      <span className="jp-MLTrack-group" aria-hidden="true">
        {props.first && column.group !== 'run' ? groupWord(column, trans) : ''}
      </span>
      <span className="jp-MLTrack-label">
        <span className="jp-MLTrack-labelText">{column.label}</span>
        {order &&
          (down ? (
            <caretDownIcon.react tag="span" className="jp-MLTrack-caret" />
          ) : (
            <caretUpIcon.react tag="span" className="jp-MLTrack-caret" />
          ))}
      </span>
      <span
        className="jp-MLTrack-resize"
        data-resizing={props.resizing}
        aria-hidden="true"
        onMouseDown={event => {
          // Or else the column would be dragged away.
          event.preventDefault();
          props.onResize(event);
        }}
        onTouchStart={props.onResize}
        onClick={event => event.stopPropagation()}
      />
    </div>
  );
}

/** The word for what a column holds. */
export function groupWord(
  column: Pick<ITableColumn, 'group'>,
  trans: TranslationBundle
): string {
  switch (column.group) {
    case 'run':
      return trans.__('Run');
    case 'params':
      return trans.__('Parameters');
    case 'metrics':
      return trans.__('Metrics');
    case 'min':
      return trans.__('Metrics, minimum');
    case 'max':
      return trans.__('Metrics, maximum');
    case 'mean':
      return trans.__('Metrics, mean');
    case 'tags':
      return trans.__('Tags');
  }
}
