/** The supervisor's hours: drawn anew whenever the kiosks' menu changes, and after each change made here. */

import { newKey, Refused } from "/shell/static/api.js";
import { one } from "/shell/static/dom.js";
import { connection, sentence, server, tell } from "/admin/static/desk.js";
import { drawClosures, watchClosureForm } from "/admin/static/hours_closures.js";
import { drawToday, watchToday } from "/admin/static/hours_today.js";
import { drawWeek, watchWeekForm } from "/admin/static/hours_week.js";
import { say } from "/admin/static/hours_words.js";

/** @typedef {import("/admin/static/hours_words.js").Opening} Opening */
/** @typedef {"done" | "asked" | "failed"} Outcome "asked": the server wants a second word, because people are concerned */
/** @typedef {(method: string, path: string, body?: object, place?: HTMLElement) => Promise<Outcome>} Change */

/** Numbers are taken many times a minute; nobody reads faster than this. */
const EVERY_MS = 1500;
const says = one("[data-says]");
let timer = 0;
let busy = false;

async function ask() {
  clearTimeout(timer);
  timer = 0;
  /** @type {Opening | null} */
  const opening = await server.get("/api/v1/opening").catch(() => null);
  if (!opening) return;
  drawToday(opening);
  drawClosures(opening, change);
  drawWeek(opening, change);
}

/** Sends a change, says what came of it, and draws what is true then. @type {Change} */
async function change(method, path, body, place = says) {
  if (busy) return "failed";
  busy = true;
  try {
    await server.send(method, `/api/v1/opening${path}`, { body, key: newKey(), patience: 8000 });
    tell(place, "");
    tell(says, say("done"), "good");
    return "done";
  } catch (fault) {
    tell(place, sentence(fault));
    return fault instanceof Refused && fault.kind === "conflict" ? "asked" : "failed";
  } finally {
    busy = false;
    await ask();
  }
}

watchToday(change);
watchClosureForm(change);
watchWeekForm(change);
connection.watch({ kiosk: true }, () => (timer ||= setTimeout(ask, EVERY_MS)));
ask();
