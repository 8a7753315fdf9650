import { Notification } from '@jupyterlab/apputils';
import { ApiError } from '../api/error';

/** Wait for an answer; a fault is told to the person, once: what happened and what is safe. */
export async function telling<T>(
  headline: string,
  answer: Promise<T>
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (reason) {
    const error = ApiError.from(reason);
    Notification.error(`${headline}: ${error.message}`, { autoClose: false });
    return undefined;
  }
}
