/** When no number is given anywhere, the start says so calmly, and when that ends; it opens by itself. */

import { fill, h, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */
/** @typedef {import("./state.js").Service} Service */

/** What keeps nobody with an appointment away (server/hall/claiming.py). */
const PROMISED = new Set(["after-hours", "cap-reached"]);

/** @param {Kiosk} kiosk */
export function drawShut(kiosk) {
  const services = kiosk.menu?.departments.flatMap((department) => department.services) ?? [];
  const shut = services.length > 0 && services.every((service) => !service.open);
  const start = one('[data-screen="start"]', kiosk.frame());
  start.classList.toggle("shut", shut);
  // An appointment is kept until the counters close, though the hour of numbers is over.
  start.classList.toggle("promised", shut && services.some((service) => PROMISED.has(service.reason?.code ?? "")));
  one("[data-all-shut]", start).hidden = !shut;
  // Whoever has a number is served after the hours, but not once the day was closed.
  one("[data-still]", start).hidden = services.some((service) => service.reason?.code === "day-closed");
  if (shut) say(kiosk, one("[data-why]", start), reasons(services));
}

/**
 * Each sentence once, with the areas it holds for.
 * @param {Service[]} services
 */
function reasons(services) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const { reason, area } of services) {
    const words = pick(reason?.text);
    found.set(words, (found.get(words) ?? new Set()).add(area));
  }
  return found;
}

/** @param {Kiosk} kiosk @param {HTMLElement} place @param {Map<string, Set<string>>} found */
function say(kiosk, place, found) {
  const where = (/** @type {Set<string>} */ areas) => kiosk.say("areas", { areas: [...areas].join(", ") });
  const lines = [...found].map(([words, areas]) => (found.size > 1 ? `${where(areas)}: ${words}` : words));
  // The same words are not written again: a live region would be read out again.
  if (place.textContent !== lines.join("")) fill(place, ...lines.map((line) => h("li", {}, line)));
}
