import type { IMonitorParts } from '../page/context';
import type { Field } from './draft';
import type { FormModel } from './model';

/** What the parts of the form share. */
export interface IFormContext extends IMonitorParts {
  readonly model: FormModel;
  /** What is wrong, by field; told once somebody tried to save. */
  readonly faults: Partial<Record<Field, string>>;
}
