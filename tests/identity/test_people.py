"""An identity in memory shows itself nowhere by accident and travels nowhere."""

import copy
import dataclasses
import json
import logging
import pickle
import traceback

import pytest
from kombu.exceptions import EncodeError
from kombu.serialization import dumps

from identity.people import FIELDS, TELLING, NotForTheRoad, PersonalData

SAID = ("慕容致远", "4417", "64022119870314051X", "团结西路", "murong", "鸿盛")


def test_it_shows_itself_in_no_text(person, caplog):
    with caplog.at_level(
        logging.WARNING, logger="mingcha"
    ):  # a worker of another test may have quietened the root
        logging.getLogger("mingcha").warning("%s %r %s", person, person, [person])
    shown = [repr(person), str(person), f"{person}", f"{person!r:>40}", f"{ {'who': person} }", caplog.text]
    assert caplog.text
    for text in shown:
        assert not any(word in text for word in SAID)


def test_it_is_not_in_the_traceback_of_an_error(person):
    try:
        raise ValueError(person)
    except ValueError as error:
        text = "".join(traceback.format_exception(error))
    assert "PersonalData(已封存)" in text
    assert not any(word in text for word in SAID)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_cannot_be_pickled(person, protocol):
    with pytest.raises(NotForTheRoad):
        pickle.dumps(person, protocol)
    with pytest.raises(NotForTheRoad):
        pickle.dumps({"args": [person]}, protocol)


def test_it_cannot_be_copied(person):
    for doing in (copy.copy, copy.deepcopy):
        with pytest.raises(NotForTheRoad):
            doing(person)


@pytest.mark.parametrize("serializer", ["json", "pickle", "yaml"])
def test_it_cannot_enter_a_message(person, serializer):
    with pytest.raises((EncodeError, NotForTheRoad)) as refused:
        dumps({"args": [person]}, serializer=serializer)
    assert not any(word in str(refused.value) for word in SAID)


def test_it_cannot_be_written_as_json(person):
    with pytest.raises(TypeError):
        json.dumps(person)


def test_it_cannot_be_changed(person):
    with pytest.raises(dataclasses.FrozenInstanceError):
        person.name = "别人"


def test_values_are_trimmed_and_empty_is_none():
    someone = PersonalData(name=" 张三\n", phone="  ", email="")
    assert someone.given() == {"name": "张三"}
    assert (someone.phone, someone.email) == (None, None)


def test_half_a_character_is_dropped():
    assert PersonalData(name="张\ud800三").name == "张三"


def test_a_statement_is_added_to_the_same_person(person):
    told = person.with_statement("原话")
    assert (told.name, told.statement) == (person.name, "原话")


def test_every_telling_field_is_a_field():
    assert set(TELLING) < set(FIELDS)
