/** Where to send a ticket: another service, another counter, or both; keeping its place unless said otherwise. */

import { act } from "/counter/static/act.js";
import { answer, open, question } from "/counter/static/dialogs.js";
import { facts, say } from "/counter/static/facts.js";
import { one } from "/shell/static/dom.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

const sending = question("sending");
const form = /** @type {HTMLFormElement} */ (one("#sending-form"));
const service = /** @type {HTMLSelectElement} */ (one("#to-service"));
const counter = /** @type {HTMLSelectElement} */ (one("#to-counter"));
const end = /** @type {HTMLInputElement} */ (one("#to-end"));
const says = one("#sending-says");
/** @type {Ticket | null} */
let ticket = null;

/** @param {Ticket} which */
export function askTransfer(which) {
  if (!open(sending)) return;
  ticket = which;
  form.reset();
  says.hidden = true;
  one("#sending-title").textContent = say("transferTitle", { number: which.number });
  for (const option of service.options) option.disabled = option.value === which.service;
  offerCounters();
}

/** After a service is chosen, only the counters that serve it are offered. */
function offerCounters() {
  const serving = service.value ? (facts.served[service.value] ?? []) : null;
  for (const option of counter.options) option.hidden = Boolean(option.value && serving && !serving.includes(option.value));
  for (const group of counter.querySelectorAll("optgroup")) group.hidden = ![...group.children].some((o) => o instanceof HTMLElement && !o.hidden);
  if (counter.selectedOptions[0]?.hidden) counter.value = "";
}

function send() {
  if (!service.value && !counter.value) {
    says.textContent = say("transferNeeds");
    says.hidden = false;
    return service.focus();
  }
  /** @type {Record<string, string | boolean>} */
  const body = {};
  if (service.value) body.service = service.value;
  if (counter.value) body.counter = counter.value;
  if (end.checked) body.end = true;
  answer(() => ticket && act(ticket, "transfer", body));
}

export function listenToTransfer() {
  service.addEventListener("change", offerCounters);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  // In a list of choices Enter would only open it: there it sends, as in any field.
  form.addEventListener("keydown", (event) => {
    if (event.code !== "Enter" || event.repeat || !(event.target instanceof HTMLSelectElement)) return;
    event.preventDefault();
    send();
  });
}
