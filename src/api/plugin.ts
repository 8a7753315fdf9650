import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IApi } from '../tokens';
import { ApiClient } from './client';

const api: JupyterFrontEndPlugin<IApi> = {
  id: 'jupyter-mltrack:api',
  description:
    'Calls the server half of jupyter-mltrack and hears its changes.',
  autoStart: true,
  provides: IApi,
  activate: (app: JupyterFrontEnd): IApi => {
    const { serverSettings, events } = app.serviceManager;
    const client = new ApiClient({ serverSettings, events });
    // Events are lost while the laptop sleeps or the server restarts.
    const catchUp = () => {
      if (!document.hidden) {
        // The views that are open show what fails when they ask for something.
        client.catchUp().catch(() => undefined);
      }
    };
    document.addEventListener('visibilitychange', catchUp);
    window.addEventListener('online', catchUp);
    return client;
  }
};

export default [api];
