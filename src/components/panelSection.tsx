import {
  LabIcon,
  ReactWidget,
  Toolbar,
  ToolbarButton
} from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import React from 'react';
import type { IBell } from '../tokens';
import { useSignal } from './hooks';
import { IFollowing, SeenWidget } from './seenWidget';

/** A section of the side panel: a title with buttons, and how much waits. */
export abstract class PanelSection
  extends SeenWidget
  implements Toolbar.IWidgetToolbar
{
  constructor(options: PanelSection.IOptions) {
    super(options.models);
    const { commands, waiting } = options;
    this.addClass('jp-MLTrack-section');
    this.addClass(options.className);
    this.title.label = options.title;
    this.toolbar = new Toolbar();
    if (waiting) {
      this.toolbar.addItem('waiting', new Badge(waiting, options.alarm));
    }
    for (const { icon, tooltip, command, args } of options.tools) {
      this.toolbar.addItem(
        command,
        new ToolbarButton({
          icon,
          tooltip,
          onClick: () => void commands.execute(command, args?.())
        })
      );
    }
  }

  readonly toolbar: Toolbar;
}

export namespace PanelSection {
  /** A button on a section's title. */
  export interface ITool {
    readonly icon: LabIcon;
    readonly tooltip: string;
    readonly command: string;
    /** What the command is told when the button is pressed. */
    readonly args?: () => ReadonlyPartialJSONObject;
  }

  /** What a section is made of. */
  export interface IOptions {
    readonly title: string;
    readonly className: string;
    readonly models: readonly IFollowing[];
    readonly tools: readonly ITool[];
    readonly commands: CommandRegistry;
    /** Counted on the title. */
    readonly waiting?: IBell.ISource;
    /** Whether what waits is a cause for alarm. */
    readonly alarm?: boolean;
  }
}

/** How much waits, on a section's title: seen also when the section is folded. */
class Badge extends ReactWidget {
  constructor(
    private readonly _waiting: IBell.ISource,
    private readonly _alarm = false
  ) {
    super();
    this.addClass('jp-MLTrack-badgeHost');
  }

  protected override render(): React.JSX.Element {
    return <Count waiting={this._waiting} alarm={this._alarm} />;
  }
}

function Count(props: {
  waiting: IBell.ISource;
  alarm: boolean;
}): React.JSX.Element | null {
  const { waiting, alarm } = props;
  useSignal(waiting.changed);
  const count = waiting.count();
  const words = waiting.words();
  return count === 0 ? null : (
    <span
      className={`jp-MLTrack-badge${alarm ? ' jp-MLTrack-alarm' : ''}`}
      role="img"
      aria-label={words}
      title={words}
    >
      {count}
    </span>
  );
}
