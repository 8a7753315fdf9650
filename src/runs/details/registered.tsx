import React, { useEffect, useMemo } from 'react';
import type { Run } from '../../api/types';
import { CommandIDs } from '../../commands';
import { useSignal } from '../../components/hooks';
import type { IDetailsContext } from './context';
import { RunVersionsModel } from './versionsModel';

/** The versions that were made from a run; each leads to its model. */
export function Registered(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { run, context } = props;
  const { api, commands, trans } = context;
  const model = useMemo(() => new RunVersionsModel(api, run.id), [api, run.id]);
  useEffect(() => () => model.dispose(), [model]);
  useSignal(model.changed);
  return model.versions.length === 0 ? null : (
    <p className="jp-MLTrack-registered">
      {trans.__('Registered as')}{' '}
      {model.versions.map((version, index) => (
        <React.Fragment key={version.key}>
          {index > 0 && ', '}
          <button
            className="jp-MLTrack-link"
            onClick={() =>
              void commands.execute(CommandIDs.openModel, {
                model: version.model
              })
            }
          >
            {trans.__('%1 v%2', version.model, version.version)}
          </button>
          {version.stage !== 'none' && ` (${version.stage})`}
        </React.Fragment>
      ))}
    </p>
  );
}
