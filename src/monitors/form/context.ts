import type { IMonitorParts } from '../page/context';
import type { Faults } from './faults';
import type { FormModel } from './model';

/** What the parts of the form share. */
export interface IFormContext extends IMonitorParts {
  readonly model: FormModel;
  /** What is wrong, by field; told once somebody tried to save. */
  readonly faults: Faults;
}
