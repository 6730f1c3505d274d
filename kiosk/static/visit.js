/** Several services of one visit: adding another, taking it off again, and the way back from there. */

import { fill, h, one } from "/shell/static/dom.js";
import { about } from "./confirm.js";
import { facts } from "./facts.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */
/** @typedef {import("./state.js").Intent} Intent */

const MOST_AFTER = 2;

/** Once sent, a wish may not be changed any more. @param {Intent | null} intent @returns {intent is Intent} */
const open = (intent) => intent !== null && !intent.busy && !intent.unknown;

/** Another service for the same visit: chosen like the first. @param {Kiosk} kiosk */
export function add(kiosk) {
  if (!open(kiosk.state.intent)) return;
  kiosk.state.adding = kiosk.state.intent;
  kiosk.go("start");
}

/** The start as it is while something is added: it says to what, and no appointment takes its place. @param {Kiosk} kiosk */
export function drawAdding(kiosk) {
  const { adding } = kiosk.state;
  const chosen = adding ? [adding.service, ...adding.then].map((code) => about(kiosk, code).label).join(", ") : "";
  facts(kiosk.frame(), { choose: kiosk.say(adding ? "adding" : "choose", { services: chosen }) });
  one(".promise", kiosk.frame()).hidden = adding !== null;
}

/** What was chosen after `add`; the way back then leads past the choosing. @param {Kiosk} kiosk @param {Intent} first @param {string} service */
export function added(kiosk, first, service) {
  if (service !== first.service && !first.then.includes(service)) first.then = [...first.then, service];
  const { state } = kiosk;
  state.trail = state.trail.slice(0, state.trail.indexOf("confirm"));
  state.screen = state.trail.pop() ?? "start";
}

/** @param {Kiosk} kiosk @param {string} [service] the last one if not named */
export function drop(kiosk, service) {
  const { intent } = kiosk.state;
  if (!open(intent)) return;
  intent.then = intent.then.filter((code, at) => (service ? code !== service : at < intent.then.length - 1));
  kiosk.draw();
}

/** One step back: first what was added last. @param {Kiosk} kiosk */
export function back(kiosk) {
  const { state } = kiosk;
  if (state.intent?.busy) return;
  if (state.screen === "confirm" && open(state.intent) && state.intent.then.length) return drop(kiosk);
  kiosk.back();
  if (state.screen === "confirm") state.adding = null;
}

/** @param {Kiosk} kiosk @param {Intent} intent @param {HTMLElement} screen */
export function drawVisit(kiosk, intent, screen) {
  const list = one("[data-then]", screen);
  list.hidden = intent.then.length === 0;
  fill(list, ...intent.then.map((code) => {
    const { label } = about(kiosk, code);
    return h("li", {}, h("span", {}, kiosk.say("after", { services: label })),
      h("button", { type: "button", class: "chip", "data-drop": code, disabled: !open(intent) }, kiosk.say("takeOff"), h("span", { class: "unseen" }, ` ${label}`)));
  }));
  one("[data-add]", screen).toggleAttribute("disabled", !open(intent) || intent.then.length >= MOST_AFTER);
}
