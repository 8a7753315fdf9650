import type { MainAreaWidget } from '@jupyterlab/apputils';
import { framed } from '../components/pages';
import { AlertsModel } from './alerts/model';
import { AlertsView } from './alerts/view';
import { FormView } from './form/view';
import { FormModel } from './form/model';
import type { IMonitorParts } from './page/context';
import { IView, MonitorPageModel } from './page/model';
import { MonitorView } from './page/view';

/** Make the page of a monitor. */
export function createMonitorPage(
  parts: IMonitorParts,
  monitor: string,
  view: Partial<IView>
): MainAreaWidget<MonitorView> {
  const model = new MonitorPageModel(parts.api, monitor, view);
  return framed(new MonitorView({ ...parts, model }), 'monitor');
}

/** Make the page of the alerts. */
export function createAlertsPage(
  parts: IMonitorParts
): MainAreaWidget<AlertsView> {
  const model = new AlertsModel(parts.api);
  return framed(new AlertsView({ ...parts, model }), 'alerts');
}

/** Make a form for a new monitor, or for one that there is. */
export function createFormPage(
  parts: IMonitorParts,
  monitor: string | null,
  model: string
): MainAreaWidget<FormView> {
  const form = new FormModel(parts.api, monitor, model);
  return framed(new FormView({ ...parts, model: form }), 'monitor-form');
}
