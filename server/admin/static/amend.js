/** Putting a ticket right: another service, another priority, what follows. */

import { one } from "/shell/static/dom.js";
import { sentence, server, tell } from "/admin/static/desk.js";
import { intents } from "/admin/static/intent.js";
import { draw, label, refresh, say, ticket } from "/admin/static/ticket.js";

const panel = one('[data-panel="ticket"]');
const says = one("[data-says]", panel);
const dialog = /** @type {HTMLDialogElement} */ (one("[data-amend]"));
const form = /** @type {HTMLFormElement} */ (one("form", dialog));
const complaint = one("[data-form-says]", dialog);
const planned = one("[data-planned]", dialog);
const intent = intents();
const field = (/** @type {string} */ name) => /** @type {HTMLSelectElement} */ (one(`[name=${name}]`, form));

function ask() {
  const now = ticket();
  if (!now) return;
  form.reset();
  tell(complaint, "");
  one("[data-number]", dialog).textContent = now.number;
  field("service").disabled = now.state !== "waiting";
  field("priority").disabled = !["waiting", "held", "no_show"].includes(now.state);
  field("then").disabled = now.then.length > 1;
  planned.hidden = now.then.length === 0;
  planned.textContent = (planned.dataset.planned ?? "").replace("{services}", now.then.map(label).join(", "));
  dialog.showModal();
}

/** @param {import("/admin/static/ticket.js").Ticket} now */
function wish(now) {
  const [service, priority, then] = ["service", "priority", "then"].map((name) => field(name).value);
  return {
    ...(service && { service }),
    ...(priority && { priority: priority === "none" ? null : priority }),
    ...(then && { then: [...now.then, then] }),
  };
}

async function amend() {
  const now = ticket();
  const change = now && wish(now);
  if (!now || !change) return;
  if (Object.keys(change).length === 0) return tell(complaint, form.dataset.nothing ?? "");
  const body = { ...change, reason: field("reason").value };
  try {
    const send = (/** @type {string} */ key) => server.post(`/api/v1/tickets/${now.id}/amend`, body, { key });
    const after = await intent.once(JSON.stringify([now.id, body]), send);
    if (!after) return;
    if (after.id === ticket()?.id) draw(after);
    tell(says, say("didAmend"), "good");
    dialog.close();
  } catch (fault) {
    tell(complaint, sentence(fault));
    refresh();
  }
}

export function watchAmending() {
  one('[data-act="amend"]', panel).addEventListener("click", ask);
  one("[data-dismiss]", dialog).addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    amend();
  });
}
