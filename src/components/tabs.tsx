import React, { useRef } from 'react';

/** The ids by which a tab and its panel know each other. */
export function tabIds(
  view: string,
  tab: string
): { tab: string; panel: string } {
  return { tab: `${view}-tab-${tab}`, panel: `${view}-panel-${tab}` };
}

/** Ways to look at one thing: arrow keys move, as in every tab bar. */
export function Tabs<T extends string>(props: {
  view: string;
  /** What the tabs have in common. */
  label: string;
  /** Each tab with its title. */
  tabs: readonly (readonly [T, string])[];
  current: T;
  onChange: (tab: T) => void;
}): React.JSX.Element {
  const { view, tabs, current } = props;
  const bar = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.findIndex(([tab]) => tab === current);
    const next =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? tabs.length - 1
          : step && (at + step + tabs.length) % tabs.length;
    if (next !== undefined) {
      event.preventDefault();
      props.onChange(tabs[next][0]);
      const { tab } = tabIds(view, tabs[next][0]);
      bar.current?.querySelector<HTMLElement>(`#${tab}`)?.focus();
    }
  };
  return (
    <div
      ref={bar}
      className="jp-MLTrack-tabs"
      role="tablist"
      aria-label={props.label}
      onKeyDown={onKeyDown}
    >
      {tabs.map(([tab, title]) => {
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
            {title}
          </button>
        );
      })}
    </div>
  );
}
