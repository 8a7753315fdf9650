import type { IModelsQuery, IRegistryApi, IRequestOptions } from '../tokens';
import type { Requests } from './requests';
import type {
  DecisionBody,
  EventPage,
  Me,
  ModelCard,
  ModelDetails,
  ModelEdit,
  ModelMoment,
  ModelPage,
  ModelVersion,
  RegisteredModel,
  RegistryCheck,
  RequestBody,
  RequestDetails,
  RequestPage,
  RollbackBody,
  RulesBody,
  StageRule,
  TransitionBody,
  VersionBody,
  VersionComparison,
  VersionEdit,
  VersionPage
} from './types';

/** The calls of the registry. */
export class RegistryClient implements IRegistryApi {
  /**
   * @param _tell Says which model we changed, before the server's event does.
   */
  constructor(
    private readonly _requests: Requests,
    private readonly _tell: (model: string) => void
  ) {}

  me(options?: IRequestOptions): Promise<Me> {
    return this._requests.get('registry/me', {}, options);
  }

  listModels(
    query: IModelsQuery,
    options?: IRequestOptions
  ): Promise<ModelPage> {
    return this._requests.get('registry/models', { ...query }, options);
  }

  getModel(name: string, options?: IRequestOptions): Promise<ModelDetails> {
    return this._requests.get(at(name), {}, options);
  }

  editModel(name: string, edit: ModelEdit): Promise<RegisteredModel> {
    return this._done(
      edit.name ?? name,
      this._requests.send('PATCH', at(name), edit)
    );
  }

  deleteModel(name: string): Promise<unknown> {
    return this._done(name, this._requests.remove(at(name)));
  }

  setAlias(
    name: string,
    alias: string,
    version: number
  ): Promise<RegisteredModel> {
    const path = `${at(name)}/aliases/${encodeURIComponent(alias)}`;
    return this._done(name, this._requests.send('PUT', path, { version }));
  }

  removeAlias(name: string, alias: string): Promise<RegisteredModel> {
    const path = `${at(name)}/aliases/${encodeURIComponent(alias)}`;
    return this._done(name, this._requests.remove(path));
  }

  rollBack(name: string, body: RollbackBody): Promise<ModelVersion> {
    return this._done(
      name,
      this._requests.send('POST', `${at(name)}/rollback`, body)
    );
  }

  async storeRules(options?: IRequestOptions): Promise<StageRule[]> {
    const { rules } = await this._requests.get<{ rules: StageRule[] }>(
      'registry/rules',
      {},
      options
    );
    return rules;
  }

  async setRules(name: string, body: RulesBody): Promise<StageRule[]> {
    const { rules } = await this._done(
      name,
      this._requests.send<{ rules: StageRule[] }>(
        'PUT',
        `${at(name)}/rules`,
        body
      )
    );
    return rules;
  }

  card(name: string, options?: IRequestOptions): Promise<ModelCard> {
    return this._requests.get(`${at(name)}/card`, {}, options);
  }

  history(
    name: string,
    limit: number,
    options?: IRequestOptions
  ): Promise<EventPage> {
    return this._requests.get(`${at(name)}/history`, { limit }, options);
  }

  moment(
    name: string,
    time: number,
    options?: IRequestOptions
  ): Promise<ModelMoment> {
    return this._requests.get(`${at(name)}/moment`, { at: time }, options);
  }

  check(options?: IRequestOptions): Promise<RegistryCheck> {
    return this._requests.get('registry/check', {}, options);
  }

  listVersions(
    name: string,
    limit: number,
    options?: IRequestOptions
  ): Promise<VersionPage> {
    return this._requests.get(`${at(name)}/versions`, { limit }, options);
  }

  async versionsOfRun(
    run: string,
    options?: IRequestOptions
  ): Promise<ModelVersion[]> {
    const path = `registry/runs/${encodeURIComponent(run)}/versions`;
    const { versions } = await this._requests.get<{
      versions: ModelVersion[];
    }>(path, {}, options);
    return versions;
  }

  register(name: string, body: VersionBody): Promise<ModelVersion> {
    return this._done(
      name,
      this._requests.send('POST', `${at(name)}/versions`, body)
    );
  }

  editVersion(
    name: string,
    version: number,
    edit: VersionEdit
  ): Promise<ModelVersion> {
    return this._done(
      name,
      this._requests.send('PATCH', at(name, version), edit)
    );
  }

  deleteVersion(name: string, version: number): Promise<unknown> {
    return this._done(name, this._requests.remove(at(name, version)));
  }

  setStage(
    name: string,
    version: number,
    body: TransitionBody
  ): Promise<ModelVersion> {
    return this._done(
      name,
      this._requests.send('POST', `${at(name, version)}/stage`, body)
    );
  }

  compareVersions(
    name: string,
    challenger: number,
    current: number,
    options?: IRequestOptions
  ): Promise<VersionComparison> {
    return this._requests.get(
      `${at(name)}/comparison`,
      { challenger, current },
      options
    );
  }

  listWaiting(options?: IRequestOptions): Promise<RequestPage> {
    return this._requests.get('registry/requests', { waiting: true }, options);
  }

  getRequest(id: string, options?: IRequestOptions): Promise<RequestDetails> {
    return this._requests.get(ask(id), {}, options);
  }

  openRequest(model: string, body: RequestBody): Promise<RequestDetails> {
    return this._done(
      model,
      this._requests.send('POST', 'registry/requests', body)
    );
  }

  async decide(id: string, body: DecisionBody): Promise<RequestDetails> {
    return this._about(
      await this._requests.send('POST', `${ask(id)}/decisions`, body)
    );
  }

  async withdraw(id: string, reason: string): Promise<RequestDetails> {
    return this._about(
      await this._requests.send('POST', `${ask(id)}/withdraw`, { reason })
    );
  }

  private async _done<T>(model: string, answer: Promise<T>): Promise<T> {
    const done = await answer;
    this._tell(model);
    return done;
  }

  private _about(details: RequestDetails): RequestDetails {
    this._tell(details.row.request.model);
    return details;
  }
}

/** The address of a model, or of one of its versions. */
function at(name: string, version?: number): string {
  const model = `registry/models/${encodeURIComponent(name)}`;
  return version === undefined ? model : `${model}/versions/${version}`;
}

function ask(id: string): string {
  return `registry/requests/${encodeURIComponent(id)}`;
}
