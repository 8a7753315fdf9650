import type { TranslationBundle } from '@jupyterlab/translation';

/** How many runs and versions, in words: `3 runs and 1 version`. */
export function countWords(
  runs: number,
  versions: number,
  trans: TranslationBundle
): string {
  const ofRuns = trans._n('%1 run', '%1 runs', runs);
  const ofVersions = trans._n(
    '%1 model version',
    '%1 model versions',
    versions
  );
  if (versions === 0) {
    return ofRuns;
  }
  return runs === 0 ? ofVersions : trans.__('%1 and %2', ofRuns, ofVersions);
}

/** A number of bytes of which each has many digits, in few. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let at = 0;
  let value = bytes;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at === 0 ? value : value.toFixed(1)} ${units[at]}`;
}
