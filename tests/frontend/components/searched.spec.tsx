import { nullTranslator } from '@jupyterlab/translation';
import {
  act,
  cleanup,
  fireEvent,
  render,
  screen
} from '@testing-library/react';
import React from 'react';
import type { StoreChange } from '../../../src/api/types';
import { SearchedList } from '../../../src/components/searchedList';
import { SearchedModel } from '../../../src/components/searchedModel';
import { FakeApi, settled } from '../fakes';

const trans = nullTranslator.load('jupyter_mltrack');

afterEach(cleanup);

/** A server with words, the newest first. */
class Words extends SearchedModel<string> {
  words = ['pear', 'plum', 'apple'];

  protected override async find({ text }: { text: string }) {
    const rows = this.words.filter(word => word.includes(text));
    return { rows: rows.slice(0, 3), total: rows.length };
  }

  /** What was there before stays in front. */
  protected override ordered(
    before: readonly string[],
    rows: readonly string[]
  ): readonly string[] {
    return [
      ...before.filter(word => rows.includes(word)),
      ...rows.filter(word => !before.includes(word))
    ];
  }

  protected override concerns(change: StoreChange): boolean {
    return change.models.length > 0;
  }
}

async function asked(words?: string[]): Promise<Words> {
  const model = new Words(new FakeApi().api, 0);
  model.words = words ?? model.words;
  await model.refresh();
  return model;
}

const list = (model: Words, many = 1) =>
  render(
    <SearchedList
      model={model}
      many={many}
      words={{
        list: 'Words',
        placeholder: trans.__('Search…'),
        search: 'Search words',
        hint: 'In words.',
        nothing: 'No word matches.',
        all: 'Show all words',
        more: (shown, total) => `${shown} of ${total} words`
      }}
      empty={<p>{trans.__('No words yet')}</p>}
      row={word => <li key={word}>{word}</li>}
      trans={trans}
    />
  );

it('keeps the order of what is read, but not that of another search', async () => {
  const model = await asked();
  model.words = ['apple', 'plum', 'pear'];
  await model.refresh();
  expect(model.rows).toEqual(['pear', 'plum', 'apple']);
  model.text = 'p';
  await settled();
  expect(model.rows).toEqual(['apple', 'plum', 'pear']);
  model.dispose();
});

it('says that there is nothing yet, or that nothing matches', async () => {
  const model = await asked([]);
  list(model);
  expect(screen.getByText('No words yet')).toBeTruthy();
  expect(screen.queryByRole('search')).toBeNull();
  await act(async () => {
    model.text = 'x';
    await settled();
  });
  fireEvent.click(screen.getByText('Show all words'));
  expect(model.text).toBe('');
  model.dispose();
});

it('offers a search from so many rows on, and says that there are more', async () => {
  const few = await asked();
  list(few, 4);
  expect(screen.queryByRole('search')).toBeNull();
  cleanup();
  const many = await asked(['a', 'b', 'c', 'd']);
  list(many, 4);
  expect(screen.getByRole('search')).toBeTruthy();
  expect(screen.getByRole('status').textContent).toBe('3 of 4 words');
  few.dispose();
  many.dispose();
});
