import type {
  Comment,
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
  Rules,
  RulesBody,
  StageRule,
  TransitionBody,
  Verification,
  VerificationBody,
  VerificationJob,
  VersionBody,
  VersionComparison,
  VersionEdit,
  VersionPage
} from './api/types';
import type { IRequestOptions } from './tokens';

/** Which models. */
export interface IModelsQuery {
  /** Part of the name, the description or a tag. */
  text?: string;
  limit?: number;
  offset?: number;
}

/** What people say something about. */
export type CommentSubject =
  | { readonly run: string }
  | { readonly model: string; readonly version: number };

/** The registry's part of the door to the server; who is asking, the server knows. */
export interface IRegistryApi {
  me(options?: IRequestOptions): Promise<Me>;
  listModels(
    query: IModelsQuery,
    options?: IRequestOptions
  ): Promise<ModelPage>;
  getModel(name: string, options?: IRequestOptions): Promise<ModelDetails>;
  editModel(name: string, edit: ModelEdit): Promise<RegisteredModel>;
  deleteModel(name: string): Promise<unknown>;
  setAlias(
    name: string,
    alias: string,
    version: number
  ): Promise<RegisteredModel>;
  removeAlias(name: string, alias: string): Promise<RegisteredModel>;
  rollBack(name: string, body: RollbackBody): Promise<ModelVersion>;
  /** The rules that hold where a model has none of its own. */
  storeRules(options?: IRequestOptions): Promise<StageRule[]>;
  setStoreRules(body: RulesBody): Promise<Rules>;
  /** How the rules of the store and of all models came to be, the newest first. */
  rulesHistory(limit: number, options?: IRequestOptions): Promise<EventPage>;
  /** Set a model's own rules; stages without one follow the store's. */
  setRules(name: string, body: RulesBody): Promise<Rules>;
  card(name: string, options?: IRequestOptions): Promise<ModelCard>;
  /** What happened to a model, the newest first. */
  history(
    name: string,
    limit: number,
    options?: IRequestOptions
  ): Promise<EventPage>;
  /** A model as it was at a time, Unix seconds. */
  moment(
    name: string,
    time: number,
    options?: IRequestOptions
  ): Promise<ModelMoment>;
  /** Whether the history is whole. */
  check(options?: IRequestOptions): Promise<RegistryCheck>;
  /** The newest first. */
  listVersions(
    name: string,
    limit: number,
    options?: IRequestOptions
  ): Promise<VersionPage>;
  versionsOfRun(
    run: string,
    options?: IRequestOptions
  ): Promise<ModelVersion[]>;
  register(name: string, body: VersionBody): Promise<ModelVersion>;
  editVersion(
    name: string,
    version: number,
    edit: VersionEdit
  ): Promise<ModelVersion>;
  deleteVersion(name: string, version: number): Promise<unknown>;
  setStage(
    name: string,
    version: number,
    body: TransitionBody
  ): Promise<ModelVersion>;
  compareVersions(
    name: string,
    challenger: number,
    current: number,
    options?: IRequestOptions
  ): Promise<VersionComparison>;
  /** The requests that wait for whoever asks. */
  listWaiting(options?: IRequestOptions): Promise<RequestPage>;
  getRequest(id: string, options?: IRequestOptions): Promise<RequestDetails>;
  openRequest(model: string, body: RequestBody): Promise<RequestDetails>;
  decide(id: string, body: DecisionBody): Promise<RequestDetails>;
  withdraw(id: string, reason: string): Promise<RequestDetails>;
  /** What was said, the oldest first. */
  comments(
    about: CommentSubject,
    options?: IRequestOptions
  ): Promise<Comment[]>;
  comment(about: CommentSubject, text: string): Promise<Comment[]>;
  /** Delete one's own comment. */
  deleteComment(about: CommentSubject, id: number): Promise<Comment[]>;
  /** Begin to verify a saved model on the server. */
  verify(body: VerificationBody): Promise<VerificationJob>;
  /** The verifications that go on, and the last ones that ended, the newest first. */
  listVerifications(options?: IRequestOptions): Promise<VerificationJob[]>;
  getVerification(
    id: string,
    options?: IRequestOptions
  ): Promise<VerificationJob>;
  cancelVerification(id: string): Promise<VerificationJob>;
  /** What verifying a version gave, the newest first. */
  verificationsOf(
    name: string,
    version: number,
    options?: IRequestOptions
  ): Promise<Verification[]>;
}
