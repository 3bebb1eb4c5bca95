"""Walking a matter through its procedure: each method is one official act by the officer whose act it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

import statutes
from cases.intake import Received, receive
from cases.letter import Letter
from demo.county import Cast
from documents import tasks as documents_tasks
from documents.forms import goes_to_both
from enforcement import tasks as enforcement_tasks
from evidence import tasks as evidence_tasks
from identity.people import PersonalData
from notices import tasks as notices_tasks
from notices.serve import serve
from procedure import orders
from procedure import tasks as procedure_tasks
from procedure.corridor import perform
from procedure.matter import Matter
from procedure.orders import Order
from procedure.steps import Act
from protection import tasks as protection_tasks
from referrals import tasks as referrals_tasks
from retention import tasks as retention_tasks
from rewards import tasks as rewards_tasks

HANDLERS = {"CG": ("chengban1", "chengban2", "suozhang1"), "YF": ("chengban3", "chengban4", "suozhang2")}
HANDLERS["ZF"] = ("zhifa1", "zhifa2", "duizhang1")

SUBJECT = "所购商品质量有问题，要求退换"
"""What the other party's papers say a story's dispute is about."""

FULFIL = {
    "documents": documents_tasks.fulfil,
    "enforcement": enforcement_tasks.fulfil,
    "evidence": evidence_tasks.fulfil,
    "notices": notices_tasks.fulfil,
    "procedure": procedure_tasks.fulfil,
    "protection": protection_tasks.fulfil,
    "referrals": referrals_tasks.fulfil,
    "retention": retention_tasks.fulfil,
    "rewards": rewards_tasks.fulfil,
}
MATTER_ROOMS = ("enforcement", "referrals", "retention", "rewards")


def fulfil_owed(rooms: Iterable[str] = MATTER_ROOMS) -> None:
    """Do now what a worker would do: fulfil every owed order of these rooms, until none is left."""
    wanted = set(rooms)
    while waiting := [(pk, room) for pk, room in orders.owed(timezone.now()) if room in wanted]:
        for pk, room in waiting:
            FULFIL[room].apply(args=[pk], throw=True)


@dataclass
class Walk:
    """One story being told: who is in it, where it happens, and what time it is now in it."""

    cast: Cast
    now: datetime
    unit: str = "CG"

    def act(self, account: str) -> Act:
        """An act by this officer at the story's moment; each act takes a minute."""
        self.now += timedelta(minutes=1)
        return Act(by=self.cast[account], at=self.now)

    def later(self, **delta: float) -> "Walk":
        self.now += timedelta(**delta)
        return self

    @property
    def people(self) -> tuple[str, str, str]:
        return HANDLERS[self.unit]

    def do(self, account: str, matter: Matter, verb: str, **facts: Any) -> None:
        """Perform one step on the matter as it stands in the database, then let the other rooms answer."""
        perform(self.act(account), getattr(matter, verb), **facts)
        fulfil_owed()

    # --- in the order of the procedure ---------------------------------------------------------------------

    def call(self, text: str, *, name: str = "", phone: str = "", **more: Any) -> Received:
        """A phone call taken by the first clerk."""
        act = self.act("dengji1")
        # The clerk ticks both boxes once one of them is touched.
        if more.get("as_complaint") is False:
            more.setdefault("as_report", True)
        if more.get("as_report") is False:
            more.setdefault("as_complaint", True)
        person = more.pop("person", None) or PersonalData(name=name or None, phone=phone or None)
        letter = Letter(
            **{
                "channel": "phone",
                "received_at": act.at,
                "text": text,
                "business_name": "平罗县城关镇喜洋洋食品店",
                "business_address": "平罗县城关镇民族南大街",
                "person": person,
                "read_back": True,
                "subject": SUBJECT,
                "anonymous": not (name or phone) and person.name is None,
                **more,
            }
        )
        return receive(letter, act)

    def dispatch(self, matter: Matter) -> Matter:
        self.do("fenliu1", matter, "dispatch", unit=self.unit, item="20.5")
        return matter

    def transfer_to(self, matter: Matter, department: str, item: str = "", verb: str = "transfer") -> Matter:
        """Hand a matter of another department on to it; `transfer_food` for food (食品安全法 art. 115)."""
        self.do("fenliu1", matter, verb, department=department, item=item, reason="属于该部门的事权清单事项")
        return matter

    def assign(self, matter: Matter) -> Matter:
        first, second, head = self.people
        officers = {"handler": self.cast[first]}
        if matter.kind != "complaint":
            officers["co_handler"] = self.cast[second]
        self.do(head, matter, "assign", **officers)
        return matter

    def review(self, complaint: Matter) -> Matter:
        """Dispatch, assign and review the materials, which are all there."""
        self.assign(self.dispatch(complaint))
        present = [i.code for i in statutes.rule("complaint.materials").on(complaint.law_day()).items]
        self.do(self.people[0], complaint, "review_materials", present=present)
        return complaint

    def accept(self, complaint: Matter) -> Matter:
        self.review(complaint)
        self.do(self.people[2], complaint, "accept")
        return complaint

    def made(self, matter: Matter, form: str) -> Order:
        """Make the paper of this form that the matter is owed."""
        order = Order.objects.filter(matter_id=matter.pk, room="documents", form=form).latest("id")
        FULFIL["documents"].apply(args=[order.pk], throw=True)
        order.refresh_from_db()
        return order

    def told(self, matter: Matter, form: str, by: str = "") -> None:
        """Make the paper of this form that the matter is owed, and record its service today, on both if it goes to both."""
        order = self.made(matter, form)
        for party in ("complainant", "respondent") if goes_to_both(form) else ("",):
            serve(
                self.act(by or self.people[0]),
                order.document,
                channel="phone",
                served_on=timezone.localdate(self.now),
                proof="录音 12315-001",
                party=party,
            )

    def consent(self, complaint: Matter, party: str, answer: str = "yes") -> Matter:
        self.do(self.people[0], complaint, "ask_consent", party=party, answer=answer, how="电话征询，录音")
        return complaint

    def mediate(self, complaint: Matter, way: str = "on_site") -> Matter:
        self.consent(self.consent(complaint, "complainant"), "respondent")
        self.do(self.people[0], complaint, "mediate", way=way, mediators="张卫国")
        return complaint

    def call_meeting(self, complaint: Matter) -> Matter:
        """Call both parties to a meeting in an hour."""
        self.do(
            complaint.handler.username if complaint.handler else self.people[0],
            complaint,
            "call_meeting",
            held_at=self.now + timedelta(hours=1),
            place="二楼调解室",
            mediators="张卫国",
            papers="发票、收据",
            recusal_days=3,
        )
        return complaint

    def called(self, complaint: Matter) -> Matter:
        """Call both parties to a meeting on site, tell them of it, and let its hour come."""
        self.call_meeting(complaint)
        self.told(complaint, "mediation_notice")
        self.later(hours=1)
        return complaint

    def test(self, complaint: Matter, start_on: Any, ground: str = "检测") -> Matter:
        self.do(
            self.people[0],
            complaint,
            "entrust_test",
            ground=ground,
            institution="石嘴山市检验检测中心",
            chosen_by="agreed",
            cost_agreed=True,
            cost="由被投诉人先行垫付",
            paper="委1",
            start_on=start_on,
        )
        return complaint

    def tested(self, complaint: Matter, end_on: Any) -> Matter:
        self.do(self.people[0], complaint, "receive_test", paper="报1", end_on=end_on, result="不合格")
        return complaint

    def no_lead(self, complaint: Matter) -> None:
        self.do(self.people[0], complaint, "check_lead", lead_found="no", note="现场核对，未见违法")

    def verify(self, report: Matter) -> Matter:
        return self.assign(self.dispatch(report))

    def classify(self, report: Matter, *domains: str, by: str = "") -> Matter:
        self.do(by or self.people[0], report, "classify", domains=list(domains or ("other",)))
        return report

    def file(self, report: Matter) -> Matter:
        """File the report; the answer is the penalty case that grew out of it."""
        codes = [i.code for i in statutes.rule("report.filing").on(report.law_day()).items]
        self.do("fuju1", report, "file", conditions=codes, evidence="现场笔录、进销货台账、照片")
        return report.offspring.get(kind="case").concrete()

    def facts(self, case: Matter, *, sold: str, unsold: str = "0", ill: int = 0, **more: Any) -> Matter:
        self.do(
            self.people[0],
            case,
            "record_facts",
            **{
                "conduct": ["expired_food_reworked"],
                "sales_amount": Decimal(sold),
                "unsold_value": Decimal(unsold),
                "food_poisoning_cases": ill,
                "goods": "过期熟食 120 盒，城关镇民族南大街库房",
                "evidence": "销售台账（证据一）、询问笔录（证据二）",
                **more,
            },
        )
        return case

    def suspect(self, case: Matter) -> Matter:
        """Find the crime suspected; the answer is the referral that grew out of it."""
        self.do(self.people[0], case, "suspect", reason="销售金额达到追诉标准，涉嫌生产、销售伪劣产品罪")
        return case.offspring.get(kind="referral", closed_on__isnull=True).concrete()

    def submit(self, referral: Matter) -> Matter:
        first, second, head = self.people
        self.do(head, referral, "appoint_team", handler=self.cast[first], co_handler=self.cast[second])
        self.do(
            first,
            referral,
            "submit_report",
            offence="生产、销售伪劣产品罪",
            report="经核实，当事人用超过保质期的食品经营，销售金额有台账、收款记录印证。",
            goods="过期熟食 120 盒",
            test="无，已超过保质期，标签可证",
        )
        return referral

    def transfer(self, referral: Matter) -> Matter:
        self.do("juzhang1", referral, "approve")
        self.later(hours=2)
        self.do(
            self.people[0],
            referral,
            "transfer",
            police_unit="平罗县公安局",
            enclosures=["1", "2", "3", "5"],
            test_absent="标签可证，无须检验",
            to_procuratorate=True,
        )
        return referral

    def receipt(self, referral: Matter) -> Matter:
        self.do(
            "gongan1", referral, "receipt", receiver="纳建军 警号 640201", items="移送书等五种材料共 86 页"
        )
        return referral

    def police_file(self, referral: Matter) -> Matter:
        self.do("gongan1", referral, "police_file", notice_no="平公（食药）立字〔2026〕7号")
        return referral

    def fine(self, case: Matter, *, fine: str, gain: str = "0") -> Matter:
        """Review, notice, defence, decision and service of an ordinary fine."""
        first, _second, head = self.people
        self.do(head, case, "submit_for_review")
        self.do("fazhi1", case, "review", opinion="事实清楚，证据确凿，同意")
        self.do("fuju1", case, "give_notice", proposed=f"拟罚款 {fine} 元", served_how="当面送达")
        self.do(first, case, "record_defence", statement="放弃", answer="已复核")
        self.do(
            "fuju1",
            case,
            "decide",
            outcome="penalty",
            fine=Decimal(fine),
            confiscated_gain=Decimal(gain),
            reasons="经营超过保质期的食品，依法处罚",
        )
        self.do(first, case, "serve_decision", proof="送达回证 1 号")
        return case

    def close_case(self, case: Matter) -> Matter | None:
        """Close the case; the answer is the reward claim that grew out of it, if one did."""
        self.do("fuju1", case, "close", reason="处罚执行完毕")
        claim = case.offspring.filter(kind="reward").first()
        return claim.concrete() if claim else None

    def qualify(self, claim: Matter) -> Matter:
        self.do(
            "jiangli1",
            claim,
            "qualify",
            natural_person=True,
            clear_target=True,
            key_evidence=True,
            not_known_before=True,
            facts_match=True,
            is_insider=False,
            is_regulator_staff=False,
            is_infringed_party=False,
            is_offender=False,
            paid_by_market_entity=False,
            large_amount_confirmed="yes",
        )
        return claim

    def reward(self, claim: Matter, code: str, *, grade: str = "2") -> Matter:
        """Invite, apply, grade, approve and tell; the informant is known by the code alone."""
        self.do("baomi1", claim, "invite", how="电话，凭代称")
        self.do("baomi1", claim, "apply", code=code, how="来电报码")
        self.do("jiangli1", claim, "propose", grade=grade, grounds="提供违法事实及直接证据，与查证完全相符")
        self.do("juzhang1", claim, "approve")
        self.do("baomi1", claim, "tell", how="电话，凭代称")
        return claim

    def pay(self, claim: Matter, code: str) -> Matter:
        self.do("baomi1", claim, "collect", code=code, how="当面报码")
        self.do("caiwu1", claim, "pay", voucher="平财支〔2026〕0088号")
        return claim
