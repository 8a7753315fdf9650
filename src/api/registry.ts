import type { CommentSubject, IRegistryApi } from '../registryTokens';
import type { Requests } from './requests';
import type {
  Comment,
  ModelVersion,
  RequestDetails,
  Rules,
  StageRule,
  StoreChange,
  Verification,
  VerificationJob
} from './types';

/**
 * Make the calls of the registry; their types are those of `IRegistryApi`.
 *
 * @param tell Says what we changed, before the server's event does.
 */
export function registryCalls(
  requests: Requests,
  tell: (change: Partial<StoreChange>) => void
): IRegistryApi {
  const done = async <T>(model: string, answer: Promise<T>): Promise<T> => {
    const known = await answer;
    tell({ models: [model] });
    return known;
  };
  const decided = async (answer: Promise<RequestDetails>) => {
    const details = await answer;
    tell({ models: [details.row.request.model] });
    return details;
  };
  return {
    me: options => requests.get('registry/me', {}, options),
    listModels: (query, options) =>
      requests.get('registry/models', { ...query }, options),
    getModel: (name, options) => requests.get(at(name), {}, options),
    editModel: (name, edit) =>
      done(edit.name ?? name, requests.send('PATCH', at(name), edit)),
    deleteModel: name => done(name, requests.remove(at(name))),
    setAlias: (name, alias, version) =>
      done(name, requests.send('PUT', atAlias(name, alias), { version })),
    removeAlias: (name, alias) =>
      done(name, requests.remove(atAlias(name, alias))),
    rollBack: (name, body) =>
      done(name, requests.send('POST', `${at(name)}/rollback`, body)),
    storeRules: options =>
      listed<'rules', StageRule>(
        'rules',
        requests.get('registry/rules', {}, options)
      ),
    setStoreRules: async body => {
      const rules = await requests.send<Rules>('PUT', 'registry/rules', body);
      // They hold for every model.
      tell({ reset: true });
      return rules;
    },
    rulesHistory: (limit, options) =>
      requests.get('registry/history', { kind: 'rules set', limit }, options),
    setRules: (name, body) =>
      done(name, requests.send('PUT', `${at(name)}/rules`, body)),
    card: (name, options) => requests.get(`${at(name)}/card`, {}, options),
    history: (name, limit, options) =>
      requests.get(`${at(name)}/history`, { limit }, options),
    moment: (name, time, options) =>
      requests.get(`${at(name)}/moment`, { at: time }, options),
    check: options => requests.get('registry/check', {}, options),
    listVersions: (name, limit, options) =>
      requests.get(`${at(name)}/versions`, { limit }, options),
    versionsOfRun: (run, options) =>
      listed<'versions', ModelVersion>(
        'versions',
        requests.get(`${atRun(run)}/versions`, {}, options)
      ),
    register: (name, body) =>
      done(name, requests.send('POST', `${at(name)}/versions`, body)),
    editVersion: (name, version, edit) =>
      done(name, requests.send('PATCH', at(name, version), edit)),
    deleteVersion: (name, version) =>
      done(name, requests.remove(at(name, version))),
    setStage: (name, version, body) =>
      done(name, requests.send('POST', `${at(name, version)}/stage`, body)),
    compareVersions: (name, challenger, current, options) =>
      requests.get(`${at(name)}/comparison`, { challenger, current }, options),
    listWaiting: options =>
      requests.get('registry/requests', { waiting: true }, options),
    getRequest: (id, options) => requests.get(ask(id), {}, options),
    openRequest: (model, body) =>
      done(model, requests.send('POST', 'registry/requests', body)),
    decide: (id, body) =>
      decided(requests.send('POST', `${ask(id)}/decisions`, body)),
    withdraw: (id, reason) =>
      decided(requests.send('POST', `${ask(id)}/withdraw`, { reason })),
    ...commentCalls(requests, tell),
    ...verificationCalls(requests)
  };
}

function commentCalls(
  requests: Requests,
  tell: (change: Partial<StoreChange>) => void
): Pick<IRegistryApi, 'comments' | 'comment' | 'deleteComment'> {
  const said = async (about: CommentSubject, answer: Promise<unknown>) => {
    const comments = await listed<'comments', Comment>(
      'comments',
      answer as Promise<{ comments: Comment[] }>
    );
    tell('run' in about ? { runs: [about.run] } : { models: [about.model] });
    return comments;
  };
  return {
    comments: (about, options) =>
      listed<'comments', Comment>(
        'comments',
        requests.get(atComments(about), {}, options)
      ),
    comment: (about, text) =>
      said(about, requests.send('POST', atComments(about), { text })),
    deleteComment: (about, id) =>
      said(about, requests.remove(`${atComments(about)}/${id}`))
  };
}

function verificationCalls(
  requests: Requests
): Pick<
  IRegistryApi,
  | 'verify'
  | 'listVerifications'
  | 'getVerification'
  | 'cancelVerification'
  | 'verificationsOf'
> {
  const path = 'registry/verifications';
  const one = (id: string) => `${path}/${encodeURIComponent(id)}`;
  return {
    verify: body => requests.send('POST', path, body),
    listVerifications: options =>
      listed<'verifications', VerificationJob>(
        'verifications',
        requests.get(path, {}, options)
      ),
    getVerification: (id, options) => requests.get(one(id), {}, options),
    cancelVerification: id => requests.remove(one(id)),
    verificationsOf: (name, version, options) =>
      listed<'verifications', Verification>(
        'verifications',
        requests.get(`${at(name, version)}/verifications`, {}, options)
      )
  };
}

/** Take a list out of the object in which it travels. */
async function listed<K extends string, T>(
  name: K,
  answer: Promise<Record<K, T[]>>
): Promise<T[]> {
  return (await answer)[name];
}

/** The address of a model, or of one of its versions. */
function at(name: string, version?: number): string {
  const model = `registry/models/${encodeURIComponent(name)}`;
  return version === undefined ? model : `${model}/versions/${version}`;
}

function atAlias(name: string, alias: string): string {
  return `${at(name)}/aliases/${encodeURIComponent(alias)}`;
}

function atRun(run: string): string {
  return `registry/runs/${encodeURIComponent(run)}`;
}

function atComments(about: CommentSubject): string {
  const path =
    'run' in about ? atRun(about.run) : at(about.model, about.version);
  return `${path}/comments`;
}

function ask(id: string): string {
  return `registry/requests/${encodeURIComponent(id)}`;
}
