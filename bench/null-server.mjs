// Answers every request with 200 and an empty object, as a process of its own: what is left is the cost of asking.
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
    response.end('{}')
  })
})
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }))
process.once('disconnect', () => process.exit())
