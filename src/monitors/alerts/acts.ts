import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Alert, AlertBody } from '../../api/types';
import { CommandIDs } from '../../commands';
import { askText } from '../../components/askText';
import { openMenu } from '../../components/menu';
import { telling } from '../../components/telling';
import { askExpected, askSnooze } from '../dialogs/alert';
import type { IMonitorParts } from '../page/context';
import { TOGETHER } from '../words';

/** What the server calls the stream of mistakes of a model. */
const WRONG = 'wrong predictions';

/** What people do about an alert. */
export class AlertActs {
  constructor(
    private readonly _alert: Alert,
    private readonly _parts: IMonitorParts
  ) {}

  acknowledge(): void {
    void this._act({ act: 'acknowledge' });
  }

  /** Take back that somebody looks after it, or that it is to be quiet. */
  reopen(): void {
    void this._act({ act: 'reopen' });
  }

  /** Offer for how long it is to be quiet. */
  snooze(anchor: HTMLElement): void {
    const { api, trans } = this._parts;
    const snooze = (label: string, seconds: number) => ({
      label,
      execute: () =>
        void this._act({ act: 'snooze', until: Date.now() / 1000 + seconds })
    });
    openMenu(anchor, [
      snooze(trans.__('1 Hour'), 3600),
      snooze(trans.__('1 Day'), 86400),
      snooze(trans.__('1 Week'), 7 * 86400),
      null,
      {
        label: trans.__('Until…'),
        execute: () => void askSnooze(api, this._alert, trans)
      }
    ]);
  }

  expect(): void {
    const { api, trans } = this._parts;
    void askExpected(api, this._alert, trans);
  }

  async comment(): Promise<void> {
    const { trans } = this._parts;
    const text = await askText(
      trans.__('Comment on the alert'),
      trans.__('Everybody who opens the alert reads it.'),
      '',
      trans,
      trans.__('Comment')
    );
    if (text?.trim()) {
      await this._act({ act: 'comment', text: text.trim() });
    }
  }

  /** Let the data that it was raised about be what is compared with. */
  async takeReference(): Promise<void> {
    const { api, commands, trans } = this._parts;
    const { monitor, first_check, last_check } = this._alert;
    const details = await telling(
      trans.__('The monitor cannot be read'),
      api.monitors.get(monitor)
    );
    if (details) {
      const at = [first_check, last_check].map(id =>
        details.checks.findIndex(check => check.id === id)
      );
      const checks = at.includes(-1)
        ? []
        : details.checks.slice(Math.min(...at), Math.max(...at) + 1);
      await commands.execute(CommandIDs.takeReference, {
        monitor,
        checks: checks.map(check => check.id)
      });
    }
  }

  /** Open the monitor where the alert is about something: a column in the check that found it last. */
  open(subject?: string): void {
    const { commands } = this._parts;
    void commands.execute(CommandIDs.openMonitor, {
      monitor: this._alert.monitor,
      ...this._place(subject)
    });
  }

  /** Where on the monitor's page a subject is. */
  private _place(subject: string | undefined): ReadonlyPartialJSONObject {
    const { kind, last_check } = this._alert;
    if (kind === 'performance') {
      return { tab: 'performance' };
    }
    if (subject === undefined || subject === WRONG) {
      return { tab: 'drift' };
    }
    return {
      tab: 'drift',
      ...(last_check && { check: last_check }),
      // The relations of the columns have no page of their own.
      ...(subject !== TOGETHER && { column: subject })
    };
  }

  private async _act(body: AlertBody): Promise<void> {
    const { api, trans } = this._parts;
    await telling(
      trans.__('The alert was not changed'),
      api.monitors.act(this._alert.id, body)
    );
  }
}
