"""Stories of those who reported and were made to pay for it, of a leak, and of what is kept and what may go."""

from datetime import timedelta

from demo.teller import Teller
from demo.walk import fulfil_owed
from offices.access import public_door
from procedure.steps import Act
from protection.incidents import report_suspicion
from protection.models import RetaliationReport
from protection.retaliation import Told, receive
from retention import rights, schedule


def retaliated(teller: Teller) -> None:
    """A report is being verified; whoever made it is dismissed and tells so at the public door."""
    walk = teller.begun(5)
    received = walk.call(
        "举报车间使用过期原料加工糕点。", product="糕点", business_name="平罗县香禾食品厂",
        business_address="平罗县工业园区", name="柳青禾", phone="13995221188", as_complaint=False,
    )  # fmt: skip
    report = walk.verify(received.matters[0])
    walk.later(days=2)
    told = Told(
        text="厂里开会说有人告状，第二天就让我不用来了，工资也扣着。",
        received_at=walk.now,
        acts=("dismissal", "pay"),
        by_whom="用人单位",
    )
    taken = receive(report, told, Act(by=public_door(), at=walk.now))
    fulfil_owed()
    matter = RetaliationReport.objects.get(number=taken.number)
    walk.do(
        "baomi1", matter, "triage",
        danger="no", acts=["dismissal", "pay"], official="no", about_bureau="no", note="转劳动保障监察",
    )  # fmt: skip
    walk.do("baomi1", matter, "secure", evidence="解除通知照片、工资单，存保密室")


def in_danger(teller: Teller) -> None:
    """Somebody calls the clerk: people stand before his door."""
    walk = teller.begun(0)
    walk.now = teller.now - timedelta(minutes=20)
    told = Told(
        text="几个人堵在家门口，说再告就砸店。",
        received_at=walk.now,
        channel="phone",
        danger=True,
        acts=("violence",),
        signs=("threats",),
    )
    receive(None, told, walk.act("dengji1"))


def leaked(teller: Teller) -> None:
    """An officer fears that a registration sheet went out with a letter; it is stopped and weighed."""
    walk = teller.begun(1)
    incident = report_suspicion(walk.act("fenliu1"), "一份登记表可能误附在对外的函件里。")
    walk.do(
        "baomi1", incident, "contain",
        stopped=["paper", "copy"], what="当日追回函件，确认对方没有复印", kept="发文登记、签收单",
    )  # fmt: skip


def kept_by_schedule(teller: Teller) -> None:
    """A schedule of periods waits for the principal head; a complainant asks for a copy of her own data."""
    walk = teller.begun(3)
    received = walk.call(
        "蒸锅漏电，要求退货。", name="苏慧敏", phone="13895327788", product="蒸锅", as_report=False
    )
    schedule.propose(
        walk.act("baomi1"),
        paper="平档函〔2026〕9号",
        valid_from_on=teller.now.date(),
        months={"complaint": 60},
    )
    complaint = received.complaint
    if complaint is not None:
        rights.receive(
            walk.act("baomi1"), wish="copy", words="想看登记了我哪些信息", number=complaint.number,
            code=received.codes["complaint"], channel="counter",
        )  # fmt: skip


STORIES_OF_PROTECTION = (retaliated, in_danger, leaked, kept_by_schedule)
