import { ApiError } from '../../../src/api/error';
import { ImportModel } from '../../../src/exchange/model';
import { fakeImports, offer, offeredRun, offeredVersion } from './scene';

const RUNS = [offeredRun(2), offeredRun(1, { here: 7 })];

it('looks before anything is asked for, and of a store chooses nothing', async () => {
  const { api, imports } = fakeImports(offer({ runs: RUNS }));
  const model = new ImportModel(api);
  await model.look('team/bob');
  expect(model.phase).toBe('choosing');
  expect(imports.look.mock.calls[0][0]).toEqual({ path: 'team/bob' });
  expect(model.counts).toEqual({ runs: 0, versions: 0 });
  expect(model.ready).toBe(false);
  await model.take();
  expect(imports.take).not.toHaveBeenCalled();
});

it('of a file chooses what is not here yet', async () => {
  const { api } = fakeImports(offer({ kind: 'file', runs: RUNS }));
  const model = new ImportModel(api);
  await model.look('run.mltrack');
  expect([model.has('id2'), model.has('id1')]).toEqual([true, false]);
});

it('choosing a version chooses its run, which comes with it', async () => {
  const { api, imports } = fakeImports(
    offer({ runs: RUNS, versions: [offeredVersion(3, { run: 'id2' })] })
  );
  const model = new ImportModel(api);
  await model.look('team/bob');
  model.choose(['churn/3'], true);
  expect(model.counts).toEqual({ runs: 1, versions: 1 });
  await model.take();
  expect(imports.take.mock.calls.map(call => call.slice(1))).toEqual([
    [[], [{ model: 'churn', version: 3, name: null, with_run: true }]]
  ]);
});

it('a version comes under another name, and without its run, where that is wanted', async () => {
  const { api, imports } = fakeImports(
    offer({ runs: RUNS, versions: [offeredVersion(3, { run: 'id2' })] })
  );
  const model = new ImportModel(api);
  await model.look('team/bob');
  expect(model.name).toBeNull();
  model.choose(['churn/3'], true);
  model.choose(['id2'], false);
  expect(model.name).toBe('churn');
  model.name = ' ';
  expect(model.ready).toBe(false);
  model.name = 'risk ';
  await model.take();
  expect(imports.take.mock.calls[0].slice(1)).toEqual([
    [],
    [{ model: 'churn', version: 3, name: 'risk', with_run: false }]
  ]);
  expect(model.report.versions[0].model).toBe('risk');
});

it('versions of several models keep their names', async () => {
  const { api, imports } = fakeImports(
    offer({
      versions: [offeredVersion(1), offeredVersion(1, { model: 'risk' })]
    })
  );
  const model = new ImportModel(api);
  await model.look('team/bob');
  model.choose(['churn/1'], true);
  model.name = 'other';
  model.choose(['risk/1'], true);
  expect(model.name).toBeNull();
  await model.take();
  const names = imports.take.mock.calls.flatMap(call =>
    call[2].map(choice => choice.name)
  );
  expect(names).toEqual([null, null]);
});

it('asks for more and more at once while that is quick, and puts it together', async () => {
  const runs = Array.from({ length: 12 }, (_, index) => offeredRun(index + 1));
  const { api, imports } = fakeImports(offer({ runs }));
  const model = new ImportModel(api);
  await model.look('team/bob');
  model.choose(
    runs.map(run => run.id),
    true
  );
  await model.take();
  expect(imports.take.mock.calls.map(call => call[1].length)).toEqual([
    1, 2, 4, 5
  ]);
  expect(model.report.runs).toHaveLength(12);
  expect(model.progress).toEqual({ done: 12, total: 12 });
  expect(model.phase).toBe('done');
});

it('stops between two requests, and keeps what came', async () => {
  const runs = [offeredRun(1), offeredRun(2), offeredRun(3)];
  const { api, imports } = fakeImports(offer({ runs }));
  const model = new ImportModel(api);
  await model.look('team/bob');
  model.choose(['id1', 'id2', 'id3'], true);
  const taking = model.take();
  model.stop();
  await taking;
  expect(imports.take).toHaveBeenCalledTimes(1);
  expect(model.report.runs).toHaveLength(1);
  expect(model.progress).toEqual({ done: 1, total: 3 });
  expect(model.phase).toBe('done');
});

it('an import that ends early says why, and what came until then', async () => {
  const runs = [offeredRun(1), offeredRun(2)];
  const { api, imports } = fakeImports(offer({ runs }));
  const model = new ImportModel(api);
  await model.look('team/bob');
  model.choose(['id1', 'id2'], true);
  const good = imports.take.getMockImplementation()!;
  imports.take
    .mockImplementationOnce(good)
    .mockRejectedValueOnce(new ApiError('store_full', 'No room.', 507));
  await model.take();
  expect(model.report.runs).toHaveLength(1);
  expect(model.error?.code).toBe('store_full');
  expect(model.phase).toBe('done');
});

it('a source that cannot be read leads back to the choice of one', async () => {
  const { api, imports } = fakeImports(offer());
  imports.look.mockRejectedValueOnce(
    new ApiError('invalid', 'It is damaged.', 400)
  );
  const model = new ImportModel(api);
  await model.look('run.mltrack');
  expect(model.phase).toBe('source');
  expect(model.error?.message).toBe('It is damaged.');
  await model.look('team/bob');
  expect(model.error).toBeNull();
});

it('what is found in a source that was left again is not shown', async () => {
  const { api, imports } = fakeImports(offer({ runs: [offeredRun(2)] }));
  let answer: (found: ReturnType<typeof offer>) => void = () => undefined;
  imports.look.mockReturnValueOnce(
    new Promise(resolve => {
      answer = resolve;
    })
  );
  const model = new ImportModel(api);
  const first = model.look('team/slow');
  await model.look('team/bob');
  answer(offer({ runs: [offeredRun(1)] }));
  await first;
  expect(model.runs.map(run => run.id)).toEqual(['id2']);
  model.back();
  expect(model.phase).toBe('source');
});

it('a file goes to the server in pieces, and is forgotten when it was imported', async () => {
  const { api, imports } = fakeImports(
    offer({ kind: 'file', runs: [offeredRun(1)] })
  );
  const model = new ImportModel(api);
  await model.send(new File(['0123456789'], 'run.mltrack'));
  expect(imports.sendPiece.mock.calls.map(call => call[1])).toEqual([0, 4, 8]);
  expect(imports.look.mock.calls[0][0]).toEqual({ upload: 'u1' });
  await model.take();
  expect(imports.forgetUpload).toHaveBeenCalledWith('u1');
});

it('what was refused can be chosen once more, also of an upload', async () => {
  const { api, imports } = fakeImports(
    offer({
      kind: 'file',
      runs: [offeredRun(2)],
      versions: [offeredVersion(3)]
    })
  );
  const model = new ImportModel(api);
  await model.send(new File(['0123456789'], 'run.mltrack'));
  model.name = 'a/b';
  imports.take.mockResolvedValueOnce({
    runs: [],
    versions: [],
    refused: [{ what: 'churn/3', reason: 'No name.' }]
  });
  await model.take();
  expect([model.phase, model.whole]).toEqual(['done', false]);
  expect(imports.forgetUpload).not.toHaveBeenCalled();
  imports.look.mockResolvedValueOnce(
    offer({
      kind: 'file',
      runs: [offeredRun(2, { here: 9 })],
      versions: [offeredVersion(3)]
    })
  );
  await model.again();
  expect(imports.look.mock.calls[1][0]).toEqual({ upload: 'u1' });
  expect(model.phase).toBe('choosing');
  expect([model.has('id2'), model.has('churn/3')]).toEqual([false, true]);
  expect(model.name).toBe('a/b');
  model.name = 'ab';
  await model.take();
  expect(model.whole).toBe(true);
  expect(imports.forgetUpload).toHaveBeenCalledWith('u1');
});

it('what is too large is said, and nothing is sent', async () => {
  const { api, imports } = fakeImports(offer());
  imports.beginUpload.mockRejectedValueOnce(
    new ApiError('too_large', 'At most 10 bytes.', 413)
  );
  const model = new ImportModel(api);
  await model.send(new File(['0123456789'], 'run.mltrack'));
  expect(imports.sendPiece).not.toHaveBeenCalled();
  expect([model.phase, model.error?.code]).toEqual(['source', 'too_large']);
});

it('an upload that is called off is given up and forgotten', async () => {
  const { api, imports } = fakeImports(offer());
  const model = new ImportModel(api);
  const sending = model.send(new File(['0123456789'], 'run.mltrack'));
  await Promise.resolve();
  model.dispose();
  await sending;
  expect(imports.look).not.toHaveBeenCalled();
  expect(imports.forgetUpload).toHaveBeenCalledWith('u1');
});
