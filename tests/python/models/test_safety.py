"""Models made to do harm, and files that are no longer what they were: a clear error, and nothing is loaded."""

import json
import zipfile
from io import BytesIO

import msgspec
import pytest
import yaml
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from jupyter_mltrack.errors import InvalidInput, MLTrackError, NotFound, StoreCorrupt
from jupyter_mltrack.models.files import digest_of
from jupyter_mltrack.models.flavors.contents import check_contents
from jupyter_mltrack.models.flavors.sklearn import is_known
from jupyter_mltrack.models.load import load_saved
from jupyter_mltrack.models.mlmodel import read_mlmodel
from jupyter_mltrack.models.refusals import UnsafeModel, allow_loading, forbid_loading
from jupyter_mltrack.models.save import save_model


@pytest.fixture
def kept(store, table, target):
    return save_model(store, LogisticRegression().fit(table, target), "clf", example=table)


def blob(store, artifact):
    return store.path / "blobs" / artifact.blob[:2] / artifact.blob[2:]


def file(files, name):
    return next(one for one in files if one.path.endswith(name))


def replaced(store, saved, files, name, content):
    """Put another file in place of one, as somebody would who can write to the store: digest and all."""
    ref = store.blobs.put(content)
    made = [
        msgspec.structs.replace(one, blob=ref.hash, size=ref.size) if one.path.endswith(name) else one
        for one in files
    ]
    return msgspec.structs.replace(saved, digest=digest_of(made, saved.path)), made


def edited(store, saved, files, change):
    """Change MLmodel."""
    document = yaml.safe_load(store.blobs.read(file(files, "MLmodel").blob))
    change(document)
    return replaced(store, saved, files, "MLmodel", yaml.safe_dump(document).encode())


def test_a_tampered_file_is_found(store, kept):
    saved, files = kept
    path = blob(store, file(files, "model.skops"))
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(StoreCorrupt, match=r"model\.skops is damaged. Nothing was loaded"):
        load_saved(store, saved, files)


def test_a_truncated_file_is_found(store, kept):
    saved, files = kept
    path = blob(store, file(files, "model.skops"))
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(StoreCorrupt, match="damaged"):
        load_saved(store, saved, files)


def test_a_missing_file_is_found(store, kept):
    saved, files = kept
    blob(store, file(files, "MLmodel")).unlink()
    with pytest.raises(NotFound):
        load_saved(store, saved, files)


def test_swapped_files_are_found(store, kept):
    saved, files = kept
    one, other = file(files, "model.skops"), file(files, "requirements.txt")
    one.blob, other.blob = other.blob, one.blob
    with pytest.raises(StoreCorrupt, match="digest differs"):
        load_saved(store, saved, files)


def test_a_left_out_and_an_added_file_are_found(store, kept):
    saved, files = kept
    with pytest.raises(StoreCorrupt, match="digest differs"):
        load_saved(store, saved, files[1:])
    extra = msgspec.structs.replace(files[0], path="models/clf/sitecustomize.py")
    with pytest.raises(StoreCorrupt, match="digest differs"):
        load_saved(store, saved, [*files, extra])


def test_a_file_changed_in_the_cache_is_made_anew(store, kept):
    saved, files = kept
    load_saved(store, saved, files)
    cached = store.path / "cache" / "models" / saved.digest
    (cached / "model.skops").write_bytes(b"harm")
    (cached / "more.py").write_text("harm")
    load_saved(store, saved, files)
    assert not (cached / "more.py").exists()


@pytest.mark.parametrize(
    "name", ["../../x", "/etc/passwd", "a/../../x", "..\\x", "C:x", "a//b", "x\0y", "./x", "a/."]
)
def test_names_that_lead_elsewhere_are_refused(store, kept, name, tmp_path):
    saved, files = kept
    made = [msgspec.structs.replace(files[0], path=f"models/clf/{name}"), *files[1:]]
    before = sorted(tmp_path.iterdir())
    with pytest.raises(StoreCorrupt, match="leads elsewhere"):
        load_saved(store, saved, made)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a\\b", "x" * 200, "..", "a\nb", 3])
def test_names_of_models_are_checked(store, name):
    with pytest.raises(InvalidInput, match="no name"):
        save_model(store, len, name)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        "flavors: !!python/object/apply:os.system ['touch harm']",
        "flavors: !!python/name:os.system",
        BOMB + "flavors: {}",
        "flavors: [1, 2]",
        "- just\n- a list",
        "flavors: {",
        "",
        "flavors: {mltrack: 3}",
        "x: " + "y" * 1_100_000,
        "[" * 5000,
        "flavors: \x00",
    ],
    ids=lambda text: text[:20],
)
def test_a_hostile_mlmodel_is_refused(store, kept, text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    saved, files = replaced(store, *kept, "MLmodel", text.encode())
    with pytest.raises(StoreCorrupt):
        load_saved(store, saved, files, trusted=True)
    assert not (tmp_path / "harm").exists()


def test_an_ampersand_in_a_text_is_no_alias(tmp_path):
    (tmp_path / "MLmodel").write_text("flavors: {}\nx: 'a & b * c'\n")
    assert read_mlmodel(tmp_path)["x"] == "a & b * c"


def test_a_record_that_calls_a_pickle_safe_does_not_make_it_safe(store, table):
    saved, files = save_model(store, lambda data: data, "f")
    saved.safe = True
    with pytest.raises(UnsafeModel, match="runs any code"):
        load_saved(store, saved, files)


def test_files_of_another_kind_are_refused(store, kept):
    saved, files = edited(
        store, *kept, lambda document: document["flavors"]["mltrack"].update(format="cloudpickle")
    )
    with pytest.raises(StoreCorrupt, match="another kind"):
        load_saved(store, saved, files, trusted=True)
    saved, files = edited(
        store, *kept, lambda document: document["flavors"]["mltrack"].update(types=["posix.system"])
    )
    with pytest.raises(UnsafeModel, match=r"posix\.system"):
        load_saved(store, saved, files)


def test_a_skops_file_with_types_that_are_not_known(store, kept):
    import skops.io
    from sklearn.preprocessing import FunctionTransformer

    content = skops.io.dumps(FunctionTransformer(eval))
    saved, files = replaced(store, *kept, "model.skops", content)
    for trusted in (False, True):
        # The list of types in MLmodel says that there are none.
        with pytest.raises(UnsafeModel, match="eval"):
            load_saved(store, saved, files, trusted=trusted)


def test_what_is_known_of_types():
    known = ["sklearn.tree._tree.Tree", "sklearn.calibration._SigmoidCalibration", "sklearn.svm._classes.SVC"]
    unknown = ["os.system", "builtins.eval", "sklearn.os", "sklearn.utils._testing.TempMemmap", "numpy.load",
               "sklearn.datasets._base.load_files", "sklearn.metrics._scorer.eval", "sklearn",
               "sklearn.metrics.tests.test_common.check_random_state", "sklearn.metrics._ranking.partial",
               "", "a..b"]  # fmt: skip
    assert [name for name in known if not is_known(name)] == []
    assert [name for name in unknown if is_known(name)] == []


@pytest.mark.parametrize("change", [("children_left", 10_000), ("feature", 99), ("children_right", 0)])
def test_a_tree_that_points_outside_itself_is_refused(store, table, target, change):
    import pickle

    field, value = change
    model = RandomForestClassifier(3, random_state=0).fit(table, target)
    check_contents(model)
    tree = model.estimators_[1].tree_
    getattr(tree, field)[0] = value
    saved, files = save_model(store, pickle.loads(pickle.dumps(model)), "clf")
    with pytest.raises(StoreCorrupt, match="nodes point outside"):
        load_saved(store, saved, files)


def test_trees_of_other_kinds_are_checked(table, target):
    boosting = HistGradientBoostingClassifier(max_iter=3).fit(table, target)
    check_contents([boosting])
    boosting._predictors[0][0].nodes["feature_idx"][0] = 77
    with pytest.raises(StoreCorrupt):
        check_contents([boosting])
    neighbors = KNeighborsClassifier(algorithm="kd_tree").fit(table, target)
    check_contents(neighbors)
    neighbors._tree.get_arrays()[1][0] = 9999
    with pytest.raises(StoreCorrupt):
        check_contents(neighbors)


def test_a_zip_that_is_none(store, kept):
    saved, files = replaced(store, *kept, "model.skops", b"PK no zip")
    with pytest.raises(StoreCorrupt, match="cannot be read"):
        load_saved(store, saved, files)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("schema.json", json.dumps({"__loader__": "X", "protocol": 99}))
    saved, files = replaced(store, *kept, "model.skops", made.getvalue())
    with pytest.raises(MLTrackError):
        load_saved(store, saved, files)


def test_a_class_that_is_not_the_librarys(store, kept):
    pytest.importorskip("xgboost")

    def change(document):
        document["flavors"]["mltrack"].update(
            {"flavor": "xgboost", "format": "ubj", "class": "subprocess.Popen"}
        )

    saved, files = edited(store, *kept, change)
    saved.flavor, saved.format = "xgboost", "ubj"
    with pytest.raises(StoreCorrupt, match="none of xgboost"):
        load_saved(store, saved, files)


def test_nothing_is_loaded_in_a_server(store, kept):
    from jupyter_mltrack.models.mlflow_loader import _load_pyfunc

    forbid_loading()
    try:
        for trusted in (False, True):
            with pytest.raises(UnsafeModel, match="server"):
                load_saved(store, *kept, trusted=trusted)
        with pytest.raises(UnsafeModel, match="server"):
            _load_pyfunc("anywhere")
    finally:
        allow_loading()
