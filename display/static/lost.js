/** Says that the screen may be wrong as soon as the server has been silent, and since when. */

import { one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { clockNow } from "/shell/static/time.js";

/** The server's ping comes every two seconds. */
const SILENCE_MS = 3000;
const LONG_MS = 60_000;

const main = one("#main");
const box = one("#lost");

/** Says it in both languages, a line for each sentence. @param {"lost" | "refused"} what @param {string} time */
function say(what, time) {
  for (const line of /** @type {HTMLElement[]} */ ([...box.children])) {
    line.textContent = sentences(line)(what, { time }).replace(". ", ".\n");
  }
  box.hidden = false;
  main.dataset.live = "no";
}

/**
 * Watches over hearing the server; counts from now. After a minute of silence the calls are no longer believed.
 * @param {() => string} at any instant of the server, for the centre's time zone
 */
export function watch(at) {
  let timer = 0;

  const lost = (/** @type {string} */ time) => {
    say("lost", time);
    timer = setTimeout(() => (main.dataset.live = "never"), LONG_MS);
  };
  const heard = () => {
    const time = clockNow(at());
    clearTimeout(timer);
    timer = setTimeout(() => lost(time), SILENCE_MS);
    box.hidden = true;
    main.dataset.live = "yes";
  };
  const refused = () => {
    clearTimeout(timer);
    say("refused", "");
    main.dataset.live = "never";
  };
  heard();
  return { heard, refused };
}
