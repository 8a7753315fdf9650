import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React, { useEffect, useState } from 'react';
import type { ComparedGroup, Comparison } from '../api/types';
import { Trouble } from '../components/answered';
import { useSignal } from '../components/hooks';
import { tabIds, Tabs } from '../components/tabs';
import { CodeTab } from './codeTab';
import type { IComparisonContext } from './context';
import { CurvesTab } from './curvesTab';
import { toMarkdown } from './markdown';
import { Tab, TABLE_GROUPS, TABS } from './model';
import { ParallelTab } from './parallelTab';
import { RunChips } from './runChips';
import { ScatterTab } from './scatterTab';
import { ComparisonTable } from './table';

const ENVIRONMENT_GROUPS: readonly ComparedGroup['name'][] = ['environment'];

/** Runs beside each other, in the main area. */
export class ComparisonView extends ReactWidget {
  constructor(readonly context: IComparisonContext) {
    super();
    this.addClass('jp-MLTrack');
    this.addClass('jp-MLTrack-compare');
  }

  override dispose(): void {
    this.context.model.dispose();
    super.dispose();
  }

  protected override render(): React.JSX.Element {
    return <Body context={this.context} view={this.id} />;
  }
}

function Body(props: {
  context: IComparisonContext;
  view: string;
}): React.JSX.Element {
  const { context, view } = props;
  const { model, trans } = context;
  useSignal(model.changed);
  useSignal(context.settings.changed);
  const { comparison, error } = model;
  return (
    <>
      <Trouble asked={model} trans={trans} />
      <Missing context={context} />
      {comparison ? (
        <Compared context={context} comparison={comparison} view={view} />
      ) : model.loading ? (
        <Waiting context={context} />
      ) : (
        !error && <TooFew context={context} />
      )}
    </>
  );
}

function Compared(props: {
  context: IComparisonContext;
  comparison: Comparison;
  view: string;
}): React.JSX.Element {
  const { context, comparison, view } = props;
  const { model, trans } = context;
  // Figures keep their zoom, and code its place, while another tab is looked at.
  const [visited, setVisited] = useState<ReadonlySet<Tab>>(
    new Set([model.tab])
  );
  useEffect(() => setVisited(old => new Set([...old, model.tab])), [model.tab]);
  return (
    <>
      <header className="jp-MLTrack-compareTop">
        <p className="jp-MLTrack-compareSentence" role="status">
          {comparison.sentence}
        </p>
        <RunChips runs={comparison.runs} context={context} />
        <div className="jp-MLTrack-compareBar">
          <Tabs
            view={view}
            label={trans.__('Ways to compare')}
            tabs={TABS.map(tab => [tab, tabTitle(tab, trans)] as const)}
            current={model.tab}
            onChange={tab => (model.tab = tab)}
          />
          <TableControls context={context} comparison={comparison} />
        </div>
      </header>
      {TABS.filter(tab => tab === model.tab || visited.has(tab)).map(tab => {
        const ids = tabIds(view, tab);
        return (
          <div
            key={tab}
            id={ids.panel}
            className="jp-MLTrack-tabPanel"
            role="tabpanel"
            aria-labelledby={ids.tab}
            hidden={tab !== model.tab}
          >
            <TabBody tab={tab} context={context} comparison={comparison} />
          </div>
        );
      })}
    </>
  );
}

function TabBody(props: {
  tab: Tab;
  context: IComparisonContext;
  comparison: Comparison;
}): React.JSX.Element {
  const { tab, context, comparison } = props;
  const { trans } = context;
  switch (tab) {
    case 'table':
      return (
        <ComparisonTable
          context={context}
          comparison={comparison}
          groups={TABLE_GROUPS}
          label={trans.__('Compared runs')}
        />
      );
    case 'environment':
      return (
        <ComparisonTable
          context={context}
          comparison={comparison}
          groups={ENVIRONMENT_GROUPS}
          label={trans.__('Environments of the compared runs')}
        />
      );
    case 'curves':
      return <CurvesTab context={context} comparison={comparison} />;
    case 'code':
      return <CodeTab context={context} comparison={comparison} />;
    case 'parallel':
      return <ParallelTab context={context} comparison={comparison} />;
    case 'scatter':
      return <ScatterTab context={context} comparison={comparison} />;
  }
}

/** What belongs to the tables only. */
function TableControls(props: {
  context: IComparisonContext;
  comparison: Comparison;
}): React.JSX.Element | null {
  const { model, settings, trans } = props.context;
  if (model.tab !== 'table' && model.tab !== 'environment') {
    return null;
  }
  return (
    <div className="jp-MLTrack-controls">
      <label>
        <input
          type="checkbox"
          checked={model.onlyDifferences}
          onChange={event => (model.onlyDifferences = event.target.checked)}
        />
        {trans.__('Only differences')}
      </label>
      <button
        className="jp-MLTrack-button"
        onClick={() => {
          Clipboard.copyToSystem(
            toMarkdown(props.comparison, settings.digits, trans)
          );
          Notification.success(trans.__('Copied as a Markdown table'), {
            autoClose: 2000
          });
        }}
      >
        {trans.__('Copy as Markdown')}
      </button>
    </div>
  );
}

function Missing(props: {
  context: IComparisonContext;
}): React.JSX.Element | null {
  const { model, trans } = props.context;
  const { missing } = model;
  if (missing.length === 0) {
    return null;
  }
  return (
    <div className="jp-MLTrack-compareMissing" role="status">
      {trans._n(
        'One run of this comparison is not in the store any more: %2.',
        '%1 runs of this comparison are not in the store any more: %2.',
        missing.length,
        missing.join(', ')
      )}
      <button
        className="jp-MLTrack-button"
        onClick={() => model.remove(missing)}
      >
        {trans.__('Forget')}
      </button>
    </div>
  );
}

/** Shown once something takes long. */
function Waiting(props: { context: IComparisonContext }): React.JSX.Element {
  return (
    <p className="jp-MLTrack-compareWaiting" role="status">
      {props.context.trans.__('Comparing…')}
    </p>
  );
}

function TooFew(props: { context: IComparisonContext }): React.JSX.Element {
  const { model, selection, trans } = props.context;
  useSignal(selection.changed);
  const more = selection.runs.filter(run => !model.runs.includes(run));
  return (
    <div className="jp-MLTrack-compareEmpty">
      <p>
        {trans.__(
          'A comparison needs two runs. Select them in the list of runs: click one, then Ctrl+click others.'
        )}
      </p>
      {more.length > 0 && (
        <button className="jp-MLTrack-button" onClick={() => model.add(more)}>
          {trans._n(
            'Compare %1 selected run',
            'Compare %1 selected runs',
            more.length
          )}
        </button>
      )}
    </div>
  );
}

function tabTitle(tab: Tab, trans: TranslationBundle): string {
  switch (tab) {
    case 'table':
      return trans.__('Table');
    case 'curves':
      return trans.__('Curves');
    case 'code':
      return trans.__('Code');
    case 'parallel':
      return trans.__('Parallel');
    case 'scatter':
      return trans.__('Scatter');
    case 'environment':
      return trans.__('Environment');
  }
}
