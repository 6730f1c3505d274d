/** What a counter serves and prefers, changed while it works; until the close, or for good. */

import { one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { tellPage } from "/admin/static/alerts.js";
import { asks } from "/admin/static/asking.js";
import { sentence, server } from "/admin/static/desk.js";
import { look, say } from "/admin/static/lookout.js";

let counter = "";
let version = 0;

const path = () => `/api/v1/counters/${encodeURIComponent(counter)}/services`;

const asking = asks("[data-assign-dialog]", async (said, key) => {
  const services = Object.fromEntries(said.getAll("service").map((code) => [code, Number(preference(String(code)).value)]));
  const body = { services, until_close: said.get("until") === "close", version };
  const { warnings } = await server.send("PUT", path(), { body, key });
  const words = [say("saved", { counter }), ...warnings.map(pick)].join(" ");
  tellPage(words, warnings.length ? "fault" : "good");
  look();
});

/** @param {string} code */
const preference = (code) =>
  /** @type {HTMLSelectElement} */ (one(`[data-preference="${code}"]`, asking.dialog));

const boxes = /** @type {HTMLInputElement[]} */ ([...asking.dialog.querySelectorAll("input[name=service]")]);

/** Preferences count for ticked services alone; one that is none of the three stands as it is. */
/** @param {Record<string, number>} services */
function draw(services) {
  for (const box of boxes) {
    const select = preference(box.value);
    const minutes = services[box.value];
    box.checked = minutes !== undefined;
    select.disabled = !box.checked;
    select.querySelector("[data-own]")?.remove();
    const value = String(minutes ?? 0);
    if (![...select.options].some((option) => option.value === value)) {
      const own = new Option(say("minutes", { n: value }), value);
      own.dataset.own = "";
      select.add(own);
    }
    select.value = value;
  }
}

/** @param {string} code */
async function open(code) {
  counter = code;
  const now = await server.get(path()).catch((fault) => tellPage(sentence(fault), "fault"));
  if (!now) return;
  version = now.version;
  asking.form.reset();
  one("[data-counter-code]", asking.dialog).textContent = code;
  draw(now.services);
  asking.open();
}

export function watchAssigning() {
  for (const box of boxes) box.addEventListener("change", () => (preference(box.value).disabled = !box.checked));
  for (const button of document.querySelectorAll("[data-assign]")) {
    button.addEventListener("click", () => open(button.getAttribute("data-assign") ?? ""));
  }
}
