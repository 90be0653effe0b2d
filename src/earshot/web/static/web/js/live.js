// Live events. All tabs share one connection by way of a shared worker; where there is none each tab has its own.
import { scriptAddress } from "web/trusted";

const stream = document.body.dataset.live ?? "";
const handlers = [];

/** Calls `handler` with each event {id, kind, ref, ...}; kind "reload" asks to load the page's state anew;
 *  kinds "up" and "down" tell of the connection itself. */
export function follow(handler) {
  handlers.push(handler);
}

const tell = (event) => handlers.forEach((handler) => handler(event));

function alone() {
  const source = new EventSource(stream);
  source.onopen = () => tell({ kind: "up" });
  source.onerror = () => tell({ kind: "down" });
  source.onmessage = (message) => tell({ id: Number(message.lastEventId), ...JSON.parse(message.data) });
  source.addEventListener("reload", () => tell({ kind: "reload" }));
  addEventListener("pagehide", () => source.close());
}

function together() {
  const address = new URL(import.meta.resolve("web/live-worker"));
  const worker = new SharedWorker(scriptAddress(address.href), { name: "earshot-live" });
  worker.port.onmessage = ({ data }) => tell(data);
  worker.port.postMessage({ open: new URL(stream, location.href).href });
  addEventListener("pagehide", () => worker.port.postMessage({ close: true }));
  addEventListener("pageshow", (event) => { if (event.persisted) tell({ kind: "reload" }); });
}

if (stream) (globalThis.SharedWorker ? together : alone)();
