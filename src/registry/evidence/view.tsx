import React from 'react';
import { Trouble, Unanswered } from '../../components/answered';
import { useSignal } from '../../components/hooks';
import { modelIcon } from '../../icons';
import type { IRegistryParts } from '../page/context';
import { IPageTitle, PageWidget } from '../../components/pageWidget';
import type { VersionsModel } from './model';
import { EvidenceParts } from './parts';

/** What the page of two versions needs. */
export interface IVersionsContext extends IRegistryParts {
  readonly model: VersionsModel;
}

/** Two versions of a model beside each other, in the main area. */
export class VersionsView extends PageWidget<IVersionsContext> {
  constructor(context: IVersionsContext) {
    super(context, modelIcon, 'jp-MLTrack-page');
  }

  /** The arguments of the command that opens it. */
  get args(): { model: string; challenger: number; current: number } {
    const { name, challenger, current } = this.context.model;
    return { model: name, challenger, current };
  }

  /** Whether it shows these. */
  is(name: string, challenger: number, current: number): boolean {
    const { model } = this.context;
    return (
      model.name === name &&
      model.challenger === challenger &&
      model.current === current
    );
  }

  protected override called(): IPageTitle {
    const { model, trans } = this.context;
    const { name, challenger, current } = model;
    return { label: trans.__('%1 v%2, v%3', name, challenger, current) };
  }

  protected override render(): React.JSX.Element {
    return <Page context={this.context} />;
  }
}

function Page(props: { context: IVersionsContext }): React.JSX.Element {
  const { model, trans } = props.context;
  useSignal(model.changed);
  const { comparison } = model;
  return (
    <article aria-label={trans.__('Versions of %1', model.name)}>
      <h1 className="jp-MLTrack-versionsTitle">
        {trans.__(
          '%1: version %2 beside version %3',
          model.name,
          model.challenger,
          model.current
        )}
      </h1>
      {comparison ? (
        <>
          <Trouble asked={model} trans={trans} />
          <EvidenceParts versions={comparison} context={props.context} />
        </>
      ) : (
        <Unanswered asked={model} trans={trans} />
      )}
    </article>
  );
}
