import type { Query } from '../tokens';
import { ApiError, SERVER_MISSING } from './error';

/** Write a query string: lists are separated by commas, each item percent-encoded; no value, no key. */
export function queryString(query: Query): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') {
      continue;
    }
    const text = Array.isArray(value)
      ? // Encoded twice: the server takes the address apart first, then the list.
        encodeURIComponent(
          value.map(item => encodeURIComponent(String(item))).join(',')
        )
      : typeof value === 'boolean'
        ? value
          ? '1'
          : '0'
        : encodeURIComponent(String(value));
    parts.push(`${encodeURIComponent(key)}=${text}`);
  }
  return parts.length ? `?${parts.join('&')}` : '';
}

/** Read JSON; nothing where it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Make the error of an answer that is none of ours, or says what was wrong. */
export function problem(response: Response, body: unknown): ApiError {
  const said = body as { code?: unknown; message?: unknown } | undefined;
  if (typeof said?.code === 'string') {
    return new ApiError(said.code, String(said.message), response.status, body);
  }
  // A 404 that is not ours, or a page instead of JSON: nobody serves our addresses.
  if (response.status === 404 || (response.ok && body === undefined)) {
    return new ApiError(
      SERVER_MISSING,
      'The Jupyter server does not run the server half of jupyter-mltrack.',
      response.status
    );
  }
  return new ApiError(
    `http_${response.status}`,
    typeof said?.message === 'string' && said.message
      ? said.message
      : response.statusText || `HTTP ${response.status}`,
    response.status
  );
}
