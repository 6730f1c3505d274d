/** Opening and closing questions: one at a time, never answered by the press that opened them. */

import { listening, settle } from "/counter/static/desk.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

/** The question that is open, if any. */
const opened = () => /** @type {HTMLDialogElement | null} */ (document.querySelector("dialog[open]"));

/** A question of the template. @param {string} id */
export const question = (id) => /** @type {HTMLDialogElement} */ (document.getElementById(id));

/** Opens a question; whether it did. @param {HTMLDialogElement} dialog */
export function open(dialog) {
  if (!listening()) return false;
  close();
  settle();
  dialog.showModal();
  return true;
}

export const close = () => opened()?.close();

/** An answer counts only when the desk listens; it closes the question. @param {() => void} then */
export function answer(then) {
  if (!listening()) return;
  close();
  then();
}

export function listenToDialogs() {
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", close);
}
