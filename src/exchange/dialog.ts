import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ImportBody, IImportParts } from './body';
import type { ImportModel, Phase } from './model';
import { countWords } from './words';

/** What the keyboard can be on, in the body. */
const FOCUSABLE =
  'button:not(:disabled), input:not(:disabled):not([hidden]):not([tabindex="-1"]), [tabindex="0"]';

/** What the keyboard is put on first. */
const START = '[role="listbox"], .jp-MLTrack-importFrom:not(:disabled)';

/** The dialog of an import: it stays open from the choice of a source to what came of it. */
export class ImportDialog extends Dialog<void> {
  constructor(parts: Omit<IImportParts, 'onLeave'>) {
    const { models, trans } = parts;
    super({
      title: models
        ? trans.__('Import models of a colleague')
        : trans.__('Import runs of a colleague'),
      body: new ImportBody({ ...parts, onLeave: () => this.dispose() }),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Import') })
      ],
      focusNodeSelector: START
    });
    this.addClass('jp-MLTrack-importDialog');
    this._model = parts.model;
    this._trans = trans;
    this._model.changed.connect(this._update, this);
    this._update();
  }

  /** The button of acceptance imports first, and closes afterwards. */
  override resolve(index?: number): void {
    const accepts = index === undefined || index === 1;
    if (accepts && this._model.phase !== 'done') {
      void this._model.take();
    } else if (accepts) {
      super.resolve(index);
    } else {
      this.reject();
    }
  }

  /** Calling it off ends an import between two things: what came until then is said, and stays. */
  override reject(): void {
    if (this._model.phase === 'importing') {
      this._model.stop();
    } else {
      super.reject();
    }
  }

  override dispose(): void {
    this._model?.changed.disconnect(this._update, this);
    super.dispose();
  }

  /** Enter on a button of the body is that button's; elsewhere in the body it accepts. */
  protected override _evtKeydown(event: KeyboardEvent): void {
    const on = document.activeElement;
    const body = this.node.querySelector('.jp-Dialog-body');
    if (event.key === 'Enter' && body?.contains(on)) {
      if (!(on instanceof HTMLButtonElement)) {
        event.preventDefault();
        event.stopPropagation();
        this.resolve();
      }
      return;
    }
    if (event.key === 'Tab' && !event.shiftKey && on === this._button(1)) {
      // What was first when the dialog opened may be gone.
      const first = body?.querySelector<HTMLElement>(FOCUSABLE);
      (first ?? this._button(0))?.focus();
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    super._evtKeydown(event);
  }

  /** Whether something can be imported is the model's to know. */
  protected override _checkValidation(): void {
    this._update();
  }

  private _button(index: number): HTMLButtonElement | null {
    return this.node.querySelectorAll<HTMLButtonElement>(
      '.jp-Dialog-footer .jp-Dialog-button'
    )[index];
  }

  private _update(): void {
    const { phase, ready, stopping } = this._model;
    const trans = this._trans;
    const cancel = this._button(0);
    const accept = this._button(1);
    if (!cancel || !accept) {
      return;
    }
    const { runs, versions } = this._model.counts;
    label(
      cancel,
      phase === 'importing' ? trans.__('Stop') : trans.__('Cancel')
    );
    label(
      accept,
      phase === 'done'
        ? trans.__('Close')
        : ready
          ? trans.__('Import %1', countWords(runs, versions, trans))
          : trans.__('Import')
    );
    cancel.hidden = phase === 'done';
    cancel.disabled = stopping && phase === 'importing';
    accept.disabled = phase !== 'done' && !ready;
    if (phase !== this._phase) {
      this._phase = phase;
      // After the body was drawn: what had the focus is gone with the phase before.
      setTimeout(() => this._refocus(), 50);
    }
  }

  /** Put the keyboard where the phase goes on. */
  private _refocus(): void {
    if (this.isDisposed || !this.isAttached) {
      return;
    }
    const start = this.node.querySelector<HTMLElement>(START);
    const accept = this._button(1);
    const wanted = accept && !accept.disabled ? accept : this._button(0);
    (start ?? wanted)?.focus();
  }

  private readonly _model: ImportModel;
  private readonly _trans: TranslationBundle;
  private _phase: Phase = 'source';
}

function label(button: HTMLButtonElement, text: string): void {
  const place = button.querySelector('.jp-Dialog-buttonLabel') ?? button;
  if (place.textContent !== text) {
    place.textContent = text;
  }
  for (const named of [button, place]) {
    named.setAttribute('aria-label', text);
  }
}
