// Bluesky's own network on loopback: directory (PLC) and data server (PDS); with DB_POSTGRES_URL and REDIS_HOST set also the AppView.
// Prints one line "READY {json}" and ends on SIGTERM. Data lies below TMPDIR.
import net from 'node:net'

// The development network listens on every interface; keep it on loopback.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...args) {
  const done = args.find((arg) => typeof arg === 'function')
  if (typeof args[0] === 'number') return listen.call(this, { port: args[0], host: '127.0.0.1' }, done)
  if (args[0] && typeof args[0] === 'object' && args[0].port !== undefined && !args[0].host) args[0].host = '127.0.0.1'
  return listen.apply(this, args)
}

const { TestNetwork, TestNetworkNoAppView } = await import('@atproto/dev-env')
const env = process.env
const full = Boolean(env.DB_POSTGRES_URL)
const parts = {
  plc: { port: Number(env.PLC_PORT) },
  pds: { port: Number(env.PDS_PORT), hostname: 'localhost', enableDidDocWithSession: true },
}
const appview = { port: Number(env.APPVIEW_PORT), publicUrl: `http://localhost:${env.APPVIEW_PORT}` }
const network = full
  ? await TestNetwork.create({ ...parts, dbPostgresSchema: 'earshot', bsky: appview })
  : await TestNetworkNoAppView.create(parts)
console.log(`READY ${JSON.stringify({ pds: network.pds.url, plc: network.plc.url, appview: full ? network.bsky.url : '' })}`)

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    network.close().catch(() => {}).finally(() => process.exit(0))
    setTimeout(() => process.exit(0), 3000)
  })
}
