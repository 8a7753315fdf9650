import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { trackIcon } from '../icons';
import type { IApi } from '../tokens';
import type { IComparisonContext } from './context';
import { ComparisonModel, Tab } from './model';
import { ComparisonView } from './view';

/** What a comparison needs of the application. */
export interface IComparisonParts extends Omit<IComparisonContext, 'model'> {
  readonly api: IApi;
}

/**
 * Compare runs in a page.
 *
 * @param runs Ids or numbers; the first is the baseline.
 * @param view The id of the page.
 */
export function createComparison(
  parts: IComparisonParts,
  runs: readonly string[],
  tab: Tab,
  view: string
): MainAreaWidget<ComparisonView> {
  const { api, trans } = parts;
  const model = new ComparisonModel(api, runs);
  model.tab = tab;
  const content = new ComparisonView({ ...parts, model });
  content.id = view;
  const widget = new MainAreaWidget({ content });
  widget.id = `mltrack-comparison-${view}`;
  widget.title.icon = trackIcon;
  const entitle = () => {
    widget.title.label = titleOf(model, trans);
    widget.title.caption = model.comparison?.sentence ?? '';
  };
  model.changed.connect(entitle);
  entitle();
  void model.refresh();
  return widget;
}

function titleOf(model: ComparisonModel, trans: TranslationBundle): string {
  const numbers = model.comparison?.runs.map(run => run.number) ?? [];
  if (numbers.length === 0) {
    return trans.__('Compare');
  }
  return numbers.length <= 3
    ? trans.__('Compare %1', numbers.join(', '))
    : trans.__('Compare %1 runs', numbers.length);
}
