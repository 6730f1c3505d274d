/** What every page of staff does: stays live and says so, signs out, puts faults into calm sentences. */

import { api, Refused } from "/shell/static/api.js";
import { one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { live } from "/shell/static/live.js";
import { clock, clockNow, learn } from "/shell/static/time.js";

const page = one("#desk");
export const server = api("officer");
export const say = sentences(page);
const { now: loaded = "" } = page.dataset;

/**
 * The sentence for a fault; a session that ended leads back to the sign-in form.
 * @param {unknown} fault
 */
export function sentence(fault) {
  if (!(fault instanceof Refused)) return say("noAnswer");
  if (fault.status === 401) location.reload();
  return Object.values(fault.problem.errors ?? {})[0] ?? fault.message;
}

/**
 * Shows a sentence in its place, or nothing.
 * @param {HTMLElement} place
 * @param {string} words
 * @param {"good" | "fault"} [how]
 */
export function tell(place, words, how = "fault") {
  place.hidden = !words;
  place.textContent = words;
  place.classList.toggle("good", how === "good");
  place.classList.toggle("fault", how === "fault");
}

/** @param {import("/shell/static/live.js").State} state */
function show(state) {
  // Signed out, disabled, or in again elsewhere: the server knows what to show now.
  if (state.refused) return location.reload();
  const word = one("[data-live-word]");
  word.dataset.live = state.live ? "yes" : "no";
  word.textContent = say(state.live ? "live" : "away");
  const time = clockNow(loaded);
  const unable = state.trouble && say("unable", { time: clock(state.trouble) });
  tell(one("[data-outage]"), state.live ? unable : say("since", { time }));
}

learn(loaded);
export const connection = live("officer", show);

one("[data-sign-out]").addEventListener("click", async () => {
  await server.send("DELETE", "/api/v1/session", { patience: 4000 }).catch(() => null);
  location.reload();
});
