/** What is said of a number before it is taken: language, help, class and its reason, and what a carried turn still lacks. */

import { fill, h, one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { label } from "/admin/static/ticket.js";

/** @typedef {import("/admin/static/ticket.js").Ticket} Ticket */

const form = /** @type {HTMLFormElement} */ (one("[data-wishes]"));
const why = one("[data-why]");
const after = one("[data-after]");
const carrying = one("[data-carrying]");
const say = sentences(one('[data-panel="services"]'));
/** The turn that a close cut short, for which the number will be. @type {Ticket | null} */
let old = null;

/** Only some classes are given with a reason. */
function ask() {
  why.hidden = !form.querySelector("[data-asks]:checked");
}

/** Nothing is wished yet; for a ticket that a close left behind, what it was still for. @param {Ticket | null} carried */
export function begin(carried) {
  old = carried;
  form.reset();
  ask();
  carrying.hidden = !old;
  carrying.textContent = old ? say("carries", { number: old.number }) : "";
  after.hidden = !old?.then.length;
  fill(one("[data-after-choices]"), ...(old?.then ?? []).map((code) =>
    h("label", { class: "chip" }, h("input", { type: "checkbox", name: "then", value: code, checked: true }), h("span", {}, label(code)))));
  if (!old) return;
  /** @type {HTMLInputElement} */ (one(`[name="lang"][value="${old.lang}"]`, form)).checked = true;
  /** @type {HTMLInputElement} */ (one('[name="assist"]', form)).checked = old.assist;
}

/** @param {string} service */
export function wish(service) {
  const said = new FormData(form);
  const [priority, reason, then] = [said.get("priority"), !why.hidden && said.get("reason"), said.getAll("then")];
  return {
    ...{ service, lang: said.get("lang"), assist: said.has("assist") },
    ...(priority && { priority }), ...(reason && { reason }), ...(then.length && { then }), ...(old && { carried: old.id }),
  };
}

form.addEventListener("change", ask);
