import { useCallback, useRef } from 'react';
import { Followed } from '../../components/followed';
import { usePart } from '../../components/hooks';
import type { IApi, IRequestOptions } from '../../tokens';

/** One answer of the server for a part of a page. What makes it old is another part's `stamp`. */
export class AnsweredPart<T> extends Followed {
  constructor(
    api: IApi,
    private readonly _fetch: (options: IRequestOptions) => Promise<T>
  ) {
    super(api);
  }

  get answer(): T | null {
    return this._answer;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    this._answer = await this._fetch({ signal });
  }

  protected override concerns(): boolean {
    return false;
  }

  private _answer: T | null = null;
}

/** An answer for a part of a page, and whether a newer one is on its way. */
export interface IPartAnswer<T> {
  part: AnsweredPart<T>;
  /** The newest answer; while another is on its way, the one before, so that nothing jumps. */
  answer: T | null;
  busy: boolean;
}

/**
 * Ask for something as long as a part of a page is there.
 *
 * @param fetch Asks; `keys` say when it asks for something else.
 */
export function useAnswer<T>(
  page: Followed,
  api: IApi,
  fetch: (options: IRequestOptions) => Promise<T>,
  keys: readonly unknown[]
): IPartAnswer<T> {
  const make = useCallback(() => new AnsweredPart(api, fetch), [api, ...keys]);
  const part = usePart(page, make);
  const latest = useRef<T | null>(null);
  if (part.answer !== null) {
    latest.current = part.answer;
  }
  return {
    part,
    answer: latest.current,
    busy: part.answer === null && part.error === null
  };
}
