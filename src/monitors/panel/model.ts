import type { MonitorRow, StoreChange } from '../../api/types';
import { SearchedModel } from '../../components/searchedModel';
import { inPlace } from '../places';

/** The monitors that the panel lists; searched by parts of names and models. */
export class MonitorsModel extends SearchedModel<MonitorRow> {
  protected override find(
    query: { text: string; limit: number },
    signal: AbortSignal
  ): Promise<{ rows: readonly MonitorRow[]; total: number }> {
    return this.api.monitors.list(query, { signal });
  }

  /** Those with open alerts first, as they stood when the list was asked for first: what is read stays in its place. */
  protected override ordered(
    before: readonly MonitorRow[],
    rows: readonly MonitorRow[]
  ): readonly MonitorRow[] {
    return inPlace(before, rows, row => row.monitor.id);
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.monitors ?? []).length > 0;
  }
}
