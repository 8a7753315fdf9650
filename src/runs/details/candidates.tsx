import { Notification } from '@jupyterlab/apputils';
import React, { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/error';
import type { Run } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Trouble, Waiting } from '../../components/answered';
import { useSignal } from '../../components/hooks';
import { CandidatesModel, PAGE } from './candidatesModel';
import { CandidatesTable } from './candidatesTable';
import type { IDetailsContext } from './context';
import { Section } from '../../components/section';
import { useInSight } from './sight';

/** How many candidates one button compares. */
const COMPARED = 5;

/** The candidates of a search. */
export function Candidates(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { run, context } = props;
  return run.children > 0 ? (
    <Section
      title={context.trans.__('Candidates')}
      count={String(run.children)}
      wide
    >
      <Body key={run.id} run={run} context={context} />
    </Section>
  ) : null;
}

function Body(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element {
  const { run, context } = props;
  const { api } = context;
  const place = useRef<HTMLDivElement>(null);
  const inSight = useInSight(place);
  const [model, setModel] = useState<CandidatesModel | null>(null);
  useEffect(() => {
    const made = new CandidatesModel(api, run.id);
    setModel(made);
    return () => made.dispose();
  }, [api, run.id]);
  useEffect(() => {
    if (model) {
      model.active = inSight;
    }
  }, [model, inSight]);
  return (
    <div ref={place} className="jp-MLTrack-candidates">
      {model && <List model={model} context={context} />}
    </div>
  );
}

function List(props: {
  model: CandidatesModel;
  context: IDetailsContext;
}): React.JSX.Element {
  const { model, context } = props;
  const { trans } = context;
  useSignal(model.changed);
  const { rows, total } = model;
  const more = Math.min(PAGE, total - rows.length);
  if (model.waiting) {
    return <Waiting trans={trans} />;
  }
  return (
    <>
      <Trouble asked={model} trans={trans} />
      {rows.length > 0 && <CandidatesTable model={model} context={context} />}
      <div className="jp-MLTrack-buttons">
        <CompareBest model={model} context={context} />
        {more > 0 && (
          <button
            className="jp-MLTrack-button"
            onClick={() => model.showMore()}
          >
            {more < total - rows.length
              ? trans.__('Show %1 more of %2', more, total - rows.length)
              : trans.__('Show %1 more', more)}
          </button>
        )}
      </div>
    </>
  );
}

/** Compares the best candidates. */
function CompareBest(props: {
  model: CandidatesModel;
  context: IDetailsContext;
}): React.JSX.Element | null {
  const { model, context } = props;
  const { commands, trans } = context;
  const count = Math.min(COMPARED, model.total);
  if (count < 2 || !commands.hasCommand(CommandIDs.compare)) {
    return null;
  }
  const compare = async () => {
    try {
      const runs = await model.best(count);
      await commands.execute(CommandIDs.compare, { runs });
    } catch (reason) {
      Notification.error(ApiError.from(reason).message);
    }
  };
  return (
    <button className="jp-MLTrack-button" onClick={() => void compare()}>
      {trans.__('Compare best %1', count)}
    </button>
  );
}
