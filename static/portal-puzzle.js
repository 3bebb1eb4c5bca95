/* Answers the challenge of a form by work, so that nobody has to read a question. Without it the question stands. */
(() => {
    "use strict";
    const encoder = new TextEncoder();
    const BATCH = 512;

    function zeroBits(bytes) {
        let found = 0;
        for (const byte of bytes) {
            if (byte === 0) { found += 8; continue; }
            return found + Math.clz32(byte) - 24;
        }
        return found;
    }

    async function work(token, bits, stopped) {
        for (let first = 0; !stopped(); first += BATCH) {
            const tries = Array.from({ length: BATCH }, (_, n) =>
                crypto.subtle.digest("SHA-256", encoder.encode(`${token}:${first + n}`)));
            const digests = await Promise.all(tries);
            const hit = digests.findIndex((digest) => zeroBits(new Uint8Array(digest)) >= bits);
            if (hit >= 0) return String(first + hit);
        }
        return "";
    }

    async function answer(box) {
        const { token, bits } = box.dataset;
        const field = box.querySelector("[data-work]");
        const question = box.querySelector("[data-question]");
        const say = (name) => {
            for (const word of box.querySelectorAll("[data-said]")) word.hidden = word.dataset.said !== name;
        };
        say("working");
        try {
            field.value = await work(token, Number(bits), () => !document.contains(box));
        } catch {
            say("asked");
            return;
        }
        if (!field.value) return;
        question.hidden = true;
        say("done");
    }

    // Work needs a page served safely (https, or this machine): elsewhere the question is left to be answered.
    if (!window.crypto || !window.crypto.subtle) return;
    for (const box of document.querySelectorAll("[data-puzzle]")) answer(box);
})();
