import { Token } from '@lumino/coreutils';
import { ISignal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type {
  CellLine,
  Column,
  Comparison,
  ExperimentEdit,
  ExperimentRow,
  NameChoice,
  RunDetails,
  RunEdit,
  RunPage,
  Series,
  ServerStatus,
  StoreChange
} from './api/types';
import type { IImportsApi } from './importTokens';
import type { IMonitorsApi } from './monitorTokens';
import type { IRegistryApi } from './registryTokens';

export type { IImportsApi, ImportSource } from './importTokens';

export type {
  CommentSubject,
  IModelsQuery,
  IRegistryApi
} from './registryTokens';

export type {
  IAlertsQuery,
  IMonitorsApi,
  IMonitorsQuery,
  IRange
} from './monitorTokens';

/** A number as it travels: what JSON cannot hold is a word. */
export type WireNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** Which runs, in which order, with which columns. */
export interface IRunQuery {
  /** The server's filter grammar: `metrics.acc > 0.9 and forest`. */
  filter?: string;
  experiment?: string | null;
  /** Id of a run: its candidates, which no other list shows. */
  parent?: string | null;
  /** A column id; a leading minus sorts downwards. */
  sort?: string;
  limit?: number;
  offset?: number;
  columns?: readonly string[];
}

/** Of which runs columns are asked: an experiment's, a run's candidates, or all. */
export type IColumnScope = Pick<IRunQuery, 'experiment' | 'parent'>;

/** A Plotly figure as JSON. */
export interface IFigure {
  data: Record<string, unknown>[];
  layout?: Record<string, unknown>;
}

/** The values of a query string; null and undefined are left out. */
export type Query = Record<
  string,
  | string
  | number
  | boolean
  | readonly string[]
  | readonly number[]
  | null
  | undefined
>;

/** Lets go of an answer that nobody waits for any more. */
export interface IRequestOptions {
  signal?: AbortSignal;
}

/** The one door to the server. Every call rejects with an `ApiError`. */
export interface IApi {
  /** Runs, experiments, models or monitors changed in the store. */
  readonly changed: ISignal<IApi, StoreChange>;
  readonly registry: IRegistryApi;
  readonly monitors: IMonitorsApi;
  readonly imports: IImportsApi;
  /** Make every view ask anew. */
  refresh(): void;
  status(options?: IRequestOptions): Promise<ServerStatus>;
  listRuns(query: IRunQuery, options?: IRequestOptions): Promise<RunPage>;
  listColumns(
    scope?: IColumnScope,
    options?: IRequestOptions
  ): Promise<Column[]>;
  listExperiments(options?: IRequestOptions): Promise<ExperimentRow[]>;
  editExperiment(name: string, edit: ExperimentEdit): Promise<ExperimentRow>;
  /** A run by its id, its number or a unique beginning of its id. */
  getRun(reference: string, options?: IRequestOptions): Promise<RunDetails>;
  editRun(id: string, edit: RunEdit): Promise<RunDetails>;
  /** Put runs into the trash; gives the ids that changed. */
  deleteRuns(ids: readonly string[]): Promise<string[]>;
  restoreRuns(ids: readonly string[]): Promise<string[]>;
  readSeries(
    runs: readonly string[],
    keys?: readonly string[],
    maxPoints?: number,
    options?: IRequestOptions
  ): Promise<Series[]>;
  compare(
    runs: readonly string[],
    onlyDifferences: boolean,
    options?: IRequestOptions
  ): Promise<Comparison>;
  /** A figure by its address below the API, such as `figures/curves`. */
  figure(
    path: string,
    query: Query,
    options?: IRequestOptions
  ): Promise<IFigure>;
  cellLine(run: string, options?: IRequestOptions): Promise<CellLine>;
  /** The names that are captured or left out because somebody said so. */
  listChoices(options?: IRequestOptions): Promise<NameChoice[]>;
  /** Decide about a name; gives all decisions. */
  choose(decided: NameChoice): Promise<NameChoice[]>;
  /** The bytes of a run's file. */
  readFile(
    run: string,
    path: string,
    options?: IRequestOptions
  ): Promise<ArrayBuffer>;
  /** Where the bytes of a run's file are. */
  fileUrl(run: string, path: string): string;
}

export const IApi = new Token<IApi>(
  'jupyter-mltrack:IApi',
  'The calls to the server half of jupyter-mltrack, and its changes.'
);

/** The runs that are selected, in the order of selection: the first is a comparison's baseline. */
export interface ISelection {
  readonly runs: readonly string[];
  readonly changed: ISignal<ISelection, void>;
  has(run: string): boolean;
  /** Position in the order of selection, -1 when not selected. */
  indexOf(run: string): number;
  set(runs: readonly string[]): void;
  add(runs: readonly string[]): void;
  remove(runs: readonly string[]): void;
  toggle(run: string): void;
  clear(): void;
}

export const ISelection = new Token<ISelection>(
  'jupyter-mltrack:ISelection',
  'The runs selected in the panel, the table and the comparison alike.'
);

/** What the user chose in the settings editor. */
export interface ITrackSettings {
  /** Make `%%track` available in every kernel that has the package. */
  readonly loadMagics: boolean;
  /** Significant digits of numbers where nothing asks for more. */
  readonly digits: number;
  /** Say it when a request begins to wait for the user. */
  readonly tellRequests: boolean;
  /** Say it when an alert is raised. */
  readonly tellAlerts: boolean;
  readonly changed: ISignal<ITrackSettings, void>;
  /** Resolves when the user's choices are known. */
  readonly ready: Promise<void>;
}

export const ITrackSettings = new Token<ITrackSettings>(
  'jupyter-mltrack:ITrackSettings',
  'The user settings of jupyter-mltrack.'
);

/** A figure of the server, drawn in the theme's colours. */
export interface IFigureWidget extends Widget {
  /** What the figure shows; setting it loads and draws anew. */
  query: Query;
  /** The runs that it follows, as `IOptions.runs`. */
  runs: readonly string[];
  /** A run's mark was clicked; gives its id. */
  readonly runClicked: ISignal<IFigureWidget, string>;
}

/** A figure that is there already, drawn in the theme's colours. */
export interface IGivenFigure extends Widget {
  /** What it shows; setting it draws anew, and keeps the zoom where both name the same `uirevision`. */
  figure: IFigure;
}

/** Makes widgets that load a figure, draw it, and redraw it on changes of theme, size and store. */
export interface IFigureFactory {
  createFigure(options: IFigureFactory.IOptions): IFigureWidget;
  /**
   * Draw a figure that came with an answer.
   *
   * @param label What a screen reader says of it.
   */
  showFigure(figure: IFigure, label: string): IGivenFigure;
}

export namespace IFigureFactory {
  /** What to draw. */
  export interface IOptions {
    /** Address below the API: `figures/curves`. */
    path: string;
    query: Query;
    /** What a screen reader says of the figure. */
    label: string;
    /** Redraw when one of these runs changes; never when left out. */
    runs?: readonly string[];
    /** False where the view has a legend of its own. */
    legend?: boolean;
  }
}

export const IFigureFactory = new Token<IFigureFactory>(
  'jupyter-mltrack:IFigureFactory',
  'Makes widgets that show figures of the server.'
);

/** The side panel: one section for each part of the product. */
export interface ITrackPanel {
  /**
   * Add a section.
   *
   * @param rank Sections stand in the order of their ranks: runs have 10.
   */
  addSection(section: Widget, rank: number): void;
  /** Bring the panel forward and open one of its sections. */
  reveal(section?: Widget): void;
}

export const ITrackPanel = new Token<ITrackPanel>(
  'jupyter-mltrack:ITrackPanel',
  'The side panel of jupyter-mltrack, to which features add their sections.'
);

/** The bell in the status bar: how much waits for the user. */
export interface IBell {
  /** Let something ring it. */
  add(source: IBell.ISource): void;
}

export namespace IBell {
  /** Something that can wait for the user. */
  export interface ISource {
    /** The count changed. */
    readonly changed: ISignal<unknown, unknown>;
    /** How many of them wait. */
    count(): number;
    /** The count in words: `2 requests wait for you`. */
    words(): string;
    /** Lead to them. */
    open(): void;
  }
}

export const IBell = new Token<IBell>(
  'jupyter-mltrack:IBell',
  'The bell in the status bar, which features ring when something waits.'
);
