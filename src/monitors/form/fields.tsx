import React, { useId } from 'react';
import type { IFormContext } from './context';
import type { Field, IDraft } from './draft';

/** How a line of text looks. */
interface ILineLook {
  label: string;
  /** What it is for. */
  hint?: string;
  placeholder?: string;
  /** Words that are offered. */
  offers?: readonly string[];
  disabled?: boolean;
  short?: boolean;
}

/** A line of text, with what it is for and what is wrong with it. */
export function Line(
  props: ILineLook & {
    value: string;
    /** What is wrong with it, in place of what it is for. */
    fault?: string;
    /** Whether something is, where that is said elsewhere. */
    wrong?: boolean;
    onChange: (value: string) => void;
  }
): React.JSX.Element {
  const { label, hint, offers, fault, wrong = fault !== undefined } = props;
  const id = useId();
  return (
    <div className="jp-MLTrack-field" data-short={props.short === true}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="jp-MLTrack-input"
        value={props.value}
        placeholder={props.placeholder}
        list={offers ? `${id}-offers` : undefined}
        disabled={props.disabled}
        spellCheck={false}
        aria-invalid={wrong}
        aria-describedby={`${id}-hint`}
        onChange={event => props.onChange(event.currentTarget.value)}
      />
      {offers && (
        <datalist id={`${id}-offers`}>
          {offers.map(offer => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
      )}
      <small id={`${id}-hint`} data-fault={fault !== undefined}>
        {fault ?? hint}
      </small>
    </div>
  );
}

/** A line of text of the draft. */
export function Text(
  props: ILineLook & {
    field: Field &
      keyof { [K in Field as IDraft[K] extends string ? K : never]: 1 };
    context: IFormContext;
  }
): React.JSX.Element {
  const { field, context, ...look } = props;
  const { model, faults } = context;
  return (
    <Line
      {...look}
      value={model.draft[field]}
      fault={faults[field]}
      onChange={value => model.set({ [field]: value })}
    />
  );
}

/** Something that holds or does not. */
export function Check(props: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}): React.JSX.Element {
  return (
    <label className="jp-MLTrack-check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={event => props.onChange(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}

/** One of several words. */
export function Choice<T extends string>(props: {
  label: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
  disabled?: boolean;
  hint?: string;
}): React.JSX.Element {
  const id = useId();
  return (
    <div className="jp-MLTrack-field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        className="jp-MLTrack-input"
        value={props.value}
        disabled={props.disabled}
        onChange={event => props.onChange(event.currentTarget.value as T)}
      >
        {props.choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {props.hint && <small id={`${id}-hint`}>{props.hint}</small>}
    </div>
  );
}
