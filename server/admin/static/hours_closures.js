/** Days that differ: the list, taking one away, adding one; where people have tickets, only after a second word. */

import { fill, h, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { confirming, removing } from "/admin/static/confirming.js";
import { dateWords, say, scopeOf, scopeWords } from "/admin/static/hours_words.js";

/** @typedef {import("/admin/static/hours_words.js").Closure} Closure */
/** @typedef {import("/admin/static/hours_words.js").Opening} Opening */
/** @typedef {import("/admin/static/hours.js").Change} Change */

let drawn = "";

/** @param {Opening} opening @param {Change} change */
export function drawClosures({ closures }, change) {
  const now = JSON.stringify(closures);
  // A button that waits for its second press must not be swept away under the hand.
  if (now === drawn) return;
  drawn = now;
  const rows = closures.map((closure) => row(closure, change));
  fill(one("[data-closures]"), ...(rows.length ? rows : [h("li", {}, say("none"))]));
}

/** @param {Closure} closure @param {Change} change */
function row(closure, change) {
  const what = closure.worked_as ? say("worked", { day: say(closure.worked_as) }) : closure.hours ?? say("whole");
  const away = removing(dateWords(closure.date), (confirm, place) => change("DELETE", `/closures/${closure.id}`, { confirm }, place));
  return h("li", { "data-closure": closure.id },
    h("b", { class: "figures" }, dateWords(closure.date)),
    h("span", {}, `${scopeWords(closure)}, ${what}`),
    h("span", { class: "why" }, pick(closure.reason)),
    ...away);
}

/** @param {Change} change */
export function watchClosureForm(change) {
  const form = /** @type {HTMLFormElement} */ (one('[data-form="closure"]'));
  const complaint = one("[data-complaint]", form);
  confirming(form, (said, confirm) => {
    const text = (/** @type {string} */ name) => String(said.get(name) ?? "").trim();
    const [begins, ends, as] = [text("begins"), text("ends"), text("worked_as")];
    const reason = text("en") ? { vi: text("vi"), en: text("en") } : { vi: text("vi") };
    const hours = begins || ends ? { hours: `${begins || "00:00"}-${ends || "24:00"}` } : {};
    const body = { date: text("date"), ...scopeOf(said), ...hours, ...(as && { worked_as: as }), reason, confirm };
    return change("POST", "/closures", body, complaint);
  });
}
