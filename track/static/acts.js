/** What the holder of the number does here: leaving with a second thought, taking it back, coming back after a call. */

import { Away, Refused, api, newKey } from "/shell/static/api.js";
import { one } from "/shell/static/dom.js";
import { fillIn } from "/shell/static/lang.js";
import { everySecond, now, stopwatch } from "/shell/static/time.js";

const server = api("");
const dialog = /** @type {HTMLDialogElement} */ (one("#leave"));
/** What was pressed last, under the key it goes by until an answer came. */
let intent = { what: "", key: "", busy: false };

/** @param {string} what @param {() => Promise<unknown>} renew */
async function act(what, renew) {
  if (intent.busy) return;
  if (intent.what !== what) intent = { what, key: newKey(), busy: false };
  intent.busy = true;
  say("");
  try {
    await server.post(`${one("main").dataset.document}/${what}`, {}, { key: intent.key });
    intent.what = "";
    await renew();
  } catch (fault) {
    if (!(fault instanceof Away)) intent.what = "";
    if (fault instanceof Refused) await renew().catch(() => null);
    say(fault instanceof Refused ? fault.message : (one("[data-refusal]").dataset.refusal ?? ""));
  } finally {
    intent.busy = false;
  }
}

/** @param {string} words */
function say(words) {
  const place = one("[data-refusal]");
  place.textContent = words;
  place.hidden = !words;
}

/** Counts down to the end of what can be done; then the page is taken anew. @param {() => Promise<unknown>} renew */
function count(renew) {
  const main = one("main");
  const place = /** @type {HTMLElement | null} */ (main.querySelector("[data-left]"));
  if (!place || !main.dataset.until) return;
  const seconds = Math.ceil((Date.parse(main.dataset.until) - now()) / 1000);
  if (seconds < 0) return void renew().catch(() => null);
  place.textContent = fillIn(place.dataset.left ?? "", { left: stopwatch(seconds) });
}

/** @param {() => Promise<unknown>} renew */
export function watchActs(renew) {
  document.documentElement.dataset.live = "";
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button?.dataset.ask) dialog.showModal();
    if (!button || !("stay" in button.dataset || button.dataset.act)) return;
    dialog.close();
    if (button.dataset.act) act(button.dataset.act, renew);
  });
  everySecond(() => count(renew));
}
