/** One appointment in a day's list: when, what for, its code, and what can be done about it. */

import { h, one as found } from "/shell/static/dom.js";
import { pick, sentences } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";
import { twice } from "/admin/static/twice.js";

/** @typedef {{id: string, code: string, service: string, service_name: import("/shell/static/lang.js").Text, date: string,
 *   at: string, cancelled: boolean, outside: boolean, ticket: string | null, number: string | null}} Appointment */

/** @typedef {Record<"cancel" | "come" | "find", (one: Appointment) => void>} Presses */

export const say = sentences(found('[data-panel="appointments"]'));

/** What is said aloud and written down: three digits at a time. @param {string} code */
export const spoken = (code) => `${code.slice(0, 3)} ${code.slice(3)}`;

/** @param {Appointment} one @param {Presses} presses @param {boolean} today only then has somebody come */
function acts(one, presses, today) {
  if (one.cancelled) return [say("off")];
  if (one.ticket) {
    const find = () => presses.find(one);
    return [say("came"), " ", h("button", { type: "button", class: "button plain number", onclick: find }, one.number)];
  }
  const cancel = h("button", { type: "button", class: "button" }, say("cancel"));
  twice(cancel, say("cancelTwice"), () => presses.cancel(one));
  const came = h("button", { type: "button", class: "button main", onclick: () => presses.come(one) }, say("checkIn"));
  return today ? [cancel, " ", came] : [cancel];
}

/** @param {Appointment} one @param {Presses} presses @param {boolean} today */
export function row(one, presses, today) {
  const what = h("span", { class: "for" }, pick(one.service_name), one.outside && " ", one.outside && h("b", { class: "outside" }, say("outside")));
  const code = h("span", { class: "number" }, spoken(one.code));
  const time = h("strong", { class: "figures" }, clock(one.at));
  return h("li", { "data-off": one.cancelled }, time, what, code, h("span", { class: "came" }, ...acts(one, presses, today)));
}
