/** Signing out: asked about first when somebody is at the desk or held here, for nobody waits for them afterwards. */

import { signOut } from "/counter/static/act.js";
import { desk } from "/counter/static/desk.js";
import { answer, open, question } from "/counter/static/dialogs.js";
import { facts, say } from "/counter/static/facts.js";
import { onPress } from "/counter/static/press.js";
import { forgetSteps } from "/counter/static/trail.js";
import { fill, h, one } from "/shell/static/dom.js";

const leaving = question("leaving");

async function leave() {
  await signOut();
  forgetSteps();
  location.assign("/counter");
}

/** Whom it concerns, in sentences. */
function concerned() {
  const held = desk.page?.held.filter((one) => one.counter === facts.counter).length ?? 0;
  const number = desk.page?.current?.number;
  return [number ? say("leaveHere", { number }) : "", held ? say("leaveHeld", { n: held }) : ""].filter((one) => one);
}

/** A page that is not live knows of nobody: then it simply signs out. */
function ask() {
  const said = desk.live ? concerned() : [];
  if (!said.length) leave();
  else if (open(leaving)) fill(one("#leaving-who"), ...said.map((words) => h("p", {}, words)));
}

export function listenToLeaving() {
  one("#leave").addEventListener("click", ask);
  onPress(one("#leaving-goes"), () => answer(leave));
}
