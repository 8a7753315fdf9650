import {
  RenderMimeRegistry,
  standardRendererFactories
} from '@jupyterlab/rendermime';
import {
  cleanup,
  fireEvent,
  render,
  screen,
  waitFor,
  within
} from '@testing-library/react';
import React from 'react';
import type { Comment } from '../../../src/api/types';
import { Comments } from '../../../src/components/comments/view';
import { Followed } from '../../../src/components/followed';
import type { IApi } from '../../../src/tokens';
import { fakeRegistry, trans } from '../registry/scene';

class Page extends Followed {
  protected override async ask(): Promise<void> {}
  protected override concerns(): boolean {
    return false;
  }
}

const said = (id: number, user: string, text: string): Comment => ({
  id,
  user,
  text,
  time: 1000 + id
});

function scene() {
  const kept = [said(1, 'ada', 'fine'), said(2, 'bob', 'not on *my* data')];
  const registry = {
    me: jest.fn(async () => ({ name: 'ada', groups: [], waiting: 0 })),
    comments: jest.fn(async () => [...kept]),
    comment: jest.fn(async (_: unknown, text: string) => {
      kept.push(said(kept.length + 1, 'ada', text));
      return [...kept];
    }),
    deleteComment: jest.fn(async (_: unknown, id: number) => {
      kept.splice(
        kept.findIndex(one => one.id === id),
        1
      );
      return [...kept];
    })
  };
  const server = fakeRegistry(registry);
  const page = new Page(server.api);
  page.active = true;
  const show = (api: IApi) =>
    render(
      <Comments
        about={{ run: 'id12' }}
        label={trans.__('Comment on run %1', 12)}
        page={page}
        api={api}
        rendermime={
          new RenderMimeRegistry({
            initialFactories: standardRendererFactories
          })
        }
        trans={trans}
      />
    );
  return { ...server, registry, page, kept, show };
}

beforeEach(() => {
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});
afterEach(cleanup);

it('lists who said what, and lets people delete what they said themselves', async () => {
  const { api, registry, show } = scene();
  show(api);
  const items = await screen.findAllByRole('listitem');
  expect(items.map(one => one.querySelector('b')!.textContent)).toEqual([
    'ada',
    'bob'
  ]);
  expect(within(items[1]).queryByRole('button')).toBeNull();
  fireEvent.click(within(items[0]).getByRole('button'));
  await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
  expect(registry.deleteComment).toHaveBeenCalledWith({ run: 'id12' }, 1);
  expect(document.activeElement).toBe(screen.getByRole('textbox'));
});

it('sends what is written, also with Ctrl+Enter, and empties the field', async () => {
  const { api, registry, show } = scene();
  show(api);
  await screen.findAllByRole('listitem');
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', {
    name: 'Comment on run 12'
  });
  const button = screen.getByRole('button', { name: 'Comment' });
  expect(button).toHaveProperty('disabled', true);
  fireEvent.change(field, { target: { value: ' why? ' } });
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(field.value).toBe(''));
  expect(registry.comment).toHaveBeenCalledWith({ run: 'id12' }, 'why?');
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
});

it('keeps what was written when it cannot be sent', async () => {
  const { api, registry, show } = scene();
  registry.comment.mockRejectedValueOnce(new Error('full'));
  show(api);
  const field = screen.getByRole<HTMLTextAreaElement>('textbox');
  fireEvent.change(field, { target: { value: 'why?' } });
  fireEvent.submit(field.form!);
  await waitFor(() => expect(registry.comment).toHaveBeenCalled());
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Comment' })).toHaveProperty(
      'disabled',
      false
    )
  );
  expect(field.value).toBe('why?');
});

it('shows what others say as they say it, and asks for nothing while unseen', async () => {
  const { api, change, kept, page, registry, show } = scene();
  const { unmount } = show(api);
  await screen.findAllByRole('listitem');
  kept.push(said(3, 'eve', 'new'));
  change({ runs: ['other'] });
  change({ runs: ['id12'] });
  await screen.findByText('new');
  expect(registry.comments).toHaveBeenCalledTimes(2);
  page.active = false;
  change({ runs: ['id12'] });
  await new Promise(resolve => setTimeout(resolve, 200));
  expect(registry.comments).toHaveBeenCalledTimes(2);
  unmount();
  page.active = true;
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(registry.comments).toHaveBeenCalledTimes(2);
});

it("a stranger's comment fetches nothing", async () => {
  const { api, kept, show } = scene();
  kept.push(said(3, 'eve', '![x](http://elsewhere/pixel.png) <script>'));
  const { container } = show(api);
  await screen.findAllByRole('listitem');
  await waitFor(() => expect(container.textContent).toContain('fine'));
  expect(container.querySelector('img, script')).toBeNull();
});
