import React, { useId, useState } from 'react';
import type { DecisionBody, RequestDetails } from '../../api/types';
import { telling } from '../../components/telling';
import type { IRequestContext } from './view';

/** Approve, reject, comment, withdraw: at the bottom, whatever is scrolled. */
export function DecisionBar(props: {
  details: RequestDetails;
  context: IRequestContext;
}): React.JSX.Element {
  const { details, context } = props;
  const { model, trans } = context;
  const { row } = details;
  const { request } = row;
  const [text, setText] = useState('');
  const why = useId();
  const open = request.status === 'open';
  const mine = model.me?.name === request.author;
  const empty = text.trim() === '';
  const send = async (headline: string, answer: Promise<void>) => {
    if (
      await telling(
        headline,
        answer.then(() => true)
      )
    ) {
      setText('');
    }
  };
  const decide = (kind: DecisionBody['kind']) =>
    void send(
      trans.__('The request stays as it was'),
      model.decide({ kind, text: text.trim() })
    );
  const hint = !open
    ? null
    : !row.may_decide
      ? mine
        ? trans.__(
            'You asked for it: somebody else has to approve it. You can comment, or withdraw it.'
          )
        : row.why_not
      : row.missing > 1
        ? trans.__('%1 approvals are missing; yours would be one.', row.missing)
        : trans.__('Your approval moves version %1 at once.', request.version);
  return (
    <form
      className="jp-MLTrack-decisionBar"
      aria-label={trans.__('Decide the request')}
      onSubmit={event => event.preventDefault()}
    >
      <textarea
        className="jp-MLTrack-input"
        rows={2}
        value={text}
        placeholder={
          open && row.may_decide
            ? trans.__('Comment; a rejection needs a reason…')
            : trans.__('Comment…')
        }
        aria-label={trans.__('Comment or reason')}
        onChange={event => setText(event.currentTarget.value)}
      />
      <div className="jp-MLTrack-buttons">
        {open && (
          <>
            <button
              type="button"
              className="jp-MLTrack-button jp-MLTrack-accept"
              disabled={!row.may_decide || model.sending}
              aria-describedby={why}
              onClick={() => decide('approve')}
            >
              {trans.__('Approve')}
            </button>
            <button
              type="button"
              className="jp-MLTrack-button"
              disabled={!row.may_decide || empty || model.sending}
              title={
                row.may_decide && empty
                  ? trans.__('A rejection needs a reason: write it first')
                  : undefined
              }
              aria-describedby={why}
              onClick={() => decide('reject')}
            >
              {trans.__('Reject')}
            </button>
          </>
        )}
        <button
          type="button"
          className="jp-MLTrack-button"
          disabled={empty || model.sending}
          onClick={() => decide('comment')}
        >
          {trans.__('Comment')}
        </button>
        {open && mine && (
          <button
            type="button"
            className="jp-MLTrack-button"
            disabled={model.sending}
            onClick={() =>
              void send(
                trans.__('The request stays open'),
                model.withdraw(text.trim())
              )
            }
          >
            {trans.__('Withdraw')}
          </button>
        )}
        <span id={why} className="jp-MLTrack-whyNot" role="status">
          {hint}
        </span>
      </div>
    </form>
  );
}
