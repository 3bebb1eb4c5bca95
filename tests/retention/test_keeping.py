"""Keeping and disposing, act by act: no period without the archives authority, no disposal by one hand or under a hold."""

import io
from datetime import date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client

from evidence import looks, store
from evidence.cleaning import fulfil as evidence_fulfil
from identity.codes import check_code
from identity.disposal import is_disposed
from identity.models import Disposal, Opening, SealedField
from identity.seal import pseudonym
from identity.unwrap import KeyGone
from notices.relay import ask_contact
from offices.models import Holding, Officer
from procedure import journal
from procedure.access import matter_for
from procedure.corridor import Refused, perform
from procedure.locks import Locked
from procedure.matter import Matter
from procedure.orders import Order
from retention import disposal, holds, schedule
from retention.access import due_rows
from retention.disposal import DueItem, Outcome, objections_of
from retention.schedule import due_of, period_of
from retention.tasks import fulfil, review
from tests.cases.stories import again
from tests.conftest import BEIJING
from tests.evidence.handing import hand_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

THEN = datetime(2026, 11, 2, 9, 0, tzinfo=BEIJING)
LATER = datetime(2033, 3, 1, 10, 0, tzinfo=BEIJING)


def planned(walk, **months):
    made = schedule.propose(
        walk.act("baomi1"),
        paper="平档函〔2026〕9号",
        valid_from_on=walk.now.date(),
        months=months or {"complaint": 60},
    )
    walk.do("juzhang1", made, "approve")
    return made


def withdrawn(walk, complaint):
    walk.review(complaint)
    walk.no_lead(complaint)
    walk.do("chengban1", complaint, "withdraw", how="来电撤回，录音")
    walk.do("chengban1", complaint, "close")
    return again(complaint)


@pytest.fixture
def ended(walk):
    """A complaint withdrawn before acceptance, closed in November 2026, with a schedule that keeps it five years."""
    with time_machine.travel(THEN, tick=True):
        planned(walk)
        received = walk.call("退款", name="钱途亮", phone="13909520102", as_report=False)
        complaint = withdrawn(walk, received.complaint)
        assert complaint.closed_on is not None
        complaint.shown_code = received.codes["complaint"]
    return complaint


@pytest.fixture
def years_later(walk, ended):
    walk.now = LATER
    with time_machine.travel(LATER, tick=True):
        yield ended


def batch_of(walk, *matters):
    return disposal.propose(walk.act("baomi1"), matters, "保管期限届满，已无保存必要")


def approved(walk, *matters):
    batch = batch_of(walk, *matters)
    walk.do("shenji1", batch, "review", opinion="逐项核对，无留存令")
    walk.do("juzhang1", batch, "approve")
    return again(batch)


def _cut_off(*_rows, **_columns):
    raise OSError("cut off")


class TestThePeriod:
    def test_without_a_schedule_nothing_ever_falls_due(self, walk):
        with time_machine.travel(THEN, tick=True):
            complaint = withdrawn(
                walk, walk.call("退款", name="钱途亮", phone="13909520102", as_report=False).complaint
            )
        assert due_of(again(complaint), date(2126, 1, 1)) is None
        assert "没有经批准的保管期限" in objections_of(again(complaint), date(2126, 1, 1))

    def test_is_proposed_by_one_and_approved_by_another_with_the_consent_on_paper(self, walk):
        with pytest.raises(Refused, match="档案法实施条例第十九条"):
            schedule.propose(
                walk.act("baomi1"), paper=" ", valid_from_on=walk.now.date(), months={"complaint": 60}
            )
        for wrong in ({"moon": 60}, {"complaint": 0}, {}):
            with pytest.raises(Refused):
                schedule.propose(walk.act("baomi1"), paper="x", valid_from_on=walk.now.date(), months=wrong)
        made = schedule.propose(
            walk.act("fazhi1"),
            paper="平档函〔2026〕9号",
            valid_from_on=walk.now.date(),
            months={"report": 120},
        )
        assert period_of("report", walk.now.date()) is None
        with pytest.raises(Refused):
            walk.do("fazhi1", made, "approve")
        walk.do("juzhang1", made, "approve")
        assert period_of("report", walk.now.date()).months == 120

    def test_explains_its_day_and_a_later_schedule_takes_over(self, walk, ended):
        due = due_of(ended, date(2027, 1, 1))
        assert due.on >= date(2031, 11, 2)
        assert any("平档函" in line for line in due.words)
        assert any("起算" in line for line in due.words)
        walk.later(days=30)
        planned(walk, complaint=360)
        assert due_of(ended, date(2027, 1, 1)).on.year == 2056

    def test_the_daily_look_lists_what_fell_due_once(self, walk, years_later):
        assert review() == 1
        assert review() == 0
        assert DueItem.objects.get().matter_id == years_later.pk
        (row,) = due_rows(walk.cast["shenji1"], LATER.date())
        assert (row.number, row.barred) == (years_later.number, ())
        (blind,) = due_rows(walk.cast["baomi1"], LATER.date())
        assert blind.number == ""  # the custodian does not read complaints
        assert due_rows(walk.cast["chengban1"], LATER.date()) == []


class TestDisposal:
    def test_leaves_a_digest_and_takes_the_person_for_good(self, walk, years_later):
        chain = journal.JournalEntry.objects.filter(matter=years_later).count()
        batch = approved(walk, years_later)
        assert batch.state == "done"
        ref = years_later.person_ref
        assert is_disposed(ref)
        assert not SealedField.objects.filter(person__ref=ref).exists()
        assert not check_code(ref, years_later.shown_code)
        outcome = Outcome.objects.get()
        assert outcome.digest == Disposal.objects.get(ref=ref).digest
        assert outcome.removed["sealedfield"] == 2
        told = batch.journal.get(verb="disposed")
        assert (told.facts["destroyed"], told.facts["kept"]) == (1, 0)
        assert len(told.facts["digest"]) == 64
        # What happened is never disposed of.
        assert journal.JournalEntry.objects.filter(matter=years_later).count() == chain
        assert journal.verify() == []
        call_command("verify_journal", stdout=io.StringIO())

    def test_takes_what_was_handed_in_as_well_files_and_all(self, walk, settings, tmp_path):
        settings.EVIDENCE_DIR = tmp_path / "evidence"
        with time_machine.travel(THEN, tick=True):
            planned(walk)
            received = walk.call("退款", name="钱途亮", phone="13909520102", as_report=False)
            piece = hand_in(walk, received.complaint)
            evidence_fulfil(Order.objects.get(room="evidence"))
            complaint = withdrawn(walk, received.complaint)
        walk.now = LATER
        with time_machine.travel(LATER, tick=True):
            lying = [store.path_of(store.ORIGINALS, piece.place)]
            lying.append(store.path_of(store.STERILE, piece.sterile.place))
            assert all(path.exists() for path in lying)
            batch = approved(walk, complaint)
            assert not any(path.exists() for path in lying)
            assert {outcome.ref for outcome in Outcome.objects.all()} == {complaint.person_ref, piece.ref}
            assert batch.journal.get(verb="disposed").facts["destroyed"] == 2
            with pytest.raises(KeyGone):
                store.open_original(piece.ref, piece.place)
            with pytest.raises(Refused, match="已按保管期限销毁"):
                looks.ask(walk.act("baomi1"), piece, purpose="court", reason="核对")
            client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
            client.force_login(walk.cast["chengban1"])
            shown = client.get(f"/m/{complaint.number}/").content.decode()
            assert "已按保管期限销毁" in shown
            assert piece.sha256 in shown
            assert client.get(f"/evidence/{piece.ref}/").status_code == 404

    def test_waits_for_the_case_that_grew_out_of_a_report(self, walk):
        with time_machine.travel(THEN, tick=True):
            planned(walk, report=12)
            report = walk.verify(walk.call("卖过期食品").report)
            case = walk.file(walk.classify(report))
            walk.made(report, "case_source")
            walk.do("chengban1", report, "close")
        assert again(report).closed_on is not None
        assert due_of(again(report), LATER.date()).on < LATER.date()
        assert again(case).closed_on is None
        assert objections_of(again(report), LATER.date()) == ["由本件产生的事项尚未结束或者保管期限未满"]

    def test_is_done_once_however_often_it_is_woken(self, walk, years_later):
        batch = approved(walk, years_later)
        order = Order.objects.get(matter=batch, form="dispose")
        Order.objects.filter(pk=order.pk).update(state=Order.OWED, leased_until_at=None)
        fulfil.apply(args=[order.pk], throw=True)
        assert Outcome.objects.count() == 1
        assert batch.journal.filter(verb="disposed").count() == 1

    def test_cut_off_between_vault_and_house_it_goes_on(self, walk, years_later, monkeypatch):
        """The vault committed, the house did not: the second run finds the vault's own row."""
        batch = batch_of(walk, years_later)
        walk.do("shenji1", batch, "review", opinion="同意")
        monkeypatch.setattr(type(Outcome.objects), "create", _cut_off)
        with pytest.raises(OSError, match="cut off"):
            walk.do("juzhang1", batch, "approve")
        monkeypatch.undo()
        assert is_disposed(years_later.person_ref)
        order = Order.objects.get(matter=batch, form="dispose")
        Order.objects.filter(pk=order.pk).update(state=Order.OWED, leased_until_at=None)
        fulfil.apply(args=[order.pk], throw=True)
        assert Outcome.objects.get().digest == Disposal.objects.get().digest

    def test_needs_three_different_people(self, walk, years_later):
        batch = batch_of(walk, years_later)
        for account in ("baomi1", "juzhang1", "fuju1", "chengban1"):
            with pytest.raises(Refused):
                walk.do(account, batch, "review", opinion="同意")
        walk.do("shenji1", batch, "review", opinion="同意")
        for account in ("baomi1", "shenji1", "fuju1"):
            with pytest.raises(Refused):
                walk.do(account, again(batch), "approve")
        assert not is_disposed(years_later.person_ref)

    def test_one_person_in_three_offices_is_still_one(self, walk, years_later):
        for office in ("auditor", "principal"):
            Holding.objects.create(
                officer=walk.cast["baomi1"], office=office,
                unit=walk.cast["baomi1"].holdings.first().unit, from_on=date(2019, 1, 1),
            )  # fmt: skip
        walk.cast["baomi1"].__dict__.pop("_holdings", None)
        batch = batch_of(walk, years_later)
        with pytest.raises(Refused, match="不得自己批准"):
            walk.do("baomi1", batch, "review", opinion="同意")
        walk.do("shenji1", batch, "review", opinion="同意")
        with pytest.raises(Refused, match="不得自己批准"):
            walk.do("baomi1", again(batch), "approve")

    def test_whoever_reviewed_does_not_approve_even_as_principal_head(self, walk, years_later):
        auditor = walk.cast["shenji1"]
        unit = auditor.holdings.first().unit
        Holding.objects.create(officer=auditor, office="principal", unit=unit, from_on=date(2019, 1, 1))
        auditor.__dict__.pop("_holdings", None)
        batch = batch_of(walk, years_later)
        walk.do("shenji1", batch, "review", opinion="同意")
        with pytest.raises(Refused, match="复核的人不得批准"):
            walk.do("shenji1", again(batch), "approve")

    @pytest.mark.parametrize(
        "twins", [("baomi1", "shenji1"), ("baomi1", "juzhang1"), ("shenji1", "juzhang1")]
    )
    def test_one_person_with_two_accounts_is_still_one(self, walk, years_later, twins):
        for account in twins:
            officer = walk.cast[account]
            Officer.objects.filter(pk=officer.pk).update(email="one@pingluo.example")
            officer.email = "One@pingluo.example"
        batch = batch_of(walk, years_later)
        if twins == ("baomi1", "shenji1"):
            with pytest.raises(Refused, match="不得自己批准"):
                walk.do("shenji1", batch, "review", opinion="同意")
            return
        walk.do("shenji1", batch, "review", opinion="同意")
        with pytest.raises(Refused, match="不得"):
            walk.do("juzhang1", again(batch), "approve")
        assert not is_disposed(years_later.person_ref)

    def test_what_is_open_early_or_listed_already_is_refused_by_its_place(self, walk, ended):
        with pytest.raises(Refused, match=r"第 1 项：.*保管期限未满"):
            batch_of(walk, ended)
        open_one = walk.call("退款", name="某甲乙", phone="13909520103", as_report=False).complaint
        with pytest.raises(Refused, match="尚未结束"):
            batch_of(walk, open_one)
        with pytest.raises(Refused, match="每批一件以上"):
            batch_of(walk)

    def test_twice_in_two_batches_is_refused(self, walk, years_later):
        batch_of(walk, years_later)
        with pytest.raises(Refused, match="已在另一批中"):
            batch_of(walk, years_later)

    def test_refused_ends_without_a_trace_on_the_person(self, walk, years_later):
        batch = batch_of(walk, years_later)
        walk.do("shenji1", batch, "send_back", reason="其中一件另有复议")
        assert again(batch).state == "refused"
        assert not is_disposed(years_later.person_ref)


class TestTheHold:
    def place(self, walk, matter):
        return holds.place(walk.act("shenji1"), matter, reason="remedy", basis="平政复〔2033〕3号")

    def test_bars_a_proposal_a_review_an_approval(self, walk, years_later):
        hold = self.place(walk, years_later)
        with pytest.raises(Refused, match="有留存令"):
            batch_of(walk, years_later)
        walk.do("baomi1", hold, "lift", reason="复议终结")
        batch = batch_of(walk, years_later)
        second = self.place(walk, years_later)
        with pytest.raises(Refused, match="有留存令"):
            walk.do("shenji1", batch, "review", opinion="同意")
        walk.do("baomi1", second, "lift", reason="复议终结")
        walk.do("shenji1", again(batch), "review", opinion="同意")
        self.place(walk, years_later)
        with pytest.raises(Refused, match="有留存令"):
            walk.do("juzhang1", again(batch), "approve")
        assert not is_disposed(years_later.person_ref)

    def test_placed_after_the_approval_still_saves(self, walk, years_later):
        batch = batch_of(walk, years_later)
        walk.do("shenji1", batch, "review", opinion="同意")
        perform(walk.act("juzhang1"), again(batch).approve)
        self.place(walk, years_later)
        order = Order.objects.get(matter=batch, form="dispose")
        fulfil.apply(args=[order.pk], throw=True)
        assert not is_disposed(years_later.person_ref)
        assert Outcome.objects.get().kept_because == "有留存令"
        assert again(batch).journal.get(verb="disposed").facts["kept"] == 1

    def test_is_lifted_by_another_than_placed_it_and_with_a_reason(self, walk, ended):
        hold = holds.place(walk.act("baomi1"), ended, reason="remedy", basis="平政复〔2026〕3号")
        with pytest.raises(Refused, match="不得自己解除"):
            walk.do("baomi1", hold, "lift", reason="终结")
        with pytest.raises(Refused, match="须写明"):
            walk.do("jijian1", hold, "lift", reason=" ")
        walk.do("jijian1", hold, "lift", reason="终结")
        assert not holds.is_held(ended)

    def test_is_not_lifted_through_a_second_account(self, walk, ended):
        hold = holds.place(walk.act("baomi1"), ended, reason="remedy", basis="平政复〔2026〕3号")
        both = [walk.cast["baomi1"].pk, walk.cast["jijian1"].pk]
        Officer.objects.filter(pk__in=both).update(email="one@pingluo.example")
        walk.cast["jijian1"].email = "one@pingluo.example"
        with pytest.raises(Refused, match="不得自己解除"):
            walk.do("jijian1", again(hold), "lift", reason="终结")

    def test_names_its_reason_and_basis_or_is_none(self, walk, ended):
        for wrong in ({"reason": "whim", "basis": "x"}, {"reason": "remedy", "basis": " "}):
            with pytest.raises(Refused):
                holds.place(walk.act("baomi1"), ended, **wrong)
        assert not Matter.objects.filter(kind="hold").exists()

    def test_says_nothing_in_the_journal_of_what_it_holds(self, walk, ended):
        before = ended.journal.count()
        hold = self.place(walk, ended)
        assert ended.journal.count() == before
        assert matter_for(walk.cast["chengban1"], hold.number) is None


def test_what_was_kept_and_what_went_is_written_once(walk, years_later):
    approved(walk, years_later)
    for row in (
        Outcome.objects.get(),
        schedule.RetentionClass.objects.get(),
        disposal.BatchItem.objects.get(),
    ):
        with pytest.raises(Locked):
            row.save()
        with pytest.raises(Locked):
            row.delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")


def test_looking_and_keeping_are_two_times(walk, years_later):
    """The right to look at a contact ended with the complaint; its data were kept, and its openings outlast them."""
    with pytest.raises(Refused, match="已办结"):
        ask_contact(walk.act("chengban1"), years_later)
    assert SealedField.objects.filter(person__ref=years_later.person_ref).exists()
    looks = Opening.objects.count()
    approved(walk, years_later)
    assert Opening.objects.count() == looks
    assert pseudonym(years_later.person_ref)  # what it was called by stays
