/** Closing the counter of an officer who is gone: asked about first, with whom it concerns. */

import { fill, h, one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { tellPage } from "/admin/static/alerts.js";
import { asks } from "/admin/static/asking.js";
import { server } from "/admin/static/desk.js";
import { settle } from "/admin/static/intent.js";
import { hall, look, say } from "/admin/static/lookout.js";

let counter = "";

const asking = asks("[data-counter-dialog]", async (_, key) => {
  const done = await server.post(`/api/v1/counters/${encodeURIComponent(counter)}/close`, {}, { key });
  tellPage(say("counterClosed", { counter, n: done.back }));
  look();
});
const words = sentences(asking.dialog);

/** What will happen, in sentences. @param {import("/admin/static/lookout.js").Counter} desk */
function will({ officer, number, held }) {
  const found = [
    officer && words("out", { officer }),
    number && words("here", { number }),
    held && words("held", { n: held }),
  ].filter((one) => one);
  return number || held ? found : [...found, words("nobody")];
}

/** @param {string} code */
async function open(code) {
  await look();
  const desk = hall.overview?.counters.find((one) => one.counter === code);
  if (!desk || asking.dialog.open) return;
  counter = code;
  one("#counter-title").textContent = words("title", { counter });
  fill(one("[data-will]", asking.dialog), ...will(desk).map((said) => h("li", {}, String(said))));
  asking.open();
  settle();
}

export function watchClosing() {
  for (const button of document.querySelectorAll("[data-close-counter]")) {
    button.addEventListener("click", () => open(button.getAttribute("data-close-counter") ?? ""));
  }
}
