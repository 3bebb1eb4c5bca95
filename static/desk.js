// Keys and small comforts of the desk. Every page works without this file; nothing here decides anything.
(() => {
    "use strict";
    const LAST = "desk.last-seen";
    const $ = (selector, root = document) => root.querySelector(selector);

    // While an input method is composing, every key belongs to it (229 is what older browsers report then).
    const composing = (event) => event.isComposing || event.keyCode === 229;
    const typing = (element) => element.isContentEditable || element.matches("input, textarea, select");

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

    const keys = {
        "/": () => $("[data-slash]")?.focus(),
        j: () => walk(1),
        k: () => walk(-1),
        n: () => $('a[rel="next"]')?.click(),
        p: () => $('a[rel="prev"]')?.click(),
        u: () => $("a[data-back]")?.click(),
        "?": () => $("#help")?.showModal(),
    };

    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || composing(event)) return;
        const at = event.target instanceof Element ? event.target : document.body;
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            const form = at.closest("form");
            if (form && form.method === "post") {
                event.preventDefault();
                form.requestSubmit();
            }
            return;
        }
        if (event.key === "Escape" && at.matches("[data-slash]")) at.blur();
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
        const name = $("#id_business_name");
        const address = $("#id_business_address");
        name.value = button.dataset.name;
        if (address && button.dataset.address) address.value = button.dataset.address;
        $("#businesses").replaceChildren();
        address?.focus();
    }

    function markLast() {
        const id = sessionStorage.getItem(LAST);
        const row = id && document.getElementById(id);
        if (row && $("[data-rows]")) row.classList.add("last-seen");
    }

    // A form is sent once; coming back by the browser's button makes it usable again.
    document.addEventListener("submit", (event) => {
        const form = event.target;
        if (!form.matches("[data-once]")) return;
        if (form.dataset.sent) {
            event.preventDefault();
            event.stopImmediatePropagation();
            return;
        }
        form.dataset.sent = "1";
        form.dataset.dirty = "";
    }, true);
    window.addEventListener("pageshow", () => {
        for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
        markLast();
    });
    document.addEventListener("htmx:afterRequest", (event) => {
        const form = event.target.closest?.("[data-sent]");
        if (form) delete form.dataset.sent;
    });

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
            if (!panel.open) panel.showModal();
            focusFirst(into);
        } else if (into.classList.contains("move-form")) {
            focusFirst(into);
        }
    });
    document.addEventListener("htmx:afterSettle", (event) => {
        $('[role="alert"]', event.target)?.scrollIntoView({ block: "nearest" });
    });

    function focusFirst(root) {
        $("input:not([type=hidden]), select, textarea, button.primary", root)?.focus();
    }

    document.addEventListener("DOMContentLoaded", () => {
        const wrong = $("form .barred input, form .wrong input, form .wrong select, form .wrong textarea");
        if (wrong) wrong.focus();
        else if (!location.hash) $("[data-focus]")?.focus();
        markLast();
    });
})();
