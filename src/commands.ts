/** Every command of jupyter-mltrack, once. `args` are written beside the name. */
export namespace CommandIDs {
  /** Show the side panel: {}. */
  export const showPanel = 'mltrack:show-panel';
  /** The full table in the main area: {filter?, experiment?, sort?, columns?}. */
  export const openRuns = 'mltrack:open-runs';
  /** One run in the main area: {run}. */
  export const openRun = 'mltrack:open-run';
  /** Compare in the main area: {runs?}, the selected ones when left out. */
  export const compare = 'mltrack:compare';
  /** Compare a run with the one before it of the same cell: {run}. */
  export const compareWithPrevious = 'mltrack:compare-with-previous';
  /** Ask for a name, or set it: {run?, name?}. */
  export const renameRun = 'mltrack:rename-run';
  /** Ask for tags, or set them (null takes one away): {run?, tags?}. */
  export const editTags = 'mltrack:edit-tags';
  /** Ask for a note, or set it: {run?, note?}. */
  export const editNote = 'mltrack:edit-note';
  /** Put runs into the trash, undoable: {runs?}, the selected ones when left out. */
  export const deleteRuns = 'mltrack:delete-runs';
  /** Take runs out of the trash: {runs}. */
  export const restoreRuns = 'mltrack:restore-runs';
  /** Choose the main metric of an experiment: {experiment, metric, direction?}. */
  export const setMainMetric = 'mltrack:set-main-metric';
  /** Copy a run's number, id and name as text: {run?}. */
  export const copyRun = 'mltrack:copy-run';
  /** Take runs of a colleague in: {path?}, asked for when left out. */
  export const importRuns = 'mltrack:import-runs';
  /** Take model versions of a colleague in: {path?}, asked for when left out. */
  export const importModels = 'mltrack:import-models';
  /** Ask the server for everything anew: {}. */
  export const refresh = 'mltrack:refresh';
  /** Show or hide the chooser of columns in the current table: {}. */
  export const chooseColumns = 'mltrack:choose-columns';
  /** Select no run: {}. */
  export const clearSelection = 'mltrack:clear-selection';
  /** Go to the cell of a run in its notebook: {run?}. */
  export const jumpToCell = 'mltrack:jump-to-cell';
  /** Put `%%track` on the active cell: {}. */
  export const trackCell = 'mltrack:track-cell';
  /** Load the magics into the current notebook's kernel: {}. */
  export const loadMagics = 'mltrack:load-magics';
  /** Show the models in the side panel: {}. */
  export const showModels = 'mltrack:show-models';
  /** One model in the main area: {model?, tab?}, asked for when left out. */
  export const openModel = 'mltrack:open-model';
  /** A request with its evidence, to be decided: {request?}, the oldest that waits when left out. */
  export const openRequest = 'mltrack:open-request';
  /** Two versions beside each other: {model, challenger?, current?}. */
  export const compareVersions = 'mltrack:compare-versions';
  /** The rules of the whole store in the main area: {}. */
  export const openRules = 'mltrack:open-rules';
  /** Load a saved model on the server and compare its predictions: {model?, version?, here?}. */
  export const verifyVersion = 'mltrack:verify-version';
  /** Make a run a version of a model: {run?, model?, saved?, description?, stage?, reason?}. */
  export const registerRun = 'mltrack:register-run';
  /** Move a version, or ask for it where the stage is protected: {model?, version?, stage?, reason?}. */
  export const moveVersion = 'mltrack:move-version';
  /** Let an alias name a version: {model?, version?, alias?}. */
  export const setAlias = 'mltrack:set-alias';
  /** Take an alias away: {model, alias}. */
  export const removeAlias = 'mltrack:remove-alias';
  /** Back to the version that was in a stage before: {model?, stage?, current?, reason?}. */
  export const rollBack = 'mltrack:roll-back';
  /** Change a model: {model, name?, description?, tags?}. */
  export const editModel = 'mltrack:edit-model';
  /** Change a version: {model, version, description?, tags?}. */
  export const editVersion = 'mltrack:edit-version';
  /** Delete a version, asking once: {model, version}. */
  export const deleteVersion = 'mltrack:delete-version';
  /** Delete a model, asking once: {model}. */
  export const deleteModel = 'mltrack:delete-model';
  /** Show the monitors in the side panel: {}. */
  export const showMonitors = 'mltrack:show-monitors';
  /** One monitor in the main area: {monitor?, tab?, column?, check?, since?, until?}, asked for when left out. */
  export const openMonitor = 'mltrack:open-monitor';
  /** A form for a new monitor: {model?}. */
  export const newMonitor = 'mltrack:new-monitor';
  /** A form with what a monitor watches: {monitor?}. */
  export const editMonitor = 'mltrack:edit-monitor';
  /** Run a monitor now: {monitor?}. */
  export const runMonitor = 'mltrack:run-monitor';
  /** Ask a monitor that runs to stop: {monitor?}. */
  export const cancelMonitor = 'mltrack:cancel-monitor';
  /** Pause a monitor, or let it go on: {monitor?, paused?}. */
  export const pauseMonitor = 'mltrack:pause-monitor';
  /** Let checks (or the model's training data, or a file) be what is compared with: {monitor?, checks?}. */
  export const takeReference = 'mltrack:take-reference';
  /** Delete a monitor, asking once: {monitor?}. */
  export const deleteMonitor = 'mltrack:delete-monitor';
  /** The alerts in the main area: {alert?, status?}. */
  export const openAlerts = 'mltrack:open-alerts';
}
