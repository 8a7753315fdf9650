import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import type { ModelRow, TransitionRequest } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Ago } from '../../components/ago';
import { StageChip } from '../stageChip';
import { stageWord } from '../words';

interface ILineProps {
  commands: CommandRegistry;
  trans: TranslationBundle;
}

/** A model: its name, its newest version, what is in production and staging. */
export function ModelLine(
  props: ILineProps & { row: ModelRow }
): React.JSX.Element {
  const { row, commands, trans } = props;
  return (
    <li>
      <button
        className="jp-MLTrack-modelLine"
        title={row.description || row.name}
        onClick={() =>
          void commands.execute(CommandIDs.openModel, { model: row.name })
        }
      >
        <span className="jp-MLTrack-modelTop">
          <span className="jp-MLTrack-modelTitle">{row.name}</span>
          {row.waiting > 0 && (
            <span className="jp-MLTrack-modelWaiting">
              {trans._n('%1 request', '%1 requests', row.waiting)}
            </span>
          )}
          <span className="jp-MLTrack-modelNewest">
            {row.newest
              ? trans.__('v%1', row.newest.version)
              : trans.__('no version')}
          </span>
        </span>
        <span className="jp-MLTrack-chips">
          {row.production.length > 0 && (
            <StageChip
              stage="production"
              versions={row.production}
              trans={trans}
            />
          )}
          {row.staging.length > 0 && (
            <StageChip stage="staging" versions={row.staging} trans={trans} />
          )}
          {row.production.length + row.staging.length === 0 && (
            <StageChip stage="none" trans={trans} />
          )}
          <span className="jp-MLTrack-age">
            <Ago time={row.updated} trans={trans} />
          </span>
        </span>
      </button>
    </li>
  );
}

/** A request that waits: what is asked, by whom, why. */
export function RequestLine(
  props: ILineProps & { request: TransitionRequest }
): React.JSX.Element {
  const { request, commands, trans } = props;
  return (
    <li>
      <button
        className="jp-MLTrack-requestLine"
        onClick={() =>
          void commands.execute(CommandIDs.openRequest, {
            request: request.id
          })
        }
      >
        <span className="jp-MLTrack-requestWhat">
          {trans.__(
            'Review %1 v%2 to %3',
            request.model,
            request.version,
            stageWord(request.stage, trans)
          )}
        </span>
        <span className="jp-MLTrack-requestWhy" title={request.reason}>
          {trans.__('%1: %2', request.author, request.reason)}
        </span>
      </button>
    </li>
  );
}
