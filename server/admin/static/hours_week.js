/** The week: whose hours are which on which days, changed for good. */

import { fill, h, one } from "/shell/static/dom.js";
import { confirming, removing } from "/admin/static/confirming.js";
import { dayWords, say, scopeOf, scopeWords } from "/admin/static/hours_words.js";

/** @typedef {import("/admin/static/hours_words.js").Hours} Hours */
/** @typedef {import("/admin/static/hours_words.js").Opening} Opening */
/** @typedef {import("/admin/static/hours.js").Change} Change */

let drawn = "";

/** @param {Opening} opening @param {Change} change */
export function drawWeek({ hours }, change) {
  const now = JSON.stringify(hours);
  if (now === drawn) return;
  drawn = now;
  fill(one("[data-week]"), ...hours.map((hour) => row(hour, change)));
}

/** @param {Hours} hours @param {Change} change */
function row(hours, change) {
  const scope = hours.service ? { service: hours.service } : hours.department ? { department: hours.department } : null;
  const own = scope && removing(scopeWords(hours), (confirm, place) =>
    change("PUT", "/hours", { ...scope, days: hours.days, own: false, confirm }, place));
  return h("li", {},
    h("b", {}, dayWords(hours.days)),
    h("span", {}, scopeWords(hours)),
    h("span", { class: "figures" }, say("both", { numbers: hours.numbers || say("rest"), counters: hours.counters || say("rest") })),
    ...(own ?? []));
}

/** @param {Change} change */
export function watchWeekForm(change) {
  const form = /** @type {HTMLFormElement} */ (one('[data-form="hours"]'));
  confirming(form, (said, confirm) => {
    const text = (/** @type {string} */ name) => String(said.get(name) ?? "").trim();
    const body = { ...scopeOf(said), days: said.getAll("days").join(" "), numbers: text("numbers"), counters: text("counters"), confirm };
    return change("PUT", "/hours", body, one("[data-complaint]", form));
  });
}
