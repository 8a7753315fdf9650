import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Verification } from '../../api/types';

/** A verdict as a shape and a word. */
export function VerdictMark(props: {
  verdict: Verification['verdict'];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { verdict, trans } = props;
  const [shape, word] = {
    same: ['✓', trans.__('same')],
    close: ['≈', trans.__('close')],
    different: ['≠', trans.__('different')],
    failed: ['✖', trans.__('failed')]
  }[verdict];
  return (
    <span className="jp-MLTrack-verifiedMark" data-verdict={verdict}>
      <span aria-hidden="true">{shape}</span> {word}
    </span>
  );
}

/** The last verdict on a model and who came to it, in a few words. */
export function Verified(props: {
  found: Verification | null;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { found, trans } = props;
  return found ? (
    <span title={found.reason}>
      <VerdictMark verdict={found.verdict} trans={trans} />
      {found.user && ` (${found.user})`}
    </span>
  ) : (
    <>{trans.__('not verified')}</>
  );
}
