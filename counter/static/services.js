/** The services of this counter, each with its line; a supervisor may change which they are at any moment. */

import { callNext } from "/counter/static/act.js";
import { drawChanged } from "/counter/static/changed.js";
import { facts, label } from "/counter/static/facts.js";
import { allow, every, onPress } from "/counter/static/press.js";
import { one } from "/shell/static/dom.js";

/** @typedef {import("/counter/static/facts.js").Page} Page */

const box = one(".services");
/** A button as the template made it, to make others like it. */
const like = /** @type {HTMLElement} */ (one(".service", box).cloneNode(true));
let drawn = every(".service", box).map((button) => button.dataset.service).join();

/** @param {Page} page @param {boolean} free whether the officer may call somebody now */
export function drawServices(page, free) {
  const codes = Object.keys(page.services);
  if (codes.join() !== drawn) make(codes);
  drawChanged(page);
  for (const button of every(".service", box)) {
    const count = page.waiting.by_service[button.dataset.service ?? ""] ?? 0;
    one("[data-waiting]", button).textContent = String(count);
    allow(button, free && count > 0);
  }
}

/** @param {string[]} codes */
function make(codes) {
  drawn = codes.join();
  box.replaceChildren(...codes.map(button));
  one("[data-does]").textContent = codes.map(label).join(", ");
  listenToServices();
}

/** @param {string} code */
function button(code) {
  const made = /** @type {HTMLElement} */ (like.cloneNode(true));
  made.dataset.service = code;
  one(".prefix", made).textContent = facts.prefixes[code] ?? code;
  one("[data-label]", made).textContent = label(code);
  return made;
}

export function listenToServices() {
  for (const button of every(".service", box)) onPress(button, () => callNext(button.dataset.service));
}
