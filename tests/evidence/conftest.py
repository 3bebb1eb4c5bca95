"""Each test's evidence lies in a folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"


@pytest.fixture
def report(walk):
    text = "卖过期食品，冷库里的肉改了生产日期"
    return walk.verify(walk.call(text, name="慕容致远", phone="13909520102").report)
