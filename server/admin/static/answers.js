/** Longer answers to an alert: moving the whole line, telling those who wait; and notices for everybody. */

import { fill, h, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";
import { tellPage } from "/admin/static/alerts.js";
import { asks } from "/admin/static/asking.js";
import { sentence, server } from "/admin/static/desk.js";
import { hall, look, say, whenSeen } from "/admin/static/lookout.js";

/** @typedef {import("/admin/static/lookout.js").Alert} Alert */

/** @type {Alert | null} what is being answered; null: a notice of its own */
let about = null;
let version = 0;

/** @param {string} value @param {string} words */
const option = (value, words) => h("option", { value }, words);

const moving = asks("[data-move-dialog]", async (said, key) => {
  const [kind, code] = String(said.get("to")).split(/ (.*)/);
  const wish = kind === "counter" ? { counter: code, version } : { to: code, version };
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

/** @param {Alert} alert */
export function askMove(alert) {
  about = alert;
  version = hall.overview?.version ?? 0;
  const { counters = [], lines = [] } = hall.overview ?? {};
  const there = counters.filter((one) => one.state !== "closed" && one.state !== "paused").map((one) => one.counter);
  // Its own line among them: that gives back who was sent elsewhere.
  const served = lines.filter((line) => line.open.length);
  fill(one("[data-open-counters]"), ...there.map((code) => option(`counter ${code}`, say("counter", { counter: code }))));
  fill(one("[data-open-lines]"), ...served.map((line) => option(`service ${line.service}`, `${line.prefix} · ${pick(line.name)}`)));
  moving.form.reset();
  one("[data-line-name]", moving.dialog).textContent = pick(alert.name);
  moving.open();
}

/** @param {Alert | null} alert */
export function askNotice(alert) {
  about = alert;
  telling.form.reset();
  one("[data-line-name]", telling.dialog).textContent = alert ? pick(alert.name) : "";
  one("[data-where]", telling.dialog).hidden = alert !== null;
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
