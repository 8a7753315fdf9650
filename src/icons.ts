import { LabIcon } from '@jupyterlab/ui-components';

/** Two curves and the best point, in the colours of JupyterLab's own side bar icons. */
export const trackIcon = new LabIcon({
  name: 'mltrack:runs',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3 jp-icon-selectable" fill="#616161">
    <path d="M3 3h2v16h16v2H3z"/>
    <path d="M7 16.500c1.300-6.200 3.700-9 7-9.700l.4 1.950c-2.450.5-4.350 2.850-5.450 8.150z"/>
    <path d="M8 17.600c4.200-.5 7.600-2 10.600-5.300l1.480 1.350c-3.300 3.650-7.180 5.380-11.850 5.940z"/>
    <circle cx="17" cy="7" r="2.500"/>
  </g>
</svg>`
});

/** A box: something made, ready to be handed on. */
export const modelIcon = new LabIcon({
  name: 'mltrack:models',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3 jp-icon-selectable" fill="#616161">
    <path d="M12 2l9 4.700v10.600L12 22l-9-4.700V6.700zm0 2.250L6.300 7.200 12 10.150l5.700-2.950zM5 8.800v7.300l6 3.100v-7.300zm8 10.400l6-3.100V8.800l-6 3.100z"/>
  </g>
</svg>`
});

/** A pulse: something that is watched. */
export const monitorIcon = new LabIcon({
  name: 'mltrack:monitors',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3 jp-icon-selectable" fill="#616161">
    <path d="M2 11h4.400l2.600-6.500 5 13 2.600-6.500H22v2h-4.050L14 22.400 9 9.900 7.750 13H2z"/>
  </g>
</svg>`
});
