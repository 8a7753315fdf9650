import type { MainAreaWidget } from '@jupyterlab/apputils';
import { framed } from '../components/pages';
import { VersionsModel } from './evidence/model';
import { VersionsView } from './evidence/view';
import type { IRegistryParts } from './page/context';
import { ModelPageModel, Tab } from './page/model';
import { MomentModel } from './page/momentModel';
import { ModelView } from './page/view';
import { RequestModel } from './request/model';
import { RequestView } from './request/view';
import { StoreRulesModel } from './rules/storeModel';
import { StoreRulesView } from './rules/storeView';

/** Make the page of a model. */
export function createModelPage(
  parts: IRegistryParts,
  name: string,
  tab?: Tab
): MainAreaWidget<ModelView> {
  const { api } = parts;
  const model = new ModelPageModel(api, name, tab);
  const moment = new MomentModel(api);
  return framed(new ModelView({ ...parts, model, moment }), 'model');
}

/** Make the page of a request. */
export function createRequestPage(
  parts: IRegistryParts,
  id: string
): MainAreaWidget<RequestView> {
  const model = new RequestModel(parts.api, id);
  return framed(new RequestView({ ...parts, model }), 'request');
}

/** Make the page of two versions. */
export function createVersionsPage(
  parts: IRegistryParts,
  name: string,
  challenger: number,
  current: number
): MainAreaWidget<VersionsView> {
  const model = new VersionsModel(parts.api, name, challenger, current);
  return framed(new VersionsView({ ...parts, model }), 'versions');
}

/** Make the page of the rules of the whole store. */
export function createRulesPage(
  parts: IRegistryParts
): MainAreaWidget<StoreRulesView> {
  const model = new StoreRulesModel(parts.api);
  return framed(new StoreRulesView({ ...parts, model }), 'rules');
}
