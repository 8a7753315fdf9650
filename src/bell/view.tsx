import type { TranslationBundle } from '@jupyterlab/translation';
import { bellIcon, ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import { useSignal } from '../components/hooks';
import { openMenu } from '../components/menu';
import type { Bell } from './bell';

/** The bell in the status bar: how much waits; it leads there. */
export class BellStatus extends ReactWidget {
  constructor(
    private readonly _bell: Bell,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-MLTrack-statusItem');
  }

  protected override render(): React.JSX.Element {
    return <BellButton bell={this._bell} trans={this._trans} />;
  }
}

/** The button; where several things wait, it asks which one is meant. */
export function BellButton(props: {
  bell: Bell;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { bell, trans } = props;
  useSignal(bell.changed);
  const { waiting } = bell;
  const words = waiting.map(source => source.words()).join(', ');
  return (
    <button
      className="jp-MLTrack-bell"
      title={words}
      aria-label={words || trans.__('Nothing waits for you')}
      aria-haspopup={waiting.length > 1 ? 'menu' : undefined}
      onClick={event => {
        if (waiting.length === 1) {
          waiting[0].open();
        } else {
          openMenu(
            event.currentTarget,
            waiting.map(source => ({
              label: source.words(),
              execute: () => source.open()
            }))
          );
        }
      }}
    >
      <bellIcon.react tag="span" />
      <span>{bell.count}</span>
    </button>
  );
}
