// Live events. All tabs share one connection by way of a shared worker; where there is none each tab has its own.
import { scriptAddress } from "web/trusted";

const SILENT_MS = 50_000; // as in the worker
const AGAIN_MS = 5000;
const stream = document.body.dataset.live ?? "";
const handlers = [];

/** Calls `handler` with each event {id, kind, ref, ...}; kind "reload" asks to load the page's state anew;
 *  kinds "up" and "down" tell of the connection itself. */
export function follow(handler) {
  handlers.push(handler);
}

const tell = (event) => handlers.forEach((handler) => handler(event));

function alone() {
  const url = new URL(stream, location.href);
  let source = null;
  let waiting = 0;
  const again = (after) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      source.close();
      tell({ kind: "down" });
      connect();
    }, after);
  };
  const heard = () => again(SILENT_MS);
  function connect() {
    source = new EventSource(url);
    heard();
    source.onopen = () => { heard(); tell({ kind: "up" }); };
    source.onerror = () => {
      tell({ kind: "down" });
      if (source.readyState === EventSource.CLOSED) again(AGAIN_MS);
    };
    source.onmessage = (message) => {
      heard();
      url.searchParams.set("after", message.lastEventId);
      tell({ id: Number(message.lastEventId), ...JSON.parse(message.data) });
    };
    source.addEventListener("beat", heard);
    source.addEventListener("reload", () => tell({ kind: "reload" }));
  }
  connect();
  addEventListener("pagehide", () => { clearTimeout(waiting); source.close(); });
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
