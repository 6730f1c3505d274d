/** What is known of each line before a number is taken in it: who waits, when the turn may come, why there is none. */

import { fill, one } from "/shell/static/dom.js";
import { pick, sentences } from "/shell/static/lang.js";
import { say } from "/admin/static/desk.js";

/** @typedef {import("/shell/static/lang.js").Text} Text */
/** @typedef {{code: string, open: boolean, reason: {code: string, text: Text} | null, waiting: number,
 *   wait: {text: Text, late: boolean} | null, desks: string | null, again: Text | null}} Offer */

const all = (/** @type {string} */ selector) =>
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector));
const told = sentences(one('[data-panel="services"]'));

/** What is to be expected of a line, before a number is taken in it. @param {HTMLElement} button @param {Offer | null} offer */
function outlook(button, offer) {
  const { wait = null, desks = null, again = null } = offer ?? {};
  const late = wait?.late && [told("late"), pick(again)].filter(Boolean).join(". ");
  const words = { expected: wait ? told("band", { times: pick(wait.text) }) : desks === "closed" && told("unopened"), late };
  for (const [name, said] of Object.entries(words)) {
    const place = one(`[data-${name}]`, button);
    place.hidden = !said;
    fill(place, said || "");
  }
}

/** @param {{departments: {code: string, services: Offer[]}[]}} menu */
export function drawMenu(menu) {
  const offers = new Map(menu.departments.flatMap((d) => d.services).map((offer) => [offer.code, offer]));
  for (const place of all("[data-waiting-for]")) {
    fill(place, say("waiting", { n: offers.get(place.dataset.waitingFor ?? "")?.waiting ?? 0 }));
  }
  for (const button of all("[data-service]")) {
    const offer = offers.get(button.dataset.service ?? "");
    const closed = one("[data-closed]", button);
    // After the last hour reception still issues, for whoever stands in the hall by then.
    const gives = offer && (offer.open || offer.reason?.code === "after-hours");
    button.setAttribute("aria-disabled", String(!gives));
    outlook(button, gives ? offer : null);
    closed.hidden = Boolean(offer?.open);
    fill(closed, pick(offer?.reason?.text));
  }
  for (const place of all("[data-waiting-at]")) {
    const own = menu.departments.find((d) => d.code === place.dataset.waitingAt)?.services ?? [];
    const n = own.reduce((sum, offer) => sum + offer.waiting, 0);
    fill(place, n > 0 && say("short", { n }));
  }
}
