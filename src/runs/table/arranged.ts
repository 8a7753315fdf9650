import {
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  tableFeatures,
  useTable
} from '@tanstack/react-table';
import type { VirtualItem } from '@tanstack/react-virtual';
import { useMemo } from 'react';
import type { RunRow } from '../../api/types';
import type { TableModel } from './model';
import type { IPlace } from './row';

const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnPinningFeature
});
/** Rows come from the pages that the server sends; the table library arranges columns only. */
const NO_ROWS: RunRow[] = [];

/** The columns that are shown, in their order, with their widths. */
export function useArranged(arrangement: TableModel) {
  const shown = useMemo(
    () => arrangement.columns.filter(column => arrangement.shows(column)),
    [arrangement.columns, arrangement.layout]
  );
  const byId = useMemo(
    () => new Map(shown.map(column => [column.id, column])),
    [shown]
  );
  const definitions = useMemo(
    () =>
      shown.map(column => ({
        id: column.id,
        header: column.label,
        size: column.width,
        minSize: 48,
        maxSize: 800
      })),
    [shown]
  );
  const { widths, pinned } = arrangement.layout;
  const table = useTable({
    features,
    columns: definitions,
    data: NO_ROWS,
    columnResizeMode: 'onChange',
    state: {
      columnSizing: widths,
      columnPinning: { start: pinned.filter(id => byId.has(id)), end: [] }
    },
    onColumnSizingChange: update =>
      arrangement.resize(typeof update === 'function' ? update(widths) : update)
  });
  const fixed = table.getStartLeafHeaders();
  const moving = table.getCenterLeafHeaders();
  const headers = [...fixed, ...moving];
  const fixedWidth = fixed.reduce((sum, header) => sum + header.getSize(), 0);
  const width = table.getTotalSize();
  const sizes = headers.map(header => header.getSize()).join();
  return { shown, byId, fixed, moving, headers, fixedWidth, width, sizes };
}

/**
 * Where the cells of the columns in sight are.
 *
 * @param pinned Ids of the columns that do not move sideways.
 * @param inSight Those of the others that are in sight.
 */
export function usePlaces(
  arranged: ReturnType<typeof useArranged>,
  pinned: readonly string[],
  inSight: readonly VirtualItem[]
): IPlace[] {
  const { byId, fixed, moving, sizes } = arranged;
  return useMemo(() => {
    const found: IPlace[] = [];
    let left = 0;
    fixed.forEach((header, at) => {
      const item = byId.get(header.column.id);
      if (item) {
        found.push({ item, at, left, size: header.getSize(), pinned: true });
      }
      left += header.getSize();
    });
    for (const { index, start } of inSight) {
      const header = moving[index];
      const item = header && byId.get(header.column.id);
      if (item) {
        const at = index + fixed.length;
        const size = header.getSize();
        found.push({ item, at, left: start, size, pinned: false });
      }
    }
    return found;
    // Headers are new objects on every drawing; what is used of them is in `sizes`, `byId` and the pinned names.
  }, [
    byId,
    pinned,
    sizes,
    inSight.map(({ index, start }) => `${index} ${start}`).join()
  ]);
}
