import { nullTranslator } from '@jupyterlab/translation';
import { ImportDialog } from '../../../src/exchange/dialog';
import { ImportModel } from '../../../src/exchange/model';
import { fakeCommands } from '../registry/scene';
import { fakeImports, offer, offeredRun } from './scene';

const trans = nullTranslator.load('jupyter_mltrack');

/** A dialog of a file with one run, and its buttons. */
function open(runs = [offeredRun(1)]) {
  const { api, imports } = fakeImports(offer({ kind: 'file', runs }));
  const model = new ImportModel(api);
  const { commands, executed } = fakeCommands();
  const onBrowse = jest.fn();
  const dialog = new ImportDialog({
    model,
    models: false,
    onBrowse,
    commands,
    trans
  });
  // Who leaves by a link disposes of the dialog: its promise is rejected then.
  dialog.launch().catch(() => undefined);
  const buttons = () => [
    ...dialog.node.querySelectorAll<HTMLButtonElement>(
      '.jp-Dialog-footer .jp-Dialog-button'
    )
  ];
  return { model, imports, dialog, buttons, executed, onBrowse };
}

const drawn = () => new Promise(resolve => setTimeout(resolve, 80));

it('its button imports first, and closes afterwards', async () => {
  const { model, imports, dialog, buttons } = open();
  await drawn();
  expect(buttons()[1].disabled).toBe(true);
  await model.look('run.mltrack');
  expect(buttons()[1].textContent).toBe('Import 1 run');
  expect(buttons()[1].disabled).toBe(false);
  dialog.resolve();
  await drawn();
  expect(imports.take).toHaveBeenCalledTimes(1);
  expect(dialog.isDisposed).toBe(false);
  expect(dialog.node.textContent).toContain('Imported: 1 run');
  expect([buttons()[0].hidden, buttons()[1].textContent]).toEqual([
    true,
    'Close'
  ]);
  dialog.resolve();
  expect(dialog.isDisposed).toBe(true);
});

it('calling it off while it imports ends it between two things', async () => {
  const { model, imports, dialog, buttons } = open([
    offeredRun(1),
    offeredRun(2)
  ]);
  await model.look('run.mltrack');
  dialog.resolve();
  expect(buttons()[0].textContent).toBe('Stop');
  dialog.reject();
  await drawn();
  expect(dialog.isDisposed).toBe(false);
  expect(imports.take).toHaveBeenCalledTimes(1);
  expect(dialog.node.textContent).toContain('1 was not asked for any more');
  dialog.reject();
  expect(dialog.isDisposed).toBe(true);
});

it('names of strangers stay text, and lead to what was imported', async () => {
  const name = '<img src=x onerror=alert(1)>';
  const { model, imports, dialog, executed } = open([
    offeredRun(1, { name, user: name })
  ]);
  await model.look('run.mltrack');
  imports.take.mockResolvedValueOnce({
    runs: [
      {
        number: 7,
        id: 'id1',
        name,
        origin: '',
        already: true,
        in_trash: true
      }
    ],
    versions: [],
    refused: [{ what: 'id9', reason: name }]
  });
  dialog.resolve();
  await drawn();
  expect(dialog.node.querySelector('img')).toBeNull();
  expect(dialog.node.textContent).toContain(
    'Here already, left as it was: 1 run'
  );
  expect(dialog.node.textContent).toContain(`run 7 ${name}`);
  expect(dialog.node.querySelector('[role="alert"]')?.textContent).toContain(
    `id9: ${name}`
  );
  const restore = [...dialog.node.querySelectorAll('button')].find(
    button => button.textContent === 'Restore'
  );
  restore?.click();
  expect(executed).toEqual([['mltrack:restore-runs', { runs: ['id1'] }]]);
  expect(dialog.isDisposed).toBe(true);
});
