// Shows how far an import is, once a second, until it is over.
import { fetchPage } from "web/trusted";

const place = document.getElementById("progress");
const head = document.getElementById("import-state");

async function refresh() {
  const { ok, page } = await fetchPage(location.href).catch(() => ({ ok: false }));
  const fresh = ok && page.getElementById("progress");
  if (!fresh) return void setTimeout(refresh, 5000); // the server may be starting anew
  if (!["waiting", "running"].includes(fresh.dataset.state)) return location.reload();
  head.replaceChildren(...page.getElementById("import-state").childNodes);
  if (!place.contains(document.activeElement)) place.replaceChildren(...fresh.childNodes);
  setTimeout(refresh, 1000);
}

setTimeout(refresh, 1000);
