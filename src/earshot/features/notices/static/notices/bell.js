// The figure beside the bell follows the person's own events; what is new is said in the corner.
import { follow } from "web/live";
import { say } from "web/shell";

const bell = document.querySelector("[data-bell]");
const lines = () => document.querySelectorAll(`a[href="${CSS.escape(bell.dataset.place)}"]`);
let newest = 0;

function show(unread) {
  for (const line of lines()) {
    let figure = line.querySelector(".n");
    if (!unread) {
      figure?.remove();
      continue;
    }
    if (!figure) {
      figure = document.createElement("span");
      figure.className = "n";
      line.append(figure);
    }
    figure.textContent = String(unread);
  }
}

let waiting = 0;
function look(aloud) {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    try {
      const response = await fetch(bell.dataset.bell, { credentials: "same-origin" });
      if (!response.ok) return;
      const told = await response.json();
      show(told.unread);
      if (aloud && told.id > newest && !document.hidden) say(told.newest);
      newest = Math.max(newest, told.id);
    } catch { /* The connection is down: its return asks again. */ }
  }, 300);
}

follow(({ kind }) => {
  if (/^notice\.|^reload$/.test(kind)) look(kind === "notice.new");
});
