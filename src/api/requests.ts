import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { IRequestOptions, Query } from '../tokens';
import { ApiError, OFFLINE } from './error';
import { parse, problem, queryString } from './wire';

/** Asks addresses below the API and reads the answers; every fault is an `ApiError`. */
export class Requests {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  url(path: string, query: Query = {}): string {
    const url = URLExt.join(this._settings.baseUrl, 'mltrack', 'api');
    return `${url}/${path}${queryString(query)}`;
  }

  get<T>(path: string, query: Query, options?: IRequestOptions): Promise<T> {
    return this._request<T>(this.url(path, query), {
      signal: options?.signal
    });
  }

  send<T>(
    method: string,
    path: string,
    body: unknown,
    options?: IRequestOptions
  ): Promise<T> {
    return this._request<T>(this.url(path), {
      method,
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
      signal: options?.signal
    });
  }

  /** Send bytes as they are; the answer is JSON. */
  sendBytes<T>(
    method: string,
    path: string,
    query: Query,
    body: Blob,
    options?: IRequestOptions
  ): Promise<T> {
    return this._request<T>(this.url(path, query), {
      method,
      body,
      headers: { 'Content-Type': 'application/octet-stream' },
      signal: options?.signal
    });
  }

  /** Ask for what a query describes to be removed. */
  remove<T>(path: string, query: Query = {}): Promise<T> {
    return this._request<T>(this.url(path, query), { method: 'DELETE' });
  }

  async bytes(url: string, options?: IRequestOptions): Promise<ArrayBuffer> {
    const response = await this._fetch(url, { signal: options?.signal });
    if (!response.ok) {
      throw problem(response, parse(await response.text()));
    }
    return response.arrayBuffer();
  }

  private async _request<T>(url: string, init: RequestInit): Promise<T> {
    const response = await this._fetch(url, init);
    const body = parse(await response.text());
    if (response.ok && body !== undefined) {
      return body as T;
    }
    throw problem(response, body);
  }

  private async _fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this._settings);
    } catch (reason) {
      // A request that we gave up looks like a network error from here.
      if (init.signal?.aborted) {
        throw new DOMException('Given up.', 'AbortError');
      }
      throw new ApiError(OFFLINE, (reason as Error).message, 0);
    }
  }
}
