// Keys and small comforts of the desk. Every page works without this file; nothing here decides anything.
(() => {
    "use strict";
    const LAST = "desk.last-seen";
    const $ = (selector, root = document) => root.querySelector(selector);

    // While an input method is composing, every key belongs to it (229 is what older browsers report then).
    const composing = (event) => event.isComposing || event.keyCode === 229;
    const typing = (element) => element.isContentEditable || element.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');

    const rowLinks = () => [...document.querySelectorAll("[data-rows] [data-row]")].map((row) => $("a", row)).filter(Boolean);

    function walk(by) {
        const links = rowLinks();
        if (!links.length) return;
        const here = links.findIndex((link) => link.closest("[data-row]").contains(document.activeElement));
        let to = here + by;
        if (here < 0) {
            const last = links.findIndex((link) => link.closest("[data-row]").matches(".last-seen, :target"));
            to = last < 0 ? 0 : last;
        }
        const target = links[Math.min(links.length - 1, Math.max(0, to))];
        target.focus();
        target.closest("[data-row]").scrollIntoView({ block: "nearest" });
    }

    // Ticking a row: the one in focus by key, all between two by holding Shift.
    const boxOf = (row) => $('input[type="checkbox"]', row);
    let lastBox = null;

    function tick() {
        const box = boxOf(document.activeElement?.closest("[data-row]") || document.createElement("i"));
        if (box) box.checked = !box.checked;
    }

    document.addEventListener("click", (event) => {
        const box = event.target.closest?.('[data-rows] input[type="checkbox"]');
        if (!box) return;
        const boxes = [...document.querySelectorAll('[data-rows] input[type="checkbox"]')];
        const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)];
        if (event.shiftKey && from >= 0) {
            for (const each of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = box.checked;
        }
        lastBox = box;
    });

    const keys = {
        "/": () => ($("[data-slash]") ?? $("[data-search]"))?.focus(),
        s: () => ($("[data-search]") ?? $("[data-slash]"))?.focus(),
        j: () => walk(1),
        k: () => walk(-1),
        n: () => $('a[rel="next"]')?.click(),
        p: () => $('a[rel="prev"]')?.click(),
        x: tick,
        d: () => $("#do .button")?.focus(),
        u: () => $("a[data-back]")?.click(),
        "?": () => $("#help")?.showModal(),
    };

    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || composing(event)) return;
        const at = event.target instanceof Element ? event.target : document.body;
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            const form = at.closest("form") ?? $("form[data-enter]");
            if (form && form.method === "post") {
                event.preventDefault();
                form.requestSubmit();
            } else if (!form) {
                $("a[data-next]")?.click();
            }
            return;
        }
        if (event.key === "Enter" && at.matches("form[data-enter] input, form[data-enter] select")) {
            // In the middle of a call Enter means "next", never "file": what is filed stays.
            event.preventDefault();
            onward(at);
            return;
        }
        if (event.key === "F2" && $("[data-script]")) {
            event.preventDefault();
            const script = $("[data-script]", at.closest("[data-part]") ?? document);
            script.open = !script.open;
            return;
        }
        if ((event.key === "ArrowDown" || event.key === "ArrowUp") && at.closest(".pick")) {
            if (along(at, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
            return;
        }
        if (event.key === "Escape" && at.matches("[data-slash], [data-search]")) at.blur();
        if (event.key === "Escape" && at.closest(".pick")) $("#businesses")?.replaceChildren();
        if (event.ctrlKey || event.metaKey || event.altKey || typing(at) || $("dialog[open]")) return;
        const act = keys[event.key];
        if (act) {
            event.preventDefault();
            act();
        }
    });

    // The row an officer opened last stays marked when they come back by the browser's own button.
    document.addEventListener("click", (event) => {
        const link = event.target.closest?.("[data-row] .c-number a");
        if (link) sessionStorage.setItem(LAST, link.closest("[data-row]").id);
        const pick = event.target.closest?.("[data-pick]");
        if (pick) choose(pick);
        const insert = event.target.closest?.("[data-insert]");
        if (insert) putIn(insert);
        const fold = event.target.closest?.("[data-fold]");
        const opened = fold?.closest(".move-form");
        if (opened) {
            event.preventDefault();
            const opener = $("[data-unfold]", opened.closest(".move"));
            opened.replaceChildren();
            opener?.focus();
        }
    });

    function choose(button) {
        const fill = { business_name: button.dataset.name, business_address: button.dataset.address, credit_code: button.dataset.code };
        for (const [name, value] of Object.entries(fill)) {
            const field = $(`#id_${name}`);
            if (field && value) field.value = value;
        }
        $("#businesses").replaceChildren();
        $("#id_product")?.focus();
        const form = $("#id_business_name").form;
        form.dispatchEvent(new Event("input", { bubbles: true }));
        $("#id_business_address").dispatchEvent(new Event("change", { bubbles: true }));
        document.body.dispatchEvent(new Event("picked"));
    }

    // Through the list of businesses and back to the field, by arrows.
    function along(at, by) {
        const stops = [$("#id_business_name"), ...document.querySelectorAll("#businesses button")];
        const to = stops[stops.indexOf(at) + by];
        to?.focus();
        return Boolean(to);
    }

    function onward(at) {
        const stops = [...at.form.querySelectorAll("input:not([type=hidden]), select, textarea, summary, button")].filter(
            (each) => each.tabIndex >= 0 && each.offsetParent !== null && (each.name !== at.name || each === at)
        );
        stops[stops.indexOf(at) + 1]?.focus();
    }

    // A standard paragraph goes in where the caret stands, and its first gap is chosen, so that typing fills it.
    function putIn(button) {
        const field = button.form?.elements[button.dataset.insert];
        const words = $("[data-words]", button.closest("[data-paragraph]"))?.textContent.trim();
        if (!field || !words) return;
        let [from, to] = [field.selectionStart, field.selectionEnd];
        if (to === 0) from = to = field.value.length;
        const piece = (from > 0 && field.value[from - 1] !== "\n" ? "\n" : "") + words;
        field.rows = Math.max(field.rows, 7);
        field.focus();
        field.setSelectionRange(from, to);
        // The browser's own insertion can be undone; what would not fit is put in whole, for the server to refuse in words.
        const fits = field.maxLength < 0 || field.value.length - (to - from) + piece.length <= field.maxLength;
        if (!fits || !document.execCommand("insertText", false, piece)) {
            field.setRangeText(piece, from, to, "end");
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }
        const gap = field.value.indexOf("【", from);
        if (gap >= 0 && gap < from + piece.length) field.setSelectionRange(gap, field.value.indexOf("】", gap) + 1);
    }

    function markLast() {
        const id = sessionStorage.getItem(LAST);
        const row = id && document.getElementById(id);
        if (row && $("[data-rows]")) row.classList.add("last-seen");
    }

    // A form is sent once; coming back by the browser's button makes it usable again.
    document.addEventListener("submit", (event) => {
        const form = event.target;
        // What opens in a window of its own is the browser's affair: nothing is sent twice, nothing swapped in here.
        if (event.submitter?.formTarget) return event.stopPropagation();
        if (!form.matches("[data-once]")) return;
        if (form.dataset.sent) {
            event.preventDefault();
            event.stopImmediatePropagation();
            return;
        }
        form.dataset.sent = "1";
        form.dataset.dirty = "";
        draft?.stop();
    }, true);
    window.addEventListener("pageshow", () => {
        for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
        draft?.again();
        markLast();
    });
    document.addEventListener("htmx:afterRequest", (event) => {
        const form = event.target.closest?.("[data-sent]");
        if (form) delete form.dataset.sent;
    });

    // The sheet is kept while it is typed: two seconds after the last key, again and again until it is kept.
    class Draft {
        constructor(form) {
            this.form = form;
            this.mark = $("[data-save-mark]", form);
            this.said = $("[data-save-said]", form);
            this.timer = 0;
            this.failed = false;
            this.halted = new AbortController();
            form.addEventListener("input", () => this.soon(2000));
            form.addEventListener("change", () => this.soon(2000));
            window.addEventListener("focus", () => this.failed && this.soon(0));
        }
        soon(delay) {
            clearTimeout(this.timer);
            if (!this.halted.signal.aborted) this.timer = setTimeout(() => this.save(), delay);
        }
        stop() {
            clearTimeout(this.timer);
            this.halted.abort();
        }
        again() {
            this.halted = new AbortController();
        }
        async save() {
            const typed = new URLSearchParams(new FormData(this.form));
            try {
                if (this.expired) await this.newToken();
                const answer = await fetch(this.form.dataset.draft, {
                    method: "POST", body: typed, redirect: "manual", signal: this.halted.signal,
                    headers: { "HX-Request": "true", "X-CSRFToken": this.token().value },
                });
                this.expired = answer.status === 401 || answer.status === 403;
                if (!answer.ok) throw new Error(String(answer.status));
                const { at } = await answer.json();
                this.kept(at, typed.toString() === new URLSearchParams(new FormData(this.form)).toString());
            } catch {
                if (!this.halted.signal.aborted) this.lost();
            }
        }
        token() {
            return $("input[name=csrfmiddlewaretoken]", this.form);
        }
        // After signing in anew the page's old mark no longer fits: a fresh page has the new one.
        async newToken() {
            const answer = await fetch(this.form.action, { redirect: "manual", signal: this.halted.signal });
            if (!answer.ok) return;
            const fresh = $("form[data-draft] input[name=csrfmiddlewaretoken]", new DOMParser().parseFromString(await answer.text(), "text/html"));
            if (!fresh) return;
            for (const each of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) each.value = fresh.value;
            document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh.value }));
        }
        kept(at, still) {
            this.mark.textContent = `${this.form.dataset.saved} ${at}`;
            this.mark.className = "save-mark save-kept";
            if (still) this.form.dataset.dirty = "";
            // Read out the first time and after trouble; every two seconds would drown the caller.
            if (this.failed || !this.said.textContent) this.said.textContent = this.form.dataset.saved;
            this.failed = false;
        }
        over() {
            this.expired = true;
            this.lost();
        }
        lost() {
            const words = this.expired ? this.form.dataset.expired : this.form.dataset.unsaved;
            this.mark.textContent = words;
            this.mark.className = "save-mark save-lost";
            if (this.said.textContent !== words) this.said.textContent = words;
            this.failed = true;
            this.soon(5000);
        }
    }
    let draft = null;

    // Fields that only some channels or traders need are put away; what holds something stays in sight.
    function fit(form) {
        const holds = (box) => [...box.querySelectorAll("input, select")].some((f) => (f.type === "radio" ? f.checked && f.value : f.value));
        const wrong = (box) => Boolean($(".wrong", box));
        for (const [attribute, name] of [["data-channels", "channel"], ["data-traders", "trader_kind"]]) {
            const chosen = form.elements[name]?.value;
            for (const box of form.querySelectorAll(`[${attribute}]`)) {
                box.hidden = !box.getAttribute(attribute).split(" ").includes(chosen) && !holds(box) && !wrong(box);
            }
        }
        const unread = $("[data-unread]", form);
        if (unread) unread.hidden = form.elements.read_back.checked && !holds(unread);
    }

    // A half-filled sheet is not lost by a slip of the hand.
    document.addEventListener("input", (event) => {
        const form = event.target.closest?.("[data-guard]");
        if (form) form.dataset.dirty = "1";
    });
    window.addEventListener("beforeunload", (event) => {
        if ($('[data-guard][data-dirty="1"]')) event.preventDefault();
    });

    // A filter applies as soon as it is chosen with the mouse; by keyboard too, because Enter is the button.
    document.addEventListener("change", (event) => {
        if (event.target.matches?.("[data-apply]")) event.target.form.requestSubmit();
    });

    // What was asked for in a panel opens as one; a form that unfolds takes the focus.
    document.addEventListener("htmx:afterSwap", (event) => {
        const into = event.detail.target;
        if (into.id === "panel-body") {
            const panel = $("#panel");
            if (!panel.open) {
                panel.showModal();
                panel.scrollTop = 0;
                focusFirst(into);
            }
        } else if (into.classList.contains("move-form")) {
            focusFirst(into);
        }
    });
    // A hint that finds the session over must not lead away from a half-filled sheet: the sheet says so itself.
    document.addEventListener("htmx:beforeOnLoad", (event) => {
        if (event.detail.xhr.status === 401 && event.target.closest?.("form[data-draft]")) {
            event.preventDefault();
            draft?.over();
        }
    });
    document.addEventListener("htmx:afterSettle", (event) => {
        $('[role="alert"]', event.target)?.scrollIntoView({ block: "nearest" });
    });

    // Where typing begins: the element that asks for it, or the first field of the form that does.
    function takeUp(at) {
        if (at?.matches("form")) focusFirst(at);
        else at?.focus();
    }

    // What only asks further at the end of a text must not draw the reader past it.
    function focusFirst(root) {
        const fields = root.querySelectorAll("input:not([type=hidden]), select, textarea, button.primary");
        [...fields].find((field) => !field.closest("[data-unfocused]"))?.focus();
    }

    document.addEventListener("DOMContentLoaded", () => {
        const sheet = $("form[data-draft]");
        if (sheet) {
            draft = new Draft(sheet);
            fit(sheet);
            sheet.addEventListener("change", () => fit(sheet));
            // With F2 at hand the scripts are no stops on the way through the fields.
            for (const summary of sheet.querySelectorAll("[data-script] > summary")) summary.tabIndex = -1;
        }
        const wrong = $("form .barred input, form .wrong input, form .wrong select, form .wrong textarea");
        if (wrong) wrong.focus();
        else if (!location.hash) takeUp($("[data-focus]"));
        markLast();
    });
})();
