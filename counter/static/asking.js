/** Questions that one press answers: what a held person fetches, why this counter rests, whether it closes. */

import { act, setStatus } from "/counter/static/act.js";
import { desk } from "/counter/static/desk.js";
import { answer, open, question } from "/counter/static/dialogs.js";
import { facts, say } from "/counter/static/facts.js";
import { every, onPress } from "/counter/static/press.js";
import { one } from "/shell/static/dom.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

const holding = question("holding");
const pausing = question("pausing");
/** @type {Ticket | null} */
let ticket = null;

/** @param {Ticket} which */
export function askHold(which) {
  if (!open(holding)) return;
  ticket = which;
  one("#holding-title").textContent = say("holdTitle", { number: which.number });
}

/** Asks for how the counter stops calling: at once, or after the person at the desk. */
export function askPause() {
  if (!open(pausing)) return;
  const { page } = desk;
  one("#pausing-title").textContent = say(page?.current ? "pauseSoonTitle" : "pauseTitle");
  const held = page?.held.filter((one) => one.counter === facts.counter).length ?? 0;
  one("#pausing-held").hidden = held === 0;
  one("#pausing-held").textContent = say("closeHeld", { n: held });
}

/** @param {HTMLElement} button */
function hold(button) {
  const { word } = button.dataset;
  answer(() => ticket && act(ticket, "hold", word ? { reason: word } : {}));
}

/** @param {HTMLElement} button */
function pause(button) {
  const { word } = button.dataset;
  answer(() => setStatus(word ? "paused" : "closed", word));
}

export function listenToAsking() {
  for (const button of every("[data-pick]", holding)) onPress(button, () => hold(button));
  for (const button of every("[data-pick]", pausing)) onPress(button, () => pause(button));
}
