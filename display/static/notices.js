/** What the centre says to everybody: while the hall pauses its message covers the screen, else notices take turns. */

import { one } from "/shell/static/dom.js";

/** @typedef {import("/display/static/board.js").Text} Text */
/** @typedef {"vi" | "en"} Language */

const TURN_MS = 8000;

const main = one("#main");
const strip = one("#notice");
const cover = one("#paused");
const large = document.documentElement.lang === "en" ? "en" : "vi";
const LANGUAGES = /** @type {Language[]} */ ([large, large === "en" ? "vi" : "en"]);

/** What takes turns: each notice in both languages. @type {[Language, string][]} */
let told = [];
let turn = 0;

/** @param {{paused: boolean, notices: Text[]}} board */
export function draw({ paused, notices }) {
  const message = paused ? notices[0] : undefined;
  cover.hidden = !message;
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (cover.querySelectorAll("[data-paused]"))) {
    if (message) write(line, line.lang === "en" ? "en" : "vi", message[line.lang === "en" ? "en" : "vi"]);
  }
  const now = notices.flatMap((text) => LANGUAGES.map((lang) => /** @type {[Language, string]} */ ([lang, text[lang]])));
  if (JSON.stringify(now) !== JSON.stringify(told)) turn = 0;
  told = now;
  show();
}

function show() {
  const now = cover.hidden ? told[turn % Math.max(1, told.length)] : undefined;
  strip.hidden = !now;
  main.dataset.notice = now ? "yes" : "no";
  if (now) write(one("[data-notice]", strip), ...now);
}

/** @param {HTMLElement} line @param {Language} lang @param {string} words */
function write(line, lang, words) {
  line.lang = lang;
  if (line.textContent !== words) line.textContent = words;
}

setInterval(() => {
  turn += 1;
  show();
}, TURN_MS);
