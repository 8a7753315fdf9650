import type {
  AlertBody,
  AlertDetails,
  AlertPage,
  CheckDetails,
  ColumnDetails,
  Monitor,
  MonitorBody,
  MonitorDetails,
  MonitorEdit,
  MonitorPage,
  NewReferenceBody,
  PerformancePage,
  PeriodComparison
} from './api/types';
import type { IRequestOptions } from './tokens';

/** Which monitors. */
export interface IMonitorsQuery {
  /** Part of the name or the model. */
  text?: string;
  limit?: number;
  offset?: number;
}

/** A range of time, Unix seconds; without an end it goes on. */
export interface IRange {
  since?: number | null;
  until?: number | null;
}

/** Which alerts. */
export interface IAlertsQuery {
  status?: 'open' | 'resolved' | 'all';
  /** Of one monitor only: its name or id. */
  monitor?: string;
  limit?: number;
  offset?: number;
}

/** The monitors' part of the door to the server. A monitor is named by its name or its id. */
export interface IMonitorsApi {
  list(query: IMonitorsQuery, options?: IRequestOptions): Promise<MonitorPage>;
  create(body: MonitorBody): Promise<Monitor>;
  /** A monitor with its checks in a range of time. */
  get(
    monitor: string,
    range?: IRange,
    options?: IRequestOptions
  ): Promise<MonitorDetails>;
  edit(monitor: string, edit: MonitorEdit): Promise<Monitor>;
  delete(monitor: string): Promise<unknown>;
  /** Begin to run it now; how far it is stands in the monitor. */
  run(monitor: string): Promise<Monitor>;
  /** Ask it to stop; what it has checked is kept. */
  cancel(monitor: string): Promise<Monitor>;
  takeReference(monitor: string, body: NewReferenceBody): Promise<Monitor>;
  getCheck(
    monitor: string,
    check: string,
    options?: IRequestOptions
  ): Promise<CheckDetails>;
  /** A column in a check (the newest when left out), and over a range of time. */
  getColumn(
    monitor: string,
    column: string,
    check?: string,
    range?: IRange,
    options?: IRequestOptions
  ): Promise<ColumnDetails>;
  /** Two periods compared, each given by its checks. */
  comparePeriods(
    monitor: string,
    first: readonly string[],
    second: readonly string[],
    options?: IRequestOptions
  ): Promise<PeriodComparison>;
  performance(
    monitor: string,
    range?: IRange,
    options?: IRequestOptions
  ): Promise<PerformancePage>;
  /** The newest first. */
  listAlerts(
    query: IAlertsQuery,
    options?: IRequestOptions
  ): Promise<AlertPage>;
  getAlert(alert: string, options?: IRequestOptions): Promise<AlertDetails>;
  /** Acknowledge, snooze, expect, reopen or comment. */
  act(alert: string, body: AlertBody): Promise<AlertDetails>;
}
