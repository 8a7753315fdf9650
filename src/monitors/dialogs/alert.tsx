import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Alert, AlertDetails } from '../../api/types';
import { askAndSend, TextField } from '../../components/formDialog';
import type { IApi } from '../../tokens';
import { columnWord, subjectsOf } from '../words';

/** Ask which columns of an alert moved as expected, and say so. */
export function askExpected(
  api: IApi,
  alert: Alert,
  trans: TranslationBundle
): Promise<AlertDetails | null> {
  return askAndSend({
    title: trans.__('Expected drift of %1', alert.monitor_name),
    start: { subjects: [...subjectsOf(alert)], text: '' },
    okLabel: trans.__('Call it expected'),
    fields: (value, set) => (
      <>
        <p className="jp-MLTrack-explains">
          {trans.__(
            'These columns raise no alert as long as the reference stays what it is.'
          )}
        </p>
        <fieldset className="jp-MLTrack-choices">
          <legend>{trans.__('Columns')}</legend>
          {subjectsOf(alert).map(name => (
            <label key={name}>
              <input
                type="checkbox"
                checked={value.subjects.includes(name)}
                onChange={event =>
                  set({
                    subjects: event.currentTarget.checked
                      ? [...value.subjects, name]
                      : value.subjects.filter(one => one !== name)
                  })
                }
              />
              {columnWord(name, trans)}
            </label>
          ))}
        </fieldset>
        <TextField
          label={trans.__('Why (optional)')}
          value={value.text}
          onChange={text => set({ text })}
        />
      </>
    ),
    send: async ({ subjects, text }) => {
      // The server takes no columns for all of them.
      if (subjects.length === 0) {
        throw new Error(trans.__('Choose at least one column.'));
      }
      return api.monitors.act(alert.id, {
        act: 'expected',
        subjects,
        text: text.trim()
      });
    },
    trans
  });
}

/** Ask until when an alert is to be quiet, and let it be so. */
export function askSnooze(
  api: IApi,
  alert: Alert,
  trans: TranslationBundle
): Promise<AlertDetails | null> {
  return askAndSend({
    title: trans.__('Snooze the alert of %1', alert.monitor_name),
    start: { until: local(Date.now() / 1000 + 86400) },
    okLabel: trans.__('Snooze'),
    fields: (value, set) => (
      <TextField
        label={trans.__('Until')}
        type="datetime-local"
        value={value.until}
        onChange={until => set({ until })}
      />
    ),
    send: async ({ until }) => {
      const time = new Date(until).getTime() / 1000;
      if (Number.isNaN(time)) {
        throw new Error(trans.__('Say a day and a time.'));
      }
      return api.monitors.act(alert.id, { act: 'snooze', until: time });
    },
    trans
  });
}

/** A moment as a field for local times holds it. */
function local(seconds: number): string {
  const moment = new Date(seconds * 1000);
  moment.setMinutes(moment.getMinutes() - moment.getTimezoneOffset());
  return moment.toISOString().slice(0, 16);
}
