import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ApiError } from '../api/error';
import { showingWhole } from './whole';

/**
 * Wait for an answer; a fault is told to the person, once: what happened and what is safe.
 *
 * @param trans Given where faults may be long: then all of one can be shown.
 */
export async function telling<T>(
  headline: string,
  answer: Promise<T>,
  trans?: TranslationBundle
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (reason) {
    const error = ApiError.from(reason);
    const message = `${headline}: ${error.message}`;
    Notification.error(message, {
      autoClose: false,
      actions: trans ? showingWhole(message, trans) : []
    });
    return undefined;
  }
}
