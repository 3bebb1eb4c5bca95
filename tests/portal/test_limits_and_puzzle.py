"""What slows programs down: counting by network without keeping an address, and a challenge that is answered once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import signing
from django.test import RequestFactory

from portal import puzzle
from portal.limits import NOWHERE, Counter, Limited, network_of
from portal.models import SpentChallenge

BEIJING = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 2, 9, 20, tzinfo=BEIJING)


def worked(token: str, bits: int) -> str:
    return next(str(n) for n in range(10**7) if puzzle.zero_bits(f"{token}:{n}") >= bits)


def read_off(asked: puzzle.Challenge) -> str:
    """The answer a person reads off the row."""
    row, said = asked.row.split(), asked.question
    places = sorted((said.index(str(word)), n) for n, word in enumerate(puzzle.ORDINALS) if str(word) in said)
    return "".join(row[n] for _at, n in places)


class TestNetworks:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2ff::9", "2001:db8:1:200::/56"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("", NOWHERE),
            ("nonsense", NOWHERE),
        ],
    )
    def test_only_the_network_is_read(self, address, network):
        assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network

    def test_a_header_is_believed_only_behind_proxies_of_our_own(self, settings):
        request = RequestFactory().get(
            "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9"
        )
        assert network_of(request) == "10.0.0.0/24"
        settings.PORTAL_PROXIES = 1
        assert network_of(request) == "203.0.113.0/24"
        settings.PORTAL_PROXIES = 3
        assert network_of(request) == NOWHERE


class TestCounting:
    @pytest.fixture
    def counter(self, settings):
        settings.PORTAL_LIMITS = {"filing": (2, 5)}
        self.now = AT
        return Counter(lambda: self.now)

    def test_a_network_is_stopped_and_free_again_in_the_next_hour(self, counter):
        counter.spend("filing", "a")
        counter.spend("filing", "a")
        with pytest.raises(Limited) as stopped:
            counter.spend("filing", "a")
        assert stopped.value.wait_minutes == 40
        counter.spend("filing", "b")
        self.now = AT + timedelta(minutes=40)
        counter.spend("filing", "a")

    def test_all_networks_together_are_stopped(self, counter):
        for network in "abcde":
            counter.spend("filing", network)
        with pytest.raises(Limited):
            counter.spend("filing", "f")

    def test_a_purpose_nobody_set_a_limit_for_is_not_let_through(self, counter):
        with pytest.raises(KeyError):
            counter.spend("other", "a")

    def test_nothing_it_keeps_tells_the_network(self, counter):
        counter.spend("filing", "203.0.113.0/24")
        assert b"203" not in b"".join(counter._seen)
        assert Counter(lambda: AT)._salt == b""
        other = Counter(lambda: AT)
        other.spend("filing", "203.0.113.0/24")
        assert set(other._seen).isdisjoint(counter._seen)

    def test_a_full_memory_lets_nobody_through_uncounted(self, counter, monkeypatch):
        monkeypatch.setattr("portal.limits.MOST_KEPT", 2)
        counter.spend("filing", "a")
        counter.spend("filing", "b")
        counter.spend("filing", "c")
        with pytest.raises(Limited):
            counter.spend("filing", "d")


@pytest.mark.django_db
class TestPuzzle:
    def test_the_question_is_answered_in_words(self):
        asked = puzzle.challenge("filing")
        puzzle.solve("filing", {"puzzle": asked.token, "puzzle_answer": " ".join(read_off(asked)).lower()})

    def test_work_answers_it_without_reading(self):
        asked = puzzle.challenge("filing")
        puzzle.solve("filing", {"puzzle": asked.token, "puzzle_work": worked(asked.token, asked.bits)})

    def test_the_answer_does_not_stand_in_the_page(self):
        asked = puzzle.challenge("filing")
        assert read_off(asked) not in str(signing.loads(asked.token, salt=puzzle._SIGNER))

    def test_a_replay_is_refused(self):
        asked = puzzle.challenge("filing")
        typed = {"puzzle": asked.token, "puzzle_answer": read_off(asked)}
        puzzle.solve("filing", typed)
        with pytest.raises(puzzle.Unsolved, match="已经用过"):
            puzzle.solve("filing", typed)

    def test_a_wrong_answer_uses_it_up(self):
        asked = puzzle.challenge("filing")
        with pytest.raises(puzzle.Unsolved, match="没有通过"):
            puzzle.solve("filing", {"puzzle": asked.token, "puzzle_answer": "000"})
        with pytest.raises(puzzle.Unsolved, match="已经用过"):
            puzzle.solve("filing", {"puzzle": asked.token, "puzzle_answer": read_off(asked)})

    @pytest.mark.parametrize("token", ["", "x", "a:b:c"])
    def test_a_forged_token_is_refused(self, token):
        with pytest.raises(puzzle.Unsolved):
            puzzle.solve("filing", {"puzzle": token, "puzzle_work": "1"})

    def test_it_is_good_for_its_purpose_alone_and_for_half_an_hour(self):
        with time_machine.travel(AT, tick=False) as clock:
            asked = puzzle.challenge("filing")
            typed = {"puzzle": asked.token, "puzzle_answer": read_off(asked)}
            with pytest.raises(puzzle.Unsolved):
                puzzle.solve("tracking", typed)
            clock.shift(timedelta(minutes=31))
            with pytest.raises(puzzle.Unsolved, match="超过"):
                puzzle.solve("filing", typed)

    def test_what_is_kept_of_it_is_a_digest_and_a_day_and_is_swept(self):
        with time_machine.travel(AT, tick=False) as clock:
            asked = puzzle.challenge("filing")
            puzzle.solve("filing", {"puzzle": asked.token, "puzzle_answer": read_off(asked)})
            row = SpentChallenge.objects.get()
            assert row.until_on == AT.date()
            assert {f.name for f in SpentChallenge._meta.fields} == {"digest", "until_on"}
            assert puzzle.sweep() == 0
            clock.shift(timedelta(days=1))
            assert puzzle.sweep() == 1

    def test_odd_input_is_refused_in_words(self):
        asked = puzzle.challenge("filing")
        for odd in ("\x00", "x" * 5000, "１２３", "-1"):
            with pytest.raises(puzzle.Unsolved):
                puzzle.solve("filing", {"puzzle": asked.token, "puzzle_work": odd, "puzzle_answer": odd})
