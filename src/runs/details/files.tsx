import { downloadIcon } from '@jupyterlab/ui-components';
import React from 'react';
import type { Run } from '../../api/types';
import { formatBytes } from '../../components/format';
import type { IDetailsContext } from './context';
import { Section } from '../../components/section';

/** The files that were kept by hand, to download. */
export function Files(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { run, context } = props;
  const { api, trans } = context;
  const files = run.artifacts.filter(({ kind }) => kind === 'file');
  if (files.length === 0) {
    return null;
  }
  return (
    <Section title={trans.__('Files')} count={String(files.length)}>
      <ul className="jp-MLTrack-files">
        {files.map(file => (
          <li key={file.path}>
            <a
              href={api.fileUrl(run.id, file.path)}
              download
              title={trans.__('Download %1', file.path)}
            >
              <downloadIcon.react tag="span" />
              <span>{file.path}</span>
            </a>
            <span className="jp-MLTrack-size">{formatBytes(file.size)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
