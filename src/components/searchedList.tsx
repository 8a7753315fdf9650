import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { Trouble } from './answered';
import { NothingFound } from './emptyState';
import { FilterBox } from './filterBox';
import { useSignal } from './hooks';
import type { SearchedModel } from './searchedModel';

/** What a list says, in the words of what it lists. */
export interface ISearchedWords {
  /** What the list is of. */
  readonly list: string;
  readonly placeholder: string;
  readonly search: string;
  /** Where is looked. */
  readonly hint: string;
  readonly nothing: string;
  readonly all: string;
  /** Says that there are more than are shown. */
  readonly more: (shown: number, total: number) => string;
}

/** A list in the side panel, and the field that searches it. */
export function SearchedList<T>(props: {
  model: SearchedModel<T>;
  words: ISearchedWords;
  /** From how many on they are searched. */
  many: number;
  /** What stands above the rows. */
  above?: React.ReactNode;
  /** What stands where rows will be. */
  empty: React.JSX.Element;
  /** Draws a row, with its key. */
  row: (row: T) => React.JSX.Element;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, words, trans } = props;
  useSignal(model.changed);
  if (model.error && !model.loaded) {
    return <Trouble asked={model} trans={trans} />;
  }
  const { rows, total, text } = model;
  const bare = text === '';
  return (
    <>
      {(!bare || total >= props.many) && (
        <div className="jp-MLTrack-head">
          <div className="jp-MLTrack-headRow">
            <FilterBox
              filter={text}
              placeholder={words.placeholder}
              label={words.search}
              hint={words.hint}
              onFilter={looked => (model.text = looked)}
              trans={trans}
            />
          </div>
        </div>
      )}
      <Trouble asked={model} trans={trans} />
      <div className="jp-MLTrack-searchedList">
        {props.above}
        {!model.loaded || total > 0 ? (
          <ul aria-label={words.list}>{rows.map(props.row)}</ul>
        ) : bare ? (
          props.empty
        ) : (
          <NothingFound
            words={words.nothing}
            all={words.all}
            onClear={() => (model.text = '')}
          />
        )}
        {rows.length < total && (
          <p className="jp-MLTrack-more" role="status">
            {words.more(rows.length, total)}
          </p>
        )}
      </div>
    </>
  );
}
