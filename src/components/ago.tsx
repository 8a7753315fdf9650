import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { formatAge, formatTime, isoTime } from './format';
import { useNow } from './hooks';

/** How long ago something was; the full time on hover. */
export function Ago(props: {
  time: number;
  trans: TranslationBundle;
}): React.JSX.Element {
  const now = useNow(30);
  return (
    <time dateTime={isoTime(props.time)} title={formatTime(props.time)}>
      {agoText(now - props.time, props.trans)}
    </time>
  );
}

function agoText(seconds: number, trans: TranslationBundle): string {
  return seconds < 10
    ? trans.__('just now')
    : trans.__('%1 ago', formatAge(seconds, trans));
}
