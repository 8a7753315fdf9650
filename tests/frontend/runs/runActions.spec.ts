import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { ApiError } from '../../../src/api/error';
import { RunActions } from '../../../src/runs/runActions';
import { Selection } from '../../../src/runs/selection';
import { FakeApi, settled } from '../fakes';

function actions() {
  const server = new FakeApi();
  const selection = new Selection();
  const trans = nullTranslator.load('jupyter_mltrack');
  return {
    server,
    selection,
    actions: new RunActions(server.api, selection, trans)
  };
}

const info = jest.spyOn(Notification, 'info').mockReturnValue('1');
const error = jest.spyOn(Notification, 'error').mockReturnValue('1');

beforeEach(() => {
  info.mockClear();
  error.mockClear();
});

it('deletes runs, and Undo brings back them and their selection', async () => {
  const { server, selection, actions: ours } = actions();
  selection.set(['a', 'b', 'c']);
  server.deleteRuns.mockResolvedValueOnce(['a', 'b']);
  await ours.delete(['a', 'b', 'gone']);
  expect(selection.runs).toEqual(['c']);
  const [message, options] = info.mock.calls[0];
  expect(message).toBe('Deleted 2 runs.');
  options!.actions![0].callback(new MouseEvent('click'));
  await settled();
  expect(server.restoreRuns).toHaveBeenCalledWith(['a', 'b']);
  expect(selection.runs).toEqual(['c', 'a', 'b']);
});

it('says what happened when nothing was deleted, and keeps the selection', async () => {
  const { server, selection, actions: ours } = actions();
  selection.set(['a']);
  server.deleteRuns.mockRejectedValueOnce(
    new ApiError('store_read_only', 'The store is read-only.', 409)
  );
  await ours.delete(['a']);
  expect(selection.runs).toEqual(['a']);
  expect(error.mock.calls[0][0]).toBe(
    'Nothing was deleted: The store is read-only.'
  );
  expect(info).not.toHaveBeenCalled();
});

it('asks nothing for no run', async () => {
  const { server, actions: ours } = actions();
  await ours.delete([]);
  expect(server.deleteRuns).not.toHaveBeenCalled();
});
