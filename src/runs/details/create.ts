import { MainAreaWidget } from '@jupyterlab/apputils';
import { ChoicesModel } from './choices';
import type { IDetailsContext } from './context';
import { DetailsModel } from './model';
import { RunDetailsView } from './view';

/** Numbers the pages of runs of this window. */
let opened = 0;

/**
 * Make the page of a run.
 *
 * @param reference Id, number or unique beginning of the id.
 */
export function createDetails(
  parts: Omit<IDetailsContext, 'model' | 'choices'>,
  reference: string
): MainAreaWidget<RunDetailsView> {
  const model = new DetailsModel(parts.api, reference);
  const choices = new ChoicesModel(parts.api);
  const content = new RunDetailsView({ ...parts, model, choices });
  const widget = new MainAreaWidget({ content });
  widget.id = `jupyter-mltrack-run-${++opened}`;
  widget.toolbar.hide();
  return widget;
}
