/** What came of it, in one of the centre's words: may be chosen while serving, goes along with finishing. */

import { desk, redraw } from "/counter/static/desk.js";
import { allow, every, onPress } from "/counter/static/press.js";
import { one } from "/shell/static/dom.js";

const box = one("#outcomes");
const buttons = every("[data-outcome]", box);

/** The chosen outcome in words; "" for none. */
export const chosenOutcome = () =>
  buttons.find((button) => button.dataset.outcome === desk.outcome)?.querySelector("span")?.textContent ?? "";

export function drawOutcomes() {
  box.hidden = desk.page?.current?.state !== "serving";
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.outcome === desk.outcome));
    allow(button, desk.live);
  }
}

/** A second press takes the choice back. @param {string} word */
function choose(word) {
  desk.outcome = desk.outcome === word ? "" : word;
  redraw();
}

export function listenToOutcomes() {
  for (const button of buttons) onPress(button, () => choose(button.dataset.outcome ?? ""));
}
