import { IRenderMimeRegistry, MimeModel } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { PartialJSONValue } from '@lumino/coreutils';
import { Panel, Widget } from '@lumino/widgets';
import React, { useCallback, useEffect, useState } from 'react';
import type { Artifact } from '../../api/types';
import { Hosted } from '../../components/hosted';

/** What a figure needs to be shown. */
export interface IFigureContent {
  figure: Artifact;
  bytes: ArrayBuffer;
  /** What stands for it where it is not seen. */
  label: string;
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
}

/** A picture from its bytes. Always inside `<img>`: an SVG may hold scripts, which do not run there. */
export function Picture(props: IFigureContent): React.JSX.Element {
  const { figure, bytes, label, trans } = props;
  const [url, setUrl] = useState<string>();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    // No `blob:` address: opened in a tab of its own, that would be a page of this server.
    const reader = new FileReader();
    reader.onload = () => setUrl(String(reader.result));
    reader.readAsDataURL(new Blob([bytes], { type: figure.media_type }));
    setBroken(false);
    return () => reader.abort();
  }, [bytes, figure.media_type]);
  return broken ? (
    <span className="jp-MLTrack-none">
      {trans.__('The file is no picture that can be shown.')}
    </span>
  ) : (
    <img
      className="jp-MLTrack-picture"
      src={url}
      alt={label}
      onError={() => setBroken(url !== undefined)}
    />
  );
}

/**
 * Draw a figure from data by JupyterLab's renderer, as it is drawn below a cell.
 *
 * @param onBroken Called when it is no figure after all.
 */
export function drawFigure(
  { figure, bytes, label, rendermime }: IFigureContent,
  onBroken: () => void
): Widget {
  const panel = new Panel();
  panel.addClass('jp-MLTrack-drawn');
  panel.node.setAttribute('role', 'figure');
  panel.node.setAttribute('aria-label', label);
  const type = figure.media_type;
  const content = readJson(bytes);
  if (content === null) {
    onBroken();
    return panel;
  }
  // The renderer of Plotly keeps its first figure: each drawing has its own.
  const renderer = rendermime.createRenderer(type);
  panel.addWidget(renderer);
  renderer
    .renderModel(new MimeModel({ data: { [type]: content } }))
    .catch(onBroken);
  return panel;
}

/** A figure drawn by a renderer, on the page. */
export function Drawn(props: IFigureContent): React.JSX.Element {
  const { figure, bytes, label, rendermime, trans } = props;
  const [broken, setBroken] = useState(false);
  const make = useCallback(
    () =>
      drawFigure({ figure, bytes, label, rendermime, trans }, () =>
        setBroken(true)
      ),
    [figure.media_type, bytes, label, rendermime, trans]
  );
  return broken ? (
    <span className="jp-MLTrack-none">
      {trans.__('The file is no figure that can be drawn.')}
    </span>
  ) : (
    <Hosted make={make} className="jp-MLTrack-drawnHost" />
  );
}

/** What a figure from data holds; `null` where that is none. */
export function readJson(bytes: ArrayBuffer): PartialJSONValue {
  try {
    const content = JSON.parse(new TextDecoder().decode(bytes));
    return typeof content === 'object' ? content : null;
  } catch {
    return null;
  }
}
