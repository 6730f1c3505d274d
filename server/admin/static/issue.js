/** Issuing in two touches: a department, then a service; wishes are said in between and forgotten afterwards. */

import { fill, one } from "/shell/static/dom.js";
import { sentence, server, tell } from "/admin/static/desk.js";
import { intents, settled } from "/admin/static/intent.js";
import { show } from "/admin/static/views.js";

const all = (/** @type {string} */ selector) =>
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector));
const wishes = /** @type {HTMLFormElement} */ (one("[data-wishes]"));
const says = one("[data-issue-says]");
const why = one("[data-why]");
const intent = intents();

/** Only some classes are given with a reason. */
function ask() {
  why.hidden = !wishes.querySelector("[data-asks]:checked");
}

/** @param {string} department */
function open(department) {
  if (!settled()) return;
  intent.forget();
  wishes.reset();
  ask();
  tell(says, "");
  for (const list of all("[data-of]")) {
    list.hidden = list.dataset.of !== department;
    if (!list.hidden) fill(one("[data-services-title]"), list.dataset.name);
  }
  show("services");
}

/** @param {string} service */
function wish(service) {
  const said = new FormData(wishes);
  const [priority, reason] = [said.get("priority"), !why.hidden && said.get("reason")];
  return { service, lang: said.get("lang"), assist: said.has("assist"), ...(priority && { priority }), ...(reason && { reason }) };
}

/** @param {string} service @param {(ticket: any) => void} issued */
async function take(service, issued) {
  const body = wish(service);
  try {
    tell(says, "");
    const send = (/** @type {string} */ key) => server.post("/api/v1/tickets", body, { key });
    const ticket = await intent.once(JSON.stringify(body), send);
    if (ticket) issued(ticket);
  } catch (fault) {
    tell(says, sentence(fault));
  }
}

/** @param {(ticket: any) => void} issued */
export function watchIssuing(issued) {
  for (const one of all("[data-department]")) one.addEventListener("click", () => open(one.dataset.department ?? ""));
  for (const one of all("[data-service]")) one.addEventListener("click", () => take(one.dataset.service ?? "", issued));
  wishes.addEventListener("change", ask);
  one("[data-back]").addEventListener("click", () => show("departments"));
}
