/** Issuing in two touches: a department, then a service; wishes are said in between and forgotten afterwards. */

import { fill, one } from "/shell/static/dom.js";
import { sentence, server, tell } from "/admin/static/desk.js";
import { intents, settled } from "/admin/static/intent.js";
import { say as ticketSays, ticket } from "/admin/static/ticket.js";
import { show } from "/admin/static/views.js";
import { begin, wish } from "/admin/static/wishes.js";

const all = (/** @type {string} */ selector) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))];
const says = one("[data-issue-says]");
const intent = intents();

/** @param {string} department @param {import("/admin/static/ticket.js").Ticket | null} carried a turn that a close cut short: for its service alone */
function open(department, carried = null) {
  if (!settled()) return;
  intent.forget();
  begin(carried);
  tell(says, "");
  for (const list of all("[data-of]")) {
    list.hidden = list.dataset.of !== department;
    if (!list.hidden) fill(one("[data-services-title]"), list.dataset.name);
  }
  for (const one of all("[data-of] [data-service]")) row(one).hidden = carried !== null && one.dataset.service !== carried.service;
  show("services");
}

const row = (/** @type {HTMLElement} */ button) => /** @type {HTMLElement} */ (button.closest("li"));

/** The same wishes as for any number, for the ticket on the page. */
function carry() {
  const old = ticket();
  const offered = old && all("[data-of] [data-service]").find((one) => one.dataset.service === old.service);
  if (!old) return;
  if (!offered) return tell(one('[data-panel="ticket"] [data-says]'), ticketSays("notOffered"));
  open(/** @type {HTMLElement} */ (offered.closest("[data-of]")).dataset.of ?? "", old);
}

/** @param {string} service @param {(ticket: any) => void} issued */
async function take(service, issued) {
  const body = wish(service);
  try {
    tell(says, "");
    const send = (/** @type {string} */ key) => server.post("/api/v1/tickets", body, { key });
    const taken = await intent.once(JSON.stringify(body), send);
    if (taken) issued(taken);
  } catch (fault) {
    tell(says, sentence(fault));
  }
}

/** @param {(ticket: any) => void} issued */
export function watchIssuing(issued) {
  for (const one of all("[data-department]")) one.addEventListener("click", () => open(one.dataset.department ?? ""));
  for (const one of all("[data-service]")) one.addEventListener("click", () => take(one.dataset.service ?? "", issued));
  one('[data-act="carry"]').addEventListener("click", carry);
  one("[data-back]").addEventListener("click", () => show("departments"));
}
