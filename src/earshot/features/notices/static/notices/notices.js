// Notices: j and k on the lines; new ones come in by themselves; to open what one is about is to have read it.
import { refresher } from "web/fresh";
import { onKey } from "web/keys";
import { follow } from "web/live";

const refresh = refresher(["notice-list"]);
const rows = () => [...document.querySelectorAll("[data-row]")];

function step(by) {
  const all = rows();
  const at = all.indexOf(document.activeElement?.closest("[data-row]"));
  all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  return all.length > 0;
}

document.addEventListener("click", (event) => {
  const form = document.getElementById(event.target.closest("[data-reads]")?.dataset.reads ?? "");
  if (!form) return;
  // It outlives the page, which is about to go; a line that stays unread does no harm.
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true }).catch(() => {});
});
onKey("j", () => step(1));
onKey("k", () => step(-1));
onKey("Enter", (event) => {
  const link = event.target.matches?.("[data-row]") && event.target.querySelector("a");
  link?.click?.();
  return Boolean(link);
});
follow(({ kind }) => {
  if (/^notice\.|^(reload|up)$/.test(kind)) refresh();
});
