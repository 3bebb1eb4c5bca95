"""Filling in the public form as a browser without script does: page by page, carrying what the page carries."""

import re
from html import unescape

from portal.puzzle import ORDINALS

START, STEPS, KEPT, ADD = "/file/", "/file/steps/", "/file/kept/", "/file/add/"
REPORT_SAID = {
    "danger": {"danger": "no"},
    "shield": {"understood": "on"},
    "by_name": {"by_name": "no"},
    "whose": {"whose": "self"},
    "business": {"business_name": "喜洋洋食品店", "business_address": "平罗县城关镇民族南大街"},
    "what": {"text": "货架上的熟食已经过期，标签被换过"},
    "when": {"product": "熟食", "happened_on": "2026-11-01"},
    "bought": {"product": "熟食", "happened_on": "2026-11-01", "amount": "120"},
    "wish": {"requests": ["refund"], "request": "退还货款"},
    "proof": {"proof": "小票"},
    "person": {"name": "甄实在", "phone": "13909520101", "address": "平罗县城关镇团结小区"},
    "contact": {"contact_way": "phone", "contact_hours": "evening"},
    "consent": {"publish_consent": "yes", "delegation_consent": "no"},
}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"{name} is not in the page"
    return unescape(found[1])


def heading(page: str) -> str:
    return unescape(re.sub(r"<.*?>", "", re.search(r"<h1>(.*?)</h1>", page, re.S)[1])).strip()


def puzzled(page: str) -> dict[str, str]:
    """The challenge of a page, answered as a person reads it off."""
    row = re.search(r'class="puzzle-row"[^>]*>([^<]*)<', page)[1].split()
    asked = unescape(re.search(r'for="id_puzzle_answer">([^<]*)<', page)[1])
    places = sorted((asked.index(str(word)), n) for n, word in enumerate(ORDINALS) if str(word) in asked)
    return {"puzzle": hidden(page, "puzzle"), "puzzle_answer": "".join(row[n] for _at, n in places)}


class Filler:
    """Somebody at the form; `page` is what they see, `status` how it was answered."""

    def __init__(self, client, path):
        self.client, self.answers = client, {}
        self.take(client.post(STEPS, {"path": path}))

    def take(self, answer):
        self.status, self.response = answer.status_code, answer
        self.page = answer.content.decode()
        return self

    @property
    def step(self) -> str:
        return hidden(self.page, "step")

    def post(self, go="next", **typed):
        sent = {"draft": hidden(self.page, "draft"), "step": self.step, "go": go, **typed}
        if 'name="editing"' in self.page:
            sent["editing"] = "1"
        return self.take(self.client.post(STEPS, sent))

    def fill(self, until="check", **said):
        """Answer page after page as `REPORT_SAID` has it, or as told by the name of the page."""
        while self.step != until:
            before = self.step
            self.post(**{**REPORT_SAID[before], **said.get(before, {})})
            assert self.step != before, f"{before}: {self.page[self.page.find('barred') :][:600]}"
        return self

    def send(self, **typed):
        return self.post("send", **{**puzzled(self.page), **typed})

    @property
    def code(self) -> str:
        return re.search(r'class="slip-code"[^>]*>([^<]+)<', self.page)[1].strip()

    def keep(self, code=None):
        """Type the code back."""
        code = self.code if code is None else code
        token = hidden(self.page, "receipt")
        self.take(self.client.post(KEPT, {"receipt": token, "go": "hide"}))
        return self.take(
            self.client.post(KEPT, {"receipt": hidden(self.page, "receipt"), "go": "check", "code": code})
        )
