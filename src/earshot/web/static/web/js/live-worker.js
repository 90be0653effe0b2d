// One event source for all tabs of a workspace. A tab says from which event on it needs news; a short memory
// serves tabs that come later, and a tab that is older than the memory is told to load anew.
const MEMORY = 500;
const SILENT_MS = 50_000; // the server says something every 20 s: a line that is dead is not always cut
const AGAIN_MS = 5000; // after a refusal, which a browser takes for an end
const streams = new Map();

function openStream(address) {
  const url = new URL(address);
  const from = Number(url.searchParams.get("after"));
  const stream = { ports: new Set(), memory: [], from, last: from, down: false, source: null, waiting: 0 };
  streams.set(url.pathname, stream);
  connect(stream, url);
  return stream;
}

function connect(stream, url) {
  url.searchParams.set("after", stream.last);
  const source = new EventSource(url);
  stream.source = source;
  const tell = (event) => {
    for (const port of stream.ports) if (!event.id || event.id > port.after) port.postMessage(event);
  };
  const state = (down) => {
    stream.down = down;
    tell({ kind: down ? "down" : "up" });
  };
  const again = (after) => {
    clearTimeout(stream.waiting);
    stream.waiting = setTimeout(() => {
      source.close();
      state(true);
      connect(stream, url);
    }, after);
  };
  const heard = () => again(SILENT_MS);
  heard();
  source.onopen = () => {
    heard();
    state(false);
  };
  source.onerror = () => {
    state(true);
    if (source.readyState === EventSource.CLOSED) again(AGAIN_MS);
  };
  source.onmessage = (message) => {
    heard();
    const event = { id: Number(message.lastEventId), ...JSON.parse(message.data) };
    stream.last = event.id;
    stream.memory.push(event);
    if (stream.memory.length > MEMORY) stream.from = stream.memory.shift().id;
    tell(event);
  };
  source.addEventListener("beat", heard);
  source.addEventListener("reload", () => tell({ kind: "reload" }));
}

function join(port, address) {
  const url = new URL(address);
  port.after = Number(url.searchParams.get("after"));
  const stream = streams.get(url.pathname) ?? openStream(address);
  port.leave = () => leave(stream, url.pathname, port);
  stream.ports.add(port);
  if (port.after < stream.from) port.postMessage({ kind: "reload" });
  if (stream.down) port.postMessage({ kind: "down" });
  for (const event of stream.memory) if (event.id > port.after) port.postMessage(event);
}

function leave(stream, name, port) {
  stream.ports.delete(port);
  if (stream.ports.size) return;
  clearTimeout(stream.waiting);
  stream.source.close();
  if (streams.get(name) === stream) streams.delete(name);
}

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => (data.open ? join(port, data.open) : port.leave?.());
};
