import type { MainAreaWidget } from '@jupyterlab/apputils';
import { framed } from '../../components/pages';
import { ChoicesModel } from './choices';
import type { IDetailsContext } from './context';
import { DetailsModel } from './model';
import { RunDetailsView } from './view';

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
  return framed(new RunDetailsView({ ...parts, model, choices }), 'run');
}
