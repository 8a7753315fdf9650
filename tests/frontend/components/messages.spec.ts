import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Messages } from '../../../src/components/messages';

const trans = nullTranslator.load('jupyter_mltrack');

const about = (...ids: string[]) => ({
  words: `about ${ids.join(', ')}`,
  stays: 8000,
  about: ids,
  action: { label: trans.__('Open'), callback: () => undefined }
});

it('takes a message away when nothing of what it is about waits any more', () => {
  const said = () =>
    Notification.manager.notifications.map(({ message }) => message);
  const changed = new Signal<object, void>({});
  const waiting = new Set(['a', 'b', 'c']);
  const messages = new Messages(changed, id => waiting.has(id));
  messages.say(about('a', 'b'));
  messages.say(about('c'));
  waiting.delete('a');
  changed.emit();
  expect(said().sort()).toEqual(['about a, b', 'about c']);

  waiting.delete('b');
  changed.emit();
  expect(said()).toEqual(['about c']);
});

it('warns of what is a cause for alarm', () => {
  const messages = new Messages(new Signal<object, void>({}), () => true);
  messages.say({ ...about('alert'), alarm: true });
  const told = Notification.manager.notifications.find(
    ({ message }) => message === 'about alert'
  );
  expect(told?.type).toBe('warning');
  expect(told?.options.autoClose).toBe(8000);
});
