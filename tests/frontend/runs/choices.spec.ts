import { Notification } from '@jupyterlab/apputils';
import { ApiError } from '../../../src/api/error';
import { ChoicesModel } from '../../../src/runs/details/choices';
import { FakeApi } from '../fakes';

function decided() {
  const server = new FakeApi();
  return { server, model: new ChoicesModel(server.api) };
}

it('knows what was decided, and nothing of other names', async () => {
  const { server, model } = decided();
  server.listChoices.mockResolvedValueOnce([
    { name: 'tmp', choice: 'never' },
    { name: '__proto__', choice: 'param' }
  ]);
  await model.load();
  expect(model.of('tmp')).toBe('never');
  expect(model.of('__proto__')).toBe('param');
  expect(model.of('toString')).toBeNull();
});

it('the same decision again takes it back', async () => {
  const { server, model } = decided();
  server.choose.mockResolvedValueOnce([{ name: 'lr', choice: 'metric' }]);
  await model.toggle('lr', 'metric');
  expect(server.choose).toHaveBeenLastCalledWith({
    name: 'lr',
    choice: 'metric'
  });
  server.choose.mockResolvedValueOnce([]);
  await model.toggle('lr', 'metric');
  expect(server.choose).toHaveBeenLastCalledWith({ name: 'lr', choice: null });
  expect(model.of('lr')).toBeNull();
});

it('keeps what it knows when the server refuses, and says why', async () => {
  const { server, model } = decided();
  server.listChoices.mockResolvedValueOnce([{ name: 'a', choice: 'never' }]);
  await model.load();
  const said = jest.spyOn(Notification, 'error').mockReturnValue('');
  server.choose.mockRejectedValueOnce(new ApiError('invalid', 'No.', 400));
  await model.toggle('b', 'param');
  expect(said).toHaveBeenCalledWith('No.');
  expect(model.of('a')).toBe('never');
});
