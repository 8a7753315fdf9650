"""What is known of libraries: which calls train, which arguments are settings, which are only housekeeping."""

from __future__ import annotations

from typing import Final

from ..callees import Callee
from ..objects import names_in


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LIBRARIES: Final = _words(
    """
    statsforecast mlforecast cuml spacy torch_geometric diffusers setfit kneed hmmlearn category_encoders
    feature_engine pygam pytorch_tabnet econml dowhy pyod neuralforecast stable_baselines3 gpytorch botorch
    pmdarima sktime darts interpret ngboost tpot umap hdbscan gensim surprise implicit lightfm prophet lifelines
    sksurv mlxtend optax flax haiku equinox fastai timm accelerate optuna hyperopt skopt ray sklearn xgboost
    lightgbm catboost imblearn statsmodels keras tensorflow tf_keras torch transformers peft trl
    sentence_transformers lightning pytorch_lightning skorch
    """
)
"""Packages whose classes are built with settings."""

_DATA_HOLDERS: Final = _words(
    """
    autocast Linear Flatten Reshape ParameterGrid ParameterSampler Generator TensorSpec ModelCheckpoint
    ProgbarLogger LambdaCallback SummaryWriter Profile profile no_grad Accuracy Precision Recall Mean F1Score
    AUC Tokenizer TensorBoard CSVLogger Functional ModuleDict DatasetDict Example Doc BatchEncoding Reader Graph
    Data Dataset TensorDataset Subset DMatrix QuantileDMatrix Pool Bunch Tensor Parameter Variable Size device
    dtype Input InputLayer Model Sequential ModuleList
    """
)
"""Classes that hold data, name places or measure: what they are given is no setting of the training."""

TRAINING_METHODS: Final = _words(
    """
    fit_regularized fit_constrained cross_validate grid_search train_model run_training fit partial_fit
    fit_transform fit_predict fit_resample train compile train_on_batch fit_generator fine_tune fit_one_cycle
    learn optimize tune search set_params
    """
)
TRAINING_FUNCTIONS: Final = _words(
    """
    k_means dbscan setup get_linear_schedule_with_warmup get_cosine_schedule_with_warmup get_scheduler l1 l2
    l1_l2 early_stopping clip_grad_norm_ clip_grad_value_ from_formula auto_arima least_squares
    differential_evolution fmin basinhopping dual_annealing create_study train cv fit cross_val_score
    cross_validate cross_val_predict learning_curve validation_curve permutation_test_score train_test_split
    random_split minimize curve_fit permutation_importance
    """
)

NOISE: Final = _words(
    """
    return_n_iter keep_training_booster target col column columns x y X data log_evaluation log_interval
    print_interval train_size_only out_dir save_path model_dir sparse_output pre_dispatch use_label_encoder
    run_eagerly trust_remote_code inplace print_every study_name storage load_if_exists show_progress plot save
    debug help dtype sparse enable_model_summary enable_checkpointing logger log_every_n_steps default_root_dir
    metrics return_indices memory cache_size error_score data_home download enable_progress_bar
    show_progress_bar return_X_y as_frame return_train_score return_estimator return_times path train_dir
    allow_writing_files logging_level metric_period progress_bar copy copy_X overwrite_output_dir
    remove_unused_columns use_cpu no_cuda dataloader_num_workers filepath report_to save_strategy save_steps
    save_total_limit disable_tqdm run_name push_to_hub target_names feature_name output_dir logging_dir
    logging_steps logging_strategy log_level figsize dpi name names label labels title color cmap display_labels
    feature_names prefetch_factor device devices device_map accelerator task_type gpu_id predictor ax verbose
    verbosity verbose_eval verbose_feature_names_out n_jobs nthread num_threads silent thread_count num_workers
    workers use_multiprocessing pin_memory persistent_workers disp do_train do_eval do_predict
    dataloader_pin_memory as_pandas
    """
)
"""Arguments about talking, placing, drawing, and where things lie."""

_LAYER_SETTINGS: Final = _words(
    """
    bidirectional rate p dropout dropout_rate recurrent_dropout attention_dropout hidden_size hidden_dim
    num_layers nhead num_heads d_model dim_feedforward embed_dim embedding_dim
    """
)
"""Of layers, only what a person chooses: sizes of inputs and outputs follow from data and neighbours."""

_DRAWING = _words(
    """
    plt pyplot imshow scatter plot subplots sns seaborn figure Figure px savefig hist axvline contourf heatmap
    plot_tree show set_title
    """
)
_SHOWING = (
    "plot",
    "show",
    "display",
    "print",
    "draw",
    "visuali",
    "save",
    "load",
    "read",
    "download",
    "render",
    "log_",
)
_TRAINING = (
    (TRAINING_METHODS - {"set_params", "search"})
    | TRAINING_FUNCTIONS
    | {"backward", "zero_grad", "GradientTape"}
)
_TRAINING |= {
    "apply_gradients",
    "GridSearchCV",
    "RandomizedSearchCV",
    "value_and_grad",
    "manual_seed",
    "KFold",
}


def is_housekeeping(name: str) -> bool:
    """Say whether a name is about talking, placing, drawing, or where things lie.

    >>> [is_housekeeping(name) for name in ("verbose", "print_cost", "n_jobs", "epochs")]
    [True, True, True, False]
    """
    return name in NOISE or name.lower().startswith(("print_", "verbose", "show_", "plot_"))


def is_layer(callee: Callee) -> bool:
    """Say whether a class is a library's layer of a neural network (losses are none: theirs are settings)."""
    layered = any(
        name in ("torch.nn.modules.module.Module", "keras.src.layers.layer.Layer") for name in callee.family
    )
    return layered and not callee.name.endswith("Loss")


def settings_wanted(callee: Callee) -> tuple[frozenset[str] | None, bool] | None:
    """Say which arguments of a library's class are settings.

    Returns
    -------
    tuple or None
        The names that are (``None``: all), and whether positional ones are named, too; ``None`` for no argument.
    """
    if callee.library not in LIBRARIES or callee.name in _DATA_HOLDERS:
        return None
    if (
        callee.name.endswith(("Dataset", "Display", "Metric", "Warning", "Error", "Scorer"))
        or ".metrics" in callee.module
    ):
        return None
    if ".datasets" in callee.module or "torchvision" in callee.module:
        return None
    if callee.name == "DataLoader":
        return frozenset({"batch_size"}), True
    if is_layer(callee):
        return _LAYER_SETTINGS, "Dropout" in callee.name
    return None if callee.library == "torch" and not _is_of_training(callee.module) else (None, True)


def _is_of_training(module: str) -> bool:
    return module.startswith(
        ("torch.optim", "torch.utils.data", "torch.nn.modules.loss", "torch.amp", "torch.cuda.amp")
    )


def is_drawing(callee: Callee) -> bool:
    """Say whether a function shows, draws, reads or writes things, by its name and by what it uses."""
    if callee.name.lower().lstrip("_").startswith(_SHOWING):
        return True
    return callee.function is not None and not _DRAWING.isdisjoint(names_in(callee.function.__code__))


def names_training(names: set[str]) -> bool:
    """Say whether code that uses these names trains something."""
    return not _TRAINING.isdisjoint(names)
