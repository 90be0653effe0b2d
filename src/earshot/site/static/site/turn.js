// My turn: j, k and Enter on the lines; the page's content follows events and the minute.
import { refresher } from "web/fresh";
import { onKey } from "web/keys";
import { follow } from "web/live";

const refresh = refresher(["machine", "turn", "turn-aside", "turn-now", "places"]);
const rows = () => [...document.querySelectorAll("[data-row]")];

function step(by) {
  const all = rows();
  const at = all.indexOf(document.activeElement?.closest("[data-row]"));
  const row = all[Math.max(0, Math.min(all.length - 1, at + by))];
  all.forEach((each) => each.removeAttribute("aria-current"));
  row?.setAttribute("aria-current", "true");
  row?.focus();
  return Boolean(row);
}

onKey("j", () => step(1));
onKey("k", () => step(-1));
follow((event) => {
  if (/^(conversation|publication|handover|approval|policy|channel|campaign)\.|^(reload|up)$/.test(event.kind)) refresh();
});
setInterval(() => { if (!document.hidden) refresh(); }, 60_000);
