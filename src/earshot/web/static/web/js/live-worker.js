// One event source for all tabs of a workspace. A tab says from which event on it needs news; a short memory
// serves tabs that come later, and a tab that is older than the memory is told to load anew.
const MEMORY = 500;
const streams = new Map();

function openStream(address) {
  const url = new URL(address);
  const stream = { ports: new Set(), memory: [], from: Number(url.searchParams.get("after")), source: null };
  stream.source = new EventSource(url);
  const tell = (event) => {
    for (const port of stream.ports) if (!event.id || event.id > port.after) port.postMessage(event);
  };
  stream.source.onopen = () => tell({ kind: "up" });
  stream.source.onerror = () => {
    tell({ kind: "down" });
    if (stream.source.readyState === EventSource.CLOSED) streams.delete(url.pathname);
  };
  stream.source.onmessage = (message) => {
    const event = { id: Number(message.lastEventId), ...JSON.parse(message.data) };
    stream.memory.push(event);
    if (stream.memory.length > MEMORY) stream.from = stream.memory.shift().id;
    tell(event);
  };
  stream.source.addEventListener("reload", () => tell({ kind: "reload" }));
  streams.set(url.pathname, stream);
  return stream;
}

function join(port, address) {
  const url = new URL(address);
  port.after = Number(url.searchParams.get("after"));
  const stream = streams.get(url.pathname) ?? openStream(address);
  port.leave = () => leave(stream, url.pathname, port);
  stream.ports.add(port);
  if (port.after < stream.from) port.postMessage({ kind: "reload" });
  for (const event of stream.memory) if (event.id > port.after) port.postMessage(event);
}

function leave(stream, name, port) {
  stream.ports.delete(port);
  if (stream.ports.size) return;
  stream.source.close();
  if (streams.get(name) === stream) streams.delete(name);
}

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => (data.open ? join(port, data.open) : port.leave?.());
};
