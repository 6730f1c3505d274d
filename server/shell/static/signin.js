/** Signing in: at a counter that this machine remembers, or without one; a counter in use is asked for, never grabbed. */

import { api, Refused } from "/shell/static/api.js";
import { one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { recall, remember } from "/shell/static/memory.js";

const REMEMBERED = "layso.counter";
const form = /** @type {HTMLFormElement} */ (one("#signin"));
const taken = /** @type {HTMLDialogElement} */ (one("#taken"));
const says = one("#signin-says");
const say = sentences(form);
const server = api("officer");
let sending = false;

/** @returns {(HTMLInputElement | HTMLSelectElement)[]} */
const fields = () => [...form.querySelectorAll("input"), ...form.querySelectorAll("select")];

/** @param {string} sentence @param {string} [field] the field it is about */
function complain(sentence, field) {
  says.textContent = sentence;
  says.hidden = !sentence;
  for (const part of fields()) part.setAttribute("aria-invalid", String(part.name === field));
  fields().find((part) => part.name === field)?.focus();
}

/** The first field that is still empty, in the order of the form. */
const missing = () =>
  ["counter", "username", "password"].find((name) => fields().some((f) => f.name === name && !f.value.trim()));

/** @param {boolean} takeover */
async function signIn(takeover) {
  const wish = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
  wish.username = wish.username?.trim() ?? "";
  try {
    await server.send("POST", "/api/v1/session", { body: takeover ? { ...wish, takeover } : wish, timeout: 10000 });
    if (wish.counter) remember(REMEMBERED, wish.counter);
    location.assign(form.dataset.after ?? "/");
  } catch (fault) {
    refused(fault, wish.counter ?? "");
  }
}

/** @param {unknown} fault @param {string} counter */
function refused(fault, counter) {
  if (!(fault instanceof Refused)) return complain(say("away"));
  if (fault.kind === "counter-taken") {
    one("#taken-title").textContent = say("taken", { counter });
    taken.returnValue = "no";
    return taken.showModal();
  }
  const [field, sentence] = Object.entries(fault.problem.errors ?? {})[0] ?? [];
  complain(sentence ?? fault.message, field ?? (fault.status === 401 ? "password" : "counter"));
}

/** @param {boolean} takeover */
async function submit(takeover) {
  if (sending) return;
  const empty = missing();
  if (empty) return complain(say(empty), empty);
  sending = true;
  complain("");
  await signIn(takeover);
  sending = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit(false);
});
taken.addEventListener("close", () => (taken.returnValue === "yes" ? submit(true) : one("#counter").focus()));

const counter = /** @type {HTMLSelectElement | null} */ (form.querySelector("select"));
const usual = recall(REMEMBERED);
if (counter && [...counter.options].some((option) => option.value === usual)) counter.value = usual;
(counter?.value === "" ? counter : one("#username")).focus();
