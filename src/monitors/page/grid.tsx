import React, { useId, useRef, useState } from 'react';
import { ISight, useSight } from '../../components/useSight';
import { VerdictShape } from '../marks';
import { Said } from '../said';
import { columnWord, verdictOfColumn, verdictWord } from '../words';
import type { IMonitorPageContext } from './context';
import { drawn, fit, HEAD, ICell, inSight, ISpan, ROW } from './geometry';
import { useGridGestures } from './gridGestures';
import { useCells, useNewestInSight } from './gridHooks';
import { Legend, words } from './gridWords';
import type { IPeriod, MonitorPageModel } from './model';

/** The height of the strip; more columns scroll. */
const TALLEST = HEAD + 12 * ROW + 4;

const NOTHING: ISight = { left: 0, top: 0, width: 0, height: 0 };

/** The heat strip: columns by checks. Only what is in sight is drawn. */
export function Grid(props: {
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { model, trans } = props.context;
  const { checks, columns, view } = model;
  const host = useRef<HTMLDivElement>(null);
  const id = `mltrack-heat-${useId().replaceAll(':', '')}`;
  const [sight, setSight] = useState<ISight>(NOTHING);
  const shape = fit(sight.width, checks.length);
  const cells = useCells(checks);
  const gestures = useGridGestures(model, host, shape);
  const { active, pointed } = gestures;

  useSight(host, setSight);
  useNewestInSight(host, checks.length, shape.cell);

  const rows = inSight(sight.top, sight.height - HEAD, ROW, columns.length);
  const across = inSight(
    sight.left,
    sight.width - shape.names,
    shape.cell,
    checks.length
  );
  const chosen = spanOf(model, model.period);
  const other = spanOf(model, model.other);
  const cellId = ({ row, column }: ICell) => `${id}-${row}-${column}`;

  const said = pointed ?? active;
  return (
    <div className="jp-MLTrack-heat">
      <div
        ref={host}
        className="jp-MLTrack-heatGrid"
        role="grid"
        tabIndex={0}
        aria-label={trans.__('Columns by checks')}
        aria-rowcount={columns.length + 1}
        aria-colcount={checks.length + 1}
        aria-activedescendant={cellId(active)}
        aria-describedby={`${id}-says`}
        data-choosing={model.choosing}
        style={{
          maxHeight: TALLEST,
          height: HEAD + columns.length * ROW + 18
        }}
        {...gestures.handlers}
      >
        <div
          className="jp-MLTrack-heatInner"
          style={{
            width: shape.names + checks.length * shape.cell + 12,
            height: HEAD + columns.length * ROW
          }}
        >
          <div
            className="jp-MLTrack-heatHead"
            role="row"
            aria-rowindex={1}
            style={{ height: HEAD }}
          >
            <span
              className="jp-MLTrack-heatCorner"
              role="columnheader"
              aria-colindex={1}
              style={{ width: shape.names }}
            >
              {trans.__('column')}
            </span>
            {drawn(across, active.column).map(column => {
              const check = checks[column];
              const at = { row: -1, column };
              return (
                <span
                  key={check.id}
                  id={cellId(at)}
                  role="columnheader"
                  aria-colindex={column + 2}
                  aria-label={`${check.label}: ${verdictWord(check.status, trans)}. ${check.sentence}`}
                  className="jp-MLTrack-heatCheck"
                  data-verdict={check.status}
                  data-active={same(active, at)}
                  data-open={view.check === check.id && view.column === null}
                  data-chosen={within(chosen, column)}
                  data-other={within(other, column)}
                  style={{
                    left: shape.names + column * shape.cell,
                    width: shape.cell
                  }}
                >
                  {column % shape.step === 0 && (
                    <span
                      className="jp-MLTrack-heatLabel"
                      aria-hidden="true"
                      style={{ maxWidth: shape.step * shape.cell - 4 }}
                    >
                      {check.label}
                    </span>
                  )}
                  <VerdictShape verdict={check.status} />
                </span>
              );
            })}
          </div>
          {drawn(rows, active.row).map(row => (
            <div
              key={columns[row]}
              className="jp-MLTrack-heatRow"
              role="row"
              aria-rowindex={row + 2}
              style={{ top: HEAD + row * ROW, height: ROW }}
            >
              <span
                className="jp-MLTrack-heatName"
                role="rowheader"
                aria-colindex={1}
                title={columnWord(columns[row], trans)}
                data-open={view.column === columns[row]}
                style={{ width: shape.names }}
              >
                {columnWord(columns[row], trans)}
              </span>
              {drawn(across, active.column).map(column => {
                const check = checks[column];
                const at = { row, column };
                const found = cells.get(check.id)?.get(columns[row]);
                const verdict = found && verdictOfColumn(found);
                return (
                  <span
                    key={check.id}
                    id={cellId(at)}
                    role="gridcell"
                    aria-colindex={column + 2}
                    aria-label={words(props.context, at, found)}
                    aria-selected={within(chosen, column)}
                    className="jp-MLTrack-heatCell"
                    data-verdict={verdict}
                    data-active={same(active, at)}
                    data-open={
                      view.check === check.id && view.column === columns[row]
                    }
                    data-chosen={within(chosen, column)}
                    data-other={within(other, column)}
                    style={{
                      left: shape.names + column * shape.cell,
                      width: shape.cell
                    }}
                  >
                    {verdict && <VerdictShape verdict={verdict} />}
                  </span>
                );
              })}
            </div>
          ))}
        </div>
      </div>
      <p id={`${id}-says`} className="jp-MLTrack-heatSays">
        <Said
          text={words(
            props.context,
            said,
            cells.get(checks[said.column]?.id)?.get(columns[said.row])
          )}
        />
      </p>
      <Legend context={props.context} />
    </div>
  );
}

/** The places of a period's checks, both ends included. */
function spanOf(model: MonitorPageModel, period: IPeriod | null): ISpan | null {
  const found = period ? model.checksOf(period) : [];
  const from = model.checks.indexOf(found[0]);
  return from < 0 ? null : { from, to: from + found.length - 1 };
}

function within(period: ISpan | null, at: number): boolean {
  return period !== null && at >= period.from && at <= period.to;
}

function same(one: ICell, other: ICell): boolean {
  return one.row === other.row && one.column === other.column;
}
