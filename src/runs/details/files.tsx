import React from 'react';
import type { Run } from '../../api/types';
import type { IDetailsContext } from './context';
import { FileList } from './fileList';
import { Section } from '../../components/section';

/** The files that were kept by hand, to download. */
export function Files(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { run, context } = props;
  const { trans } = context;
  const files = run.artifacts.filter(({ kind }) => kind === 'file');
  if (files.length === 0) {
    return null;
  }
  return (
    <Section title={trans.__('Files')} count={String(files.length)}>
      <FileList run={run} files={files} context={context} />
    </Section>
  );
}
