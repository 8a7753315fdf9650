import { Gestures } from '../../../src/runs/gestures';
import { RunsModel } from '../../../src/runs/model';
import { Selection } from '../../../src/runs/selection';
import { FakeApi, settled } from '../fakes';

const none = { shiftKey: false, ctrlKey: false, metaKey: false };
const shift = { ...none, shiftKey: true };
const control = { ...none, ctrlKey: true };

/** A list of runs 5, 4, 3, 2, 1. */
async function list() {
  const server = new FakeApi(5);
  const model = new RunsModel({ api: server.api, wait: 0 });
  await model.refresh();
  const selection = new Selection();
  const gestures = new Gestures(model, selection);
  const press = async (key: string, keys = none) => {
    const taken = gestures.key({ key, ...keys }, 3);
    await settled();
    return taken;
  };
  return { server, model, selection, gestures, press };
}

it('a click selects a run alone, Ctrl adds and takes away', async () => {
  const { gestures, selection } = await list();
  gestures.click(0, none);
  gestures.click(2, control);
  expect(selection.runs).toEqual(['id5', 'id3']);
  gestures.click(0, control);
  expect(selection.runs).toEqual(['id3']);
  gestures.click(4, none);
  expect(selection.runs).toEqual(['id1']);
});

it('Shift selects all between the last click and this one, either way', async () => {
  const { gestures, selection } = await list();
  gestures.click(3, none);
  gestures.click(1, shift);
  await settled();
  expect(selection.runs).toEqual(['id4', 'id3', 'id2']);
  gestures.click(4, shift);
  await settled();
  expect(selection.runs).toEqual(['id2', 'id1']);
});

it('a box adds without letting go of the others', async () => {
  const { gestures, selection } = await list();
  gestures.check(0, none);
  gestures.check(1, none);
  expect(selection.runs).toEqual(['id5', 'id4']);
});

it('arrows move and stay inside; Space selects; Escape lets go', async () => {
  const { gestures, selection, press } = await list();
  await press('ArrowUp');
  expect(gestures.active).toBe(0);
  await press('ArrowDown');
  await press(' ');
  expect(selection.runs).toEqual(['id4']);
  await press('End');
  await press('ArrowDown');
  expect(gestures.active).toBe(4);
  await press('PageUp');
  expect(gestures.active).toBe(1);
  await press('Escape');
  expect(selection.runs).toEqual([]);
});

it('Shift with arrows grows and shrinks the selection', async () => {
  const { selection, press } = await list();
  await press('ArrowDown', shift);
  await press('ArrowDown', shift);
  expect(selection.runs).toEqual(['id5', 'id4', 'id3']);
  await press('ArrowUp', shift);
  expect(selection.runs).toEqual(['id5', 'id4']);
});

it('Ctrl+A selects all; a bare letter is nobody’s', async () => {
  const { selection, press } = await list();
  expect(await press('a')).toBe(false);
  expect(await press('a', control)).toBe(true);
  expect(selection.runs).toHaveLength(5);
});

it('the keyboard stays on its run when another arrives above it', async () => {
  const { server, model, gestures } = await list();
  gestures.click(1, none);
  server.total = 6;
  await model.refresh();
  expect(gestures.active).toBe(2);
  expect(gestures.activeId).toBe('id4');
});

it('the menu keeps a selection that it was asked for on, and replaces another', async () => {
  const { gestures, selection } = await list();
  selection.set(['id5', 'id4']);
  gestures.menu(1);
  expect(selection.runs).toEqual(['id5', 'id4']);
  gestures.menu(3);
  expect(selection.runs).toEqual(['id2']);
});
