/** Keeps the citizen's page true: asks every ten seconds whether the ticket changed, and then takes the page anew. */

import { one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { clockNow, learn } from "/shell/static/time.js";
import { watchActs } from "./acts.js";

const EVERY_MS = 10_000;
const PATIENCE_MS = 5000;

const away = one("#away");
const say = sentences(away);
const { now: loaded = "" } = away.dataset;

learn(loaded);
let etag = "";
let time = clockNow(loaded);
let timer = 0;

/** @param {string} address @param {Record<string, string>} [headers] */
async function ask(address, headers = {}) {
  const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.status >= 500 || answer.status === 429) throw new Error(`no answer: ${answer.status}`);
  return answer;
}

/** Puts the server's newer page in place of this one: its sentences exist once, on the server. */
async function renew() {
  const answer = await ask(location.href);
  if (!answer.ok) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [old, main] = [one("main"), one("main", page)];
  document.title = page.title;
  old.replaceWith(document.adoptNode(main));
  if (old.dataset.state !== main.dataset.state) announce(main);
}

/** @param {HTMLElement} main */
function announce(main) {
  one("#says").textContent = document.title;
  if (main.dataset.state === "called") navigator.vibrate?.([400, 200, 400, 200, 400]);
}

async function look() {
  const { document: address = "", version } = one("main").dataset;
  const answer = await ask(address, etag ? { "If-None-Match": etag } : {});
  if (answer.status === 404) return location.reload();
  // Time alone changes a document, too: its version stays. Only the first answer is what the page was made of.
  if (answer.status !== 304 && (etag || String((await answer.json()).version) !== version)) await renew();
  etag = answer.headers.get("ETag") ?? etag;
  time = clockNow(loaded);
  away.textContent = "";
}

/** Looks now, and again after a while, whatever came of it. */
async function turn() {
  clearTimeout(timer);
  await look().catch(lost);
  clearTimeout(timer);
  timer = setTimeout(turn, EVERY_MS);
}

function lost() {
  away.textContent = say("away", { time });
}

addEventListener("offline", lost);
addEventListener("online", turn);
addEventListener("visibilitychange", () => document.visibilityState === "visible" && turn());
watchActs(renew);
turn();
