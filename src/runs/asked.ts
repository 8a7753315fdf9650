import { ApiError } from '../api/error';
import type { IAsked } from '../components/answered';
import { useSignal } from '../components/hooks';
import type { IRunsContext } from './context';

/** What a view of runs asks the server for: the runs, and what there is to choose from. */
export function useAsked(context: IRunsContext): IAsked & {
  /** Nothing can be shown at all. */
  fatal: boolean;
} {
  const { model, catalogue } = context;
  useSignal(model.changed);
  useSignal(catalogue.changed);
  const { problem } = catalogue;
  return {
    error:
      model.error ??
      (problem ? new ApiError(problem.code, problem.message, 0) : null),
    fatal: model.error !== null && !model.loaded,
    refresh: async () => {
      await Promise.all([model.refresh(), catalogue.refresh()]);
    }
  };
}
