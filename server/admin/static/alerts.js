/** What needs somebody, first on the page, each with its answers at one touch. */

import { fill, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";
import { sentence, server, tell } from "/admin/static/desk.js";
import { intents } from "/admin/static/intent.js";
import { look, say, whenSeen } from "/admin/static/lookout.js";

/** @typedef {import("/admin/static/lookout.js").Alert} Alert */

const list = one("[data-alerts]");
const template = /** @type {HTMLTemplateElement} */ (one("template[data-alert]"));
const intent = intents();
let drawn = "";

/** Says what came of a press. @param {string} words @param {"good" | "fault"} [how] */
export const tellPage = (words, how = "good") => tell(one("[data-says]"), words, how);

/** @param {Alert} alert */
async function give(alert) {
  const counter = alert.offers[0];
  const path = `/api/v1/services/${encodeURIComponent(alert.service)}/give`;
  try {
    const done = await intent.once(`${alert.service} ${counter}`, (key) => server.post(path, { counter }, { key }));
    if (done) tellPage(say("given", { counter: counter ?? "", line: pick(alert.name) }));
  } catch (fault) {
    tellPage(sentence(fault), "fault");
  }
  look();
}

/** Their own line takes back who was left at a closed counter. @param {Alert} alert */
async function bringBack(alert) {
  const path = `/api/v1/services/${encodeURIComponent(alert.service)}/move`;
  try {
    const done = await intent.once(`${alert.service} back`, (key) => server.post(path, { to: alert.service }, { key }));
    if (done) tellPage(say("back", { n: done.moved, line: pick(alert.name) }));
  } catch (fault) {
    tellPage(sentence(fault), "fault");
  }
  look();
}

/** Who is at which closed counter. @param {Alert} alert */
const left = (alert) => alert.left.map(({ number, counter }) => say("leftAt", { number, counter })).join(", ");

/** @param {Alert} alert @param {{move: (alert: Alert) => void, tell: (alert: Alert) => void}} ask */
function row(alert, ask) {
  const made = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
  if (alert.kind === "closing") {
    one("[data-what]", made).textContent = say("closing", { time: clock(alert.at), n: alert.tickets });
    one("[data-when]", made).textContent = say("closingWhy");
    one(".answers", made).remove();
    return made;
  }
  const line = pick(alert.name);
  const time = clock(alert.since);
  if (alert.kind === "burst") {
    const { tickets: n, missed } = alert;
    one("[data-what]", made).textContent = say("burst", { line, n, missed, device: alert.device ?? "?" });
    one("[data-when]", made).textContent = say("since", { time });
    one(".answers", made).remove();
    return made;
  }
  one("[data-what]", made).textContent = say("alone", { line, n: alert.waiting });
  one("[data-when]", made).textContent = say("usual", { time, counters: alert.counters.join(", ") });
  made.dataset.alone = alert.service;
  const words = left(alert);
  if (words) one("[data-when]", made).textContent += ` · ${words}`;
  if (alert.left.length === alert.waiting) one("[data-what]", made).textContent = say("onlyLeft", { line, n: alert.waiting });
  const back = one("[data-back]", made);
  back.hidden = alert.left.length === 0;
  back.addEventListener("click", () => bringBack(alert));
  const button = one("[data-give]", made);
  button.hidden = alert.offers.length === 0;
  button.textContent = say("give", { counter: alert.offers[0] ?? "" });
  button.addEventListener("click", () => give(alert));
  one("[data-move]", made).addEventListener("click", () => ask.move(alert));
  one("[data-tell]", made).addEventListener("click", () => ask.tell(alert));
  return made;
}

/** @param {{move: (alert: Alert) => void, tell: (alert: Alert) => void}} ask what opens the questions */
export function watchAlerts(ask) {
  whenSeen(({ alerts }) => {
    // The same alerts stay the same elements: a button must not go from under a finger.
    const now = JSON.stringify(alerts);
    if (now === drawn) return;
    drawn = now;
    one("[data-calm]").hidden = alerts.length > 0;
    fill(list, ...alerts.map((alert) => row(alert, ask)));
  });
}

