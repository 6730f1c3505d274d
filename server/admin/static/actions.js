/** What reception may do with a ticket: print, return, transfer and cancel, the last two with a reason. */

import { one } from "/shell/static/dom.js";
import { recall, remember } from "/shell/static/memory.js";
import { sentence, server, tell } from "/admin/static/desk.js";
import { intents } from "/admin/static/intent.js";
import { draw, refresh, say, ticket } from "/admin/static/ticket.js";

const REMEMBERED = "layso.print-at";
const panel = one('[data-panel="ticket"]');
const says = one("[data-says]", panel);
const intent = intents();
const chosen = /** @type {HTMLSelectElement | HTMLElement | null} */ (panel.querySelector("[data-kiosk]"));

/** Where slips come out: the kiosk last chosen on this machine, or the only one. */
export const kiosk = () => (chosen instanceof HTMLSelectElement ? chosen.value : chosen?.dataset.kiosk);

/** @param {string} name @param {object} body @param {HTMLElement} place where a refusal is said */
async function act(name, body, place) {
  const id = ticket()?.id;
  if (!id) return false;
  try {
    const send = (/** @type {string} */ key) => server.post(`/api/v1/tickets/${id}/${name}`, body, { key });
    const now = await intent.once(JSON.stringify([id, name, body]), send);
    if (!now) return false;
    if (now.id === ticket()?.id) draw(now);
    tell(says, say(`did${name.charAt(0).toUpperCase()}${name.slice(1)}`), "good");
    return true;
  } catch (fault) {
    tell(place, sentence(fault));
    refresh();
    return false;
  }
}

/** @param {HTMLDialogElement} dialog @param {string} name */
function watchDialog(dialog, name) {
  const form = one("form", dialog);
  const complaint = one("[data-form-says]", dialog);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = Object.fromEntries([...new FormData(/** @type {HTMLFormElement} */ (form))].filter(([, v]) => v));
    if (form.dataset.both && !said.service && !said.counter) return tell(complaint, form.dataset.both);
    if (await act(name, said, complaint)) dialog.close();
  });
  one("[data-dismiss]", dialog).addEventListener("click", () => dialog.close());
  one(`[data-act="${name}"]`, panel).addEventListener("click", () => {
    /** @type {HTMLFormElement} */ (form).reset();
    tell(complaint, "");
    one("[data-number]", dialog).textContent = ticket()?.number ?? "";
    dialog.showModal();
  });
}

export function watchActions() {
  if (chosen instanceof HTMLSelectElement) {
    const last = recall(REMEMBERED);
    if ([...chosen.options].some((option) => option.value === last)) chosen.value = String(last);
    chosen.addEventListener("change", () => remember(REMEMBERED, chosen.value));
  }
  const at = () => (kiosk() ? { kiosk: kiosk() } : {});
  one('[data-act="print"]', panel).addEventListener("click", () => act("print", at(), says));
  one('[data-act="return"]', panel).addEventListener("click", () => act("return", {}, says));
  for (const dialog of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("[data-dialog]"))) {
    watchDialog(dialog, dialog.dataset.dialog ?? "");
  }
}
