import type { Message } from '@lumino/messaging';
import { ISignal, Signal } from '@lumino/signaling';
import React from 'react';
import { CommandIDs } from '../../commands';
import { Trouble } from '../../components/answered';
import { useSignal } from '../../components/hooks';
import { SeenWidget } from '../../components/seenWidget';
import { trackIcon } from '../../icons';
import { ColumnChooser } from './columnChooser';
import { CompareButton } from '../compareButton';
import type { IRunsContext } from '../context';
import { CountLine } from '../countLine';
import { NoRuns } from '../emptyState';
import { ExperimentPicker } from '../experimentPicker';
import { RunsFilter } from '../runsFilter';
import { useAsked } from '../asked';
import { RunsTable } from './grid';
import type { TableModel } from './model';

/** All runs as a table, in the main area. */
export class RunsTableView extends SeenWidget {
  constructor(
    readonly context: IRunsContext,
    readonly table: TableModel
  ) {
    super([context.model, context.catalogue]);
    const { trans } = context;
    this.addClass('jp-MLTrack-tableView');
    this.id = 'jupyter-mltrack-runs';
    this.title.label = trans.__('Runs');
    this.title.caption = trans.__('Runs: filter, sort, compare');
    this.title.icon = trackIcon;
  }

  /** Whether the list of columns is open. */
  get choosing(): boolean {
    return this._choosing;
  }
  set choosing(choosing: boolean) {
    this._choosing = choosing;
    this._changed.emit();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.table.dispose();
    super.dispose();
    Signal.clearData(this);
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    const cell = this.node.querySelector<HTMLElement>(
      '.jp-MLTrack-grid [tabindex="0"]'
    );
    (cell ?? this.node.querySelector('input'))?.focus();
  }

  protected override render(): React.JSX.Element {
    return <TableBody view={this} />;
  }

  private readonly _changed = new Signal<this, void>(this);
  private _choosing = false;
}

function TableBody(props: { view: RunsTableView }): React.JSX.Element {
  const { view } = props;
  const { context, table } = view;
  const { model, commands, trans } = context;
  useSignal(view.changed);
  const asked = useAsked(context);
  if (asked.fatal) {
    return <Trouble asked={asked} trans={trans} />;
  }
  return (
    <>
      <div className="jp-MLTrack-bar">
        <RunsFilter context={context} />
        <ExperimentPicker context={context} />
        <CountLine context={context} />
        <Actions view={view} />
      </div>
      <Trouble asked={asked} trans={trans} />
      <div className="jp-MLTrack-main">
        {model.loaded && model.total === 0 ? (
          <NoRuns model={model} commands={commands} trans={trans} />
        ) : (
          <RunsTable context={context} table={table} />
        )}
        {view.choosing && (
          <ColumnChooser
            table={table}
            onClose={() => {
              view.choosing = false;
            }}
            trans={trans}
          />
        )}
      </div>
    </>
  );
}

/** What can be done with the selected runs, and with the table. */
function Actions(props: { view: RunsTableView }): React.JSX.Element {
  const { view } = props;
  const { selection, commands, trans } = view.context;
  useSignal(selection.changed);
  const count = selection.runs.length;
  return (
    <span className="jp-MLTrack-buttons">
      {count > 0 && (
        <button
          className="jp-MLTrack-button"
          onClick={() =>
            void commands.execute(CommandIDs.deleteRuns, {
              runs: [...selection.runs]
            })
          }
        >
          {trans.__('Delete %1', count)}
        </button>
      )}
      <CompareButton context={view.context} />
      <button
        className="jp-MLTrack-button"
        aria-expanded={view.choosing}
        onClick={() => {
          view.choosing = !view.choosing;
        }}
      >
        {trans.__('Columns')}
      </button>
    </span>
  );
}
