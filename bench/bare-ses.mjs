// aws-ses-v2-local alone, as a process of its own: tells its port over the channel to whoever started it.
import serve from 'aws-ses-v2-local'

const server = await serve.default({ host: '127.0.0.1', port: 0 })
server.keepAliveTimeout = 0
process.send?.({ port: server.address().port })
process.once('disconnect', () => process.exit())
