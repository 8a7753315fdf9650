import type { ModelRow, StoreChange } from '../../api/types';
import { SearchedModel } from '../../components/searchedModel';

/** The models that the panel lists, the last changed first; searched by parts of names, descriptions and tags. */
export class ModelsModel extends SearchedModel<ModelRow> {
  protected override find(
    query: { text: string; limit: number },
    signal: AbortSignal
  ): Promise<{ rows: readonly ModelRow[]; total: number }> {
    return this.api.registry.listModels(query, { signal });
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.models ?? []).length > 0;
  }
}
