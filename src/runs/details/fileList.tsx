import { downloadIcon } from '@jupyterlab/ui-components';
import React from 'react';
import type { Run } from '../../api/types';
import { formatBytes } from '../../components/format';
import type { IDetailsContext } from './context';

/** Files of a run, to download. */
export function FileList(props: {
  run: Run;
  files: Run['artifacts'];
  /** The folder that all of them are in, with its slash: it is not said of each. */
  folder?: string;
  context: IDetailsContext;
}): React.JSX.Element {
  const { run, files, folder = '', context } = props;
  const { api, trans } = context;
  return (
    <ul className="jp-MLTrack-files">
      {files.map(({ path, size }) => (
        <li key={path}>
          <a
            href={api.fileUrl(run.id, path)}
            download
            title={trans.__('Download %1', path)}
          >
            <downloadIcon.react tag="span" />
            <span>{path.slice(folder.length)}</span>
          </a>
          <span className="jp-MLTrack-size">{formatBytes(size)}</span>
        </li>
      ))}
    </ul>
  );
}
