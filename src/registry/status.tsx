import type { TranslationBundle } from '@jupyterlab/translation';
import { bellIcon, ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import { useSignal } from '../components/hooks';
import type { InboxModel } from './inbox';

/** The bell in the status bar: how many requests wait. */
export class WaitingStatus extends ReactWidget {
  constructor(
    private readonly _inbox: InboxModel,
    private readonly _onOpen: () => void,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-MLTrack-statusItem');
  }

  protected override render(): React.JSX.Element {
    return (
      <Bell inbox={this._inbox} onOpen={this._onOpen} trans={this._trans} />
    );
  }
}

function Bell(props: {
  inbox: InboxModel;
  onOpen: () => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { inbox, trans } = props;
  useSignal(inbox.changed);
  const count = inbox.requests.length;
  const words = trans._n(
    '%1 request waits for you',
    '%1 requests wait for you',
    count
  );
  return (
    <button
      className="jp-MLTrack-bell"
      title={words}
      aria-label={words}
      onClick={props.onOpen}
    >
      <bellIcon.react tag="span" />
      <span>{trans._n('%1 request', '%1 requests', count)}</span>
    </button>
  );
}
