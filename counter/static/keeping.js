/** Keeps the last list on the screen while there is no server: a page that is loaded anew then would not come back. */

import { desk } from "/counter/static/desk.js";

/** Has the browser ask before the page goes, as long as it is cut off and shows whom to call. */
export function keepWhileLost() {
  addEventListener("beforeunload", (event) => {
    if (desk.lostAt && desk.page && !desk.ended) event.preventDefault();
  });
}
