/** Ten colours that colour-blind readers tell apart, on white and on dark ground: the list of the Python figures. */
export const PALETTE: readonly string[] = [
  '#1f78d1',
  '#ea6c12',
  '#3f7563',
  '#cf3675',
  '#00a2c6',
  '#a25a1b',
  '#9063a2',
  '#7e995a',
  '#cf75a2',
  '#b475fc'
];

/**
 * Give each run of a view its colour, as `looks` in `jupyter_mltrack/figures/palette.py` does.
 *
 * A run's colour is its number modulo ten; where an older run of the view has that colour, the next free one.
 *
 * @param numbers The numbers of all runs of the view, in any order.
 * @returns Colour by run number.
 */
export function runColours(numbers: Iterable<number>): Map<number, string> {
  const taken = PALETTE.map(() => 0);
  const given = new Map<number, string>();
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const round = Math.min(...taken);
    let slot = number % PALETTE.length;
    while (taken[slot] > round) {
      slot = (slot + 1) % PALETTE.length;
    }
    taken[slot] += 1;
    given.set(number, PALETTE[slot]);
  }
  return given;
}
