import type {
  ImportOffer,
  ImportReport,
  OfferedRun,
  OfferedVersion,
  VersionChoiceBody
} from '../api/types';

/** What stands for a version in a selection; runs stand for themselves by their id. */
export function versionKey(version: {
  readonly model: string;
  readonly version: number;
}): string {
  return `${version.model}/${version.version}`;
}

/** One thing that is taken in: a run, or a version, which may bring its run along. */
export type Item =
  { readonly run: string } | { readonly version: VersionChoiceBody };

/**
 * Say what is to be asked for.
 *
 * @param chosen Ids of runs and keys of versions.
 * @param name The model's name here; null where it keeps its own.
 */
export function itemsOf(
  offer: ImportOffer,
  chosen: ReadonlySet<string>,
  name: string | null
): Item[] {
  const versions = offer.versions.filter(one => chosen.has(versionKey(one)));
  const brought = new Set<string>();
  const choices = versions.map((one): Item => {
    const { model, version, run } = one;
    // A version and its run come together or not at all.
    const withRun = run !== null && chosen.has(run);
    if (withRun) {
      brought.add(run);
    }
    return {
      version: {
        model,
        version,
        name: name === model ? null : name,
        with_run: withRun
      }
    };
  });
  const runs = offer.runs
    .filter(({ id }) => chosen.has(id) && !brought.has(id))
    .map((run): Item => ({ run: run.id }));
  return [...runs, ...choices];
}

/** The one model of which versions are chosen; null where they are of several, or none is. */
export function oneModel(
  offer: ImportOffer,
  chosen: ReadonlySet<string>
): string | null {
  const models = new Set(
    offer.versions
      .filter(version => chosen.has(versionKey(version)))
      .map(version => version.model)
  );
  return models.size === 1 ? [...models][0] : null;
}

/** What is chosen at first: all of a file that is not here yet; of a store nothing, it may be a whole team's. */
export function firstChoice(offer: ImportOffer): Set<string> {
  return new Set(
    offer.kind === 'store'
      ? []
      : [
          ...offer.runs.filter(run => run.here === null).map(run => run.id),
          ...offer.versions
            .filter(version => version.here === null)
            .map(versionKey)
        ]
  );
}

/**
 * Give what was chosen and did not come: what was refused, and what is not here.
 *
 * @param offer What is in the source now.
 * @param chosen Ids of runs and keys of versions, before.
 * @param refused Those of them that were refused.
 */
export function notYet(
  offer: ImportOffer,
  chosen: ReadonlySet<string>,
  refused: ReadonlySet<string>
): Set<string> {
  const left = (key: string, here: number | null) =>
    chosen.has(key) && (here === null || refused.has(key));
  const found = new Set(
    offer.runs.filter(run => left(run.id, run.here)).map(run => run.id)
  );
  for (const one of offer.versions) {
    if (left(versionKey(one), one.here)) {
      found.add(versionKey(one));
      if (one.run !== null && chosen.has(one.run)) {
        found.add(one.run);
      }
    }
  }
  return found;
}

/** Whether each word is in a run's name, experiment or person, or is its number. */
export function runMatches(run: OfferedRun, filter: string): boolean {
  const text = `${run.name} ${run.experiment} ${run.user}`.toLowerCase();
  return words(filter).every(
    word => text.includes(word) || String(run.number) === word.replace('#', '')
  );
}

/** Whether each word is in a version's model or person, or is its number. */
export function versionMatches(
  version: OfferedVersion,
  filter: string
): boolean {
  const text = `${version.model} ${version.created_by}`.toLowerCase();
  return words(filter).every(
    word =>
      text.includes(word) || String(version.version) === word.replace('v', '')
  );
}

/** Put what came of two parts of an import together; a run that two versions bring along counts once. */
export function joined(first: ImportReport, next: ImportReport): ImportReport {
  return {
    runs: [...first.runs, ...next.runs],
    versions: [...first.versions, ...next.versions],
    refused: [...first.refused, ...next.refused]
  };
}

/** The runs of a report, those that came with a version, too, each once. */
export function runsOf(report: ImportReport): ImportReport['runs'] {
  const all = [
    ...report.runs,
    ...report.versions.flatMap(version => version.run ?? [])
  ];
  const found = new Map<string, ImportReport['runs'][number]>();
  for (const run of all) {
    const known = found.get(run.id);
    if (!known || known.already) {
      found.set(run.id, run);
    }
  }
  return [...found.values()];
}

function words(filter: string): string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}
