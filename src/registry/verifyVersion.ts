import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { VerificationJob } from '../api/types';
import { telling } from '../components/telling';
import { VerifyModel } from '../components/verify/model';
import { mayLoad } from '../components/verify/trust';
import { showingWhole } from '../components/whole';
import type { IApi } from '../tokens';

/** How long the result stays, in milliseconds. */
const SAID = 12_000;

/** Verify a version while the person does something else: a message says how it stands, ends it, and says what came of it. */
export async function verifyVersion(
  api: IApi,
  model: string,
  version: number,
  here: boolean,
  trans: TranslationBundle
): Promise<void> {
  const headline = trans.__('Verifying did not begin');
  const page = await telling(headline, api.registry.listVersions(model, 1000));
  const found = page?.versions.find(one => one.version === version);
  if (!found || (found.saved && !(await mayLoad(found.saved, trans)))) {
    return;
  }
  const what = `${model}/${version}`;
  const verifying = new VerifyModel(api, what);
  const trusted = found.saved?.safe === false;
  const begun = await telling(
    headline,
    verifying.start(here, trusted).then(() => true),
    trans
  );
  if (begun) {
    follow(verifying, trans);
  } else {
    verifying.dispose();
  }
}

/** After a reload: follow what this person began before, and what goes on on the server. */
export async function followAgain(
  api: IApi,
  trans: TranslationBundle
): Promise<void> {
  const jobs = await api.registry.listVerifications();
  const running = jobs.filter(job => job.status === 'running');
  if (running.length === 0) {
    return;
  }
  const { name } = await api.registry.me();
  for (const job of running.filter(one => one.user === name)) {
    const verifying = new VerifyModel(api, job.reference);
    verifying.takeUp(job);
    follow(verifying, trans);
  }
}

/** Say how a verification stands until it has ended, and how it ended. */
function follow(verifying: VerifyModel, trans: TranslationBundle): void {
  const what = verifying.reference;
  const id = Notification.emit(trans.__('Verifying %1…', what), 'in-progress', {
    autoClose: false,
    actions: [
      {
        label: trans.__('Cancel'),
        callback: event => {
          // The message stays, and says that it was cancelled.
          event.preventDefault();
          void telling(trans.__('Verifying goes on'), verifying.cancel());
        }
      }
    ]
  });
  verifying.changed.connect(() => {
    const said = verifying.job?.said ?? [];
    const last = said[said.length - 1];
    if (verifying.running && last) {
      const message = trans.__('Verifying %1: %2', what, last);
      Notification.update({ id, message });
    }
  });
  verifying.ended.connect((_, job) => {
    const { message, type } = outcome(what, job, trans);
    const actions = showingWhole(message, trans);
    // What has to be read stays.
    const autoClose = actions.length > 0 ? false : SAID;
    Notification.update({ id, message, type, autoClose, actions });
    verifying.dispose();
  });
}

function outcome(
  what: string,
  job: VerificationJob,
  trans: TranslationBundle
): { message: string; type: 'success' | 'warning' | 'error' | 'info' } {
  const [found] = job.found;
  if (job.status === 'cancelled') {
    return {
      message: trans.__('Verifying %1: cancelled.', what),
      type: 'info'
    };
  }
  if (!found) {
    const why = job.problem?.message ?? '';
    return {
      message: trans.__('%1 could not be verified: %2', what, why),
      type: 'error'
    };
  }
  const words = {
    same: trans.__('%1 predicts the same: %2.', what, found.reason),
    close: trans.__('%1 predicts nearly the same: %2.', what, found.reason),
    different: trans.__('%1 predicts otherwise: %2.', what, found.reason),
    failed: trans.__('%1 could not be verified: %2.', what, found.reason)
  };
  const good = found.verdict === 'same' || found.verdict === 'close';
  return { message: words[found.verdict], type: good ? 'success' : 'warning' };
}
