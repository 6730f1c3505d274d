/** The keyboard: each key presses the button that shows it; by place on the board (event.code), so Telex may be on. */

import { main, say } from "/counter/static/facts.js";
import { stepInLists } from "/counter/static/rows.js";
import { one } from "/shell/static/dom.js";
import { recall, remember } from "/shell/static/memory.js";

const NAME = "layso.keys";
const TYPED = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
const SAME = /** @type {Record<string, string>} */ ({ Space: "Enter", NumpadEnter: "Enter" });
const toggle = one("#keys");
let on = recall(NAME) !== "off";

/** @param {Element | null} element */
const inField = (element) => Boolean(element?.closest(TYPED));

/** @param {KeyboardEvent} event */
function press(event) {
  const dialog = document.querySelector("dialog[open]");
  const code = SAME[event.code] ?? event.code.replace("Numpad", "Digit");
  const target = /** @type {Element | null} */ (event.target instanceof Element ? event.target : null);
  if (inField(target) || event.ctrlKey || event.altKey || event.metaKey) return;
  // A key held down would press a focused button again and again.
  if (event.repeat && (code === "Enter" || (on && !code.startsWith("Arrow")))) return event.preventDefault();
  if (!on || (code === "Enter" && (dialog || target?.closest("button, a, label, input")))) return;
  if (!dialog && stepInLists(event)) return;
  const button = (dialog ?? document).querySelector(`[data-key="${CSS.escape(code)}"]`);
  if (!(button instanceof HTMLElement) || !button.offsetParent) return;
  event.preventDefault();
  button.click();
}

/** @param {boolean} wish */
function turn(wish) {
  on = wish;
  remember(NAME, on ? "on" : "off");
  toggle.textContent = say(on ? "keysOn" : "keysOff");
  toggle.setAttribute("aria-pressed", String(on));
  document.body.dataset.keys = on ? "on" : "off";
}

export function listenToKeys() {
  turn(on);
  toggle.addEventListener("click", () => turn(!on));
  document.addEventListener("keydown", press);
  // After a press of the mouse the keyboard belongs to the one next thing again, not to that button.
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (event.detail > 0 && button) button.blur();
  }, true);
  main.focus({ preventScroll: true });
}
