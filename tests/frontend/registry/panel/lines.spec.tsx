import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { CommandIDs } from '../../../../src/commands';
import { ModelLine, RequestLine } from '../../../../src/registry/panel/lines';
import { fakeCommands, request, row, trans } from '../scene';

afterEach(cleanup);

it('a model says its newest version and what is where', () => {
  const { commands, executed } = fakeCommands();
  render(
    <ModelLine
      row={row({ staging: [3], waiting: 1 })}
      commands={commands}
      trans={trans}
    />
  );
  const line = screen.getByRole('button');
  for (const part of ['churn', 'v3', 'production v2', 'staging v3']) {
    expect(line.textContent).toContain(part);
  }
  expect(line.textContent).toContain('1 request');
  fireEvent.click(line);
  expect(executed).toEqual([[CommandIDs.openModel, { model: 'churn' }]]);
});

it('a model without versions says that', () => {
  const { commands } = fakeCommands();
  render(
    <ModelLine
      row={row({ newest: null, production: [] })}
      commands={commands}
      trans={trans}
    />
  );
  expect(screen.getByRole('button').textContent).toContain('no version');
});

it("a stranger's reason is text, whatever it looks like", () => {
  const { commands } = fakeCommands();
  const { container } = render(
    <RequestLine
      request={request({ reason: '<img src=x onerror=alert(1)>' })}
      commands={commands}
      trans={trans}
    />
  );
  expect(container.querySelector('img')).toBeNull();
  expect(container.textContent).toContain('<img src=x');
});
