import type {
  ImportOffer,
  ImportReport,
  OfferedRun,
  OfferedVersion
} from '../../../src/api/types';
import type { IApi, IImportsApi } from '../../../src/tokens';

/** A run that a colleague offers. */
export function offeredRun(
  number: number,
  more: Partial<OfferedRun> = {}
): OfferedRun {
  return {
    id: `id${number}`,
    number,
    name: `svc-${number}`,
    experiment: 'churn',
    user: 'bob',
    status: 'finished',
    started: 1000,
    children: 0,
    here: null,
    in_trash: false,
    ...more
  };
}

/** A version that a colleague offers. */
export function offeredVersion(
  version: number,
  more: Partial<OfferedVersion> = {}
): OfferedVersion {
  return {
    model: 'churn',
    version,
    created: 1000,
    created_by: 'bob',
    stage: 'none',
    run: null,
    format: 'skops',
    safe: true,
    here: null,
    ...more
  };
}

export function offer(more: Partial<ImportOffer> = {}): ImportOffer {
  const runs = more.runs ?? [];
  const versions = more.versions ?? [];
  return {
    source: 'team/bob',
    kind: 'store',
    runs,
    versions,
    total_runs: runs.length,
    total_versions: versions.length,
    unreadable: 0,
    ...more
  };
}

export const NOTHING: ImportReport = { runs: [], versions: [], refused: [] };

/** A server that imports as a test says. */
export function fakeImports(found: ImportOffer) {
  const imports = {
    look: jest.fn<Promise<ImportOffer>, Parameters<IImportsApi['look']>>(
      async () => found
    ),
    take: jest.fn<Promise<ImportReport>, Parameters<IImportsApi['take']>>(
      async (_, runs, versions) => ({
        runs: runs.map((id, index) => ({
          number: index + 1,
          id,
          name: id,
          origin: '',
          already: false,
          in_trash: false
        })),
        versions: versions.map(({ model, name }) => ({
          model: name ?? model,
          version: 1,
          origin: '',
          already: false,
          run: null
        })),
        refused: []
      })
    ),
    beginUpload: jest.fn(async (name: string, size: number) => ({
      id: 'u1',
      name,
      size,
      received: 0,
      piece: 4
    })),
    sendPiece: jest.fn(async (id: string, offset: number, piece: Blob) => ({
      id,
      name: 'run.mltrack',
      size: 10,
      received: offset + piece.size,
      piece: 4
    })),
    forgetUpload: jest.fn(async () => undefined)
  };
  return { imports, api: { imports } as unknown as IApi };
}
