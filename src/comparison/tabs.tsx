import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useRef } from 'react';
import { Tab, TABS } from './model';

/** The ids by which a tab and its panel know each other. */
export function tabIds(view: string, tab: Tab): { tab: string; panel: string } {
  return { tab: `${view}-tab-${tab}`, panel: `${view}-panel-${tab}` };
}

/** The ways to look at a comparison: arrow keys move, as in every tab bar. */
export function Tabs(props: {
  view: string;
  current: Tab;
  onChange: (tab: Tab) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { view, current, trans } = props;
  const bar = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = TABS.indexOf(current);
    const next =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? TABS.length - 1
          : step && (at + step + TABS.length) % TABS.length;
    if (next !== undefined) {
      event.preventDefault();
      props.onChange(TABS[next]);
      const { tab } = tabIds(view, TABS[next]);
      bar.current?.querySelector<HTMLElement>(`#${tab}`)?.focus();
    }
  };
  return (
    <div
      ref={bar}
      className="jp-MLTrack-tabs"
      role="tablist"
      aria-label={trans.__('Ways to compare')}
      onKeyDown={onKeyDown}
    >
      {TABS.map(tab => {
        const ids = tabIds(view, tab);
        return (
          <button
            key={tab}
            id={ids.tab}
            role="tab"
            aria-selected={tab === current}
            aria-controls={ids.panel}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => props.onChange(tab)}
          >
            {title(tab, trans)}
          </button>
        );
      })}
    </div>
  );
}

function title(tab: Tab, trans: TranslationBundle): string {
  switch (tab) {
    case 'table':
      return trans.__('Table');
    case 'curves':
      return trans.__('Curves');
    case 'code':
      return trans.__('Code');
    case 'parallel':
      return trans.__('Parallel');
    case 'scatter':
      return trans.__('Scatter');
    case 'environment':
      return trans.__('Environment');
  }
}
