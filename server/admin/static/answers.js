/** Longer answers to an alert: moving the whole line, telling those who wait; and notices for everybody. */

import { fill, h, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";
import { tellPage } from "/admin/static/alerts.js";
import { asks } from "/admin/static/asking.js";
import { sentence, server } from "/admin/static/desk.js";
import { hall, look, say, whenSeen } from "/admin/static/lookout.js";

/** @typedef {{service: string, name: import("/shell/static/lang.js").Text}} Asked a line that is asked about */

/** @type {Asked | null} null: a notice of its own */
let about = null;
let version = 0;

/** A line where another may go; its own has people come back. @param {import("/admin/static/lookout.js").Line} line */
const name = (line) =>
  line.service === about?.service ? say("ownLine", { prefix: line.prefix, line: pick(line.name) }) : `${line.prefix} · ${pick(line.name)}`;

/** @param {string} value @param {string} words */
const option = (value, words) => h("option", { value }, words);

const moving = asks("[data-move-dialog]", async (said, key) => {
  const [kind, code] = String(said.get("to")).split(/ (.*)/);
  const tell = said.get("tell") && code !== about?.service ? { tell: said.get("tell") } : {};
  const wish = { ...(kind === "counter" ? { counter: code } : { to: code }), version, ...tell };
  const path = `/api/v1/services/${encodeURIComponent(about?.service ?? "")}/move`;
  tellPage(say("moved", { n: (await server.post(path, wish, { key })).moved }));
  look();
});

const telling = asks("[data-notice-dialog]", async (said, key) => {
  const area = String(said.get("area") ?? "");
  const where = about ? { service: about.service } : area ? { area } : {};
  await server.post("/api/v1/notices", { message: said.get("message"), ...where }, { key });
  tellPage(say("told"));
  look();
});

/** @param {Asked} line */
export function askMove(line) {
  about = line;
  version = hall.overview?.version ?? 0;
  const { counters = [], lines = [] } = hall.overview ?? {};
  const there = counters.filter((one) => one.desk === "open").map((one) => one.counter);
  // Its own line among them: that gives back who was sent or moved elsewhere.
  const served = lines.filter((one) => one.open.length || one.service === line.service);
  fill(one("[data-open-counters]"), ...there.map((code) => option(`counter ${code}`, say("counter", { counter: code }))));
  fill(one("[data-open-lines]"), ...served.map((one) => option(`service ${one.service}`, name(one))));
  moving.form.reset();
  one("[data-line-name]", moving.dialog).textContent = pick(line.name);
  moving.open();
}

/** @param {Asked | null} line */
export function askNotice(line) {
  about = line;
  telling.form.reset();
  one("[data-line-name]", telling.dialog).textContent = line ? pick(line.name) : "";
  one("[data-where]", telling.dialog).hidden = line !== null;
  telling.open();
}

/** @param {string} id */
async function takeOff(id) {
  await server.send("DELETE", `/api/v1/notices/${id}`).catch((fault) => tellPage(sentence(fault), "fault"));
  look();
}

export function watchNotices() {
  one("[data-new-notice]").addEventListener("click", () => askNotice(null));
  let drawn = "";
  whenSeen(({ notices }) => {
    if (JSON.stringify(notices) === drawn) return;
    drawn = JSON.stringify(notices);
    const rows = notices.map(({ id, text, area, at }) => {
      const where = area ? say("area", { area }) : say("whole");
      const off = h("button", { type: "button", class: "button", onclick: () => takeOff(id) }, say("off"));
      return h("li", {}, h("span", {}, pick(text)), h("small", {}, say("stands", { area: where, time: clock(at) })), off);
    });
    fill(one("[data-notices]"), ...rows);
  });
}

/** Every line's own row asks the same, so that what was moved can be moved back. */
export function watchLines() {
  for (const [name, ask] of /** @type {[string, (line: Asked) => void][]} */ ([["move", askMove], ["tell", askNotice]])) {
    for (const button of document.querySelectorAll(`[data-${name}-line]`)) {
      button.addEventListener("click", () => {
        const line = hall.overview?.lines.find((one) => one.service === button.getAttribute(`data-${name}-line`));
        if (line) ask(line);
      });
    }
  }
}
