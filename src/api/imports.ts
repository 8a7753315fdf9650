import type { IImportsApi } from '../importTokens';
import type { Requests } from './requests';
import type { ImportReport, StoreChange } from './types';

/**
 * Make the calls of imports; their types are those of `IImportsApi`.
 *
 * @param tell Says what we changed, before the server's event does.
 */
export function importCalls(
  requests: Requests,
  tell: (change: Partial<StoreChange>) => void
): IImportsApi {
  const uploads = 'imports/uploads';
  const one = (id: string) => `${uploads}/${encodeURIComponent(id)}`;
  return {
    look: (source, options) =>
      requests.send('POST', 'imports/look', source, options),
    take: async (source, runs, versions) => {
      const report = await requests.send<ImportReport>('POST', 'imports', {
        ...source,
        runs,
        versions
      });
      tell({
        runs: [
          ...report.runs,
          ...report.versions.flatMap(version => version.run ?? [])
        ].map(run => run.id),
        models: report.versions.map(version => version.model)
      });
      return report;
    },
    beginUpload: (name, size) => requests.send('POST', uploads, { name, size }),
    sendPiece: (upload, offset, piece, options) =>
      requests.sendBytes('PUT', one(upload), { offset }, piece, options),
    forgetUpload: upload => requests.remove(one(upload))
  };
}
