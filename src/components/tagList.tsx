import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useState } from 'react';

/** Tags, each with a cross, and a field for another one. */
export function TagList(props: {
  tags: Readonly<Record<string, string>>;
  /** Tags to set; null takes one away. */
  onChange: (tags: Record<string, string | null>) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { tags, onChange, trans } = props;
  const [text, setText] = useState('');
  const add = () => {
    const at = text.indexOf('=');
    const key = (at < 0 ? text : text.slice(0, at)).trim();
    if (key !== '') {
      // Not by assignment: a tag may be named `__proto__`.
      onChange(
        Object.fromEntries([[key, at < 0 ? '' : text.slice(at + 1).trim()]])
      );
      setText('');
    }
  };
  return (
    <ul className="jp-MLTrack-tags" aria-label={trans.__('Tags')}>
      {Object.entries(tags).map(([key, value]) => (
        <li key={key} className="jp-MLTrack-tag" title={`${key} = ${value}`}>
          <span className="jp-MLTrack-tagText">
            {value === '' ? key : `${key} = ${value}`}
          </span>
          <button
            className="jp-MLTrack-tagRemove"
            title={trans.__('Remove the tag %1', key)}
            aria-label={trans.__('Remove the tag %1', key)}
            onClick={() => onChange(Object.fromEntries([[key, null]]))}
          >
            ×
          </button>
        </li>
      ))}
      <li>
        <input
          className="jp-MLTrack-input jp-MLTrack-tagField"
          placeholder={trans.__('Add tag…')}
          aria-label={trans.__('Add a tag: key = value')}
          title={trans.__('key, or key = value')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          onBlur={add}
          onKeyDown={event => {
            if (event.key === 'Enter') {
              add();
            }
          }}
        />
      </li>
    </ul>
  );
}
