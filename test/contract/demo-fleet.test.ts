import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import ssh2, { type ClientChannel } from 'ssh2'
import * as tar from 'tar-stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorize, endFleet, type Fleet, type Machine, machineNamed, makeKey, ssh, startFleet } from './demo-fleet-process.ts'

let directory: string
let key: { file: string; line: string }
let fleet: Fleet

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pulse-fleet-'))
  key = await makeKey(directory, 'key')
  fleet = await startFleet(directory)
  await authorize(directory, [key.line])
})

afterAll(async () => {
  await endFleet(fleet)
  await rm(directory, { recursive: true, force: true })
})

const fast = (): Machine => machineNamed(fleet, 'accueil-01')
const until = async <T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> => {
  const deadline = Date.now() + 15_000
  for (;;) {
    const answer = await ask()
    if (good(answer)) return answer
    if (Date.now() > deadline) throw new Error(`never so: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A connection of the library that the edge launcher uses. */
const openWithSsh2 = async (machine: Machine): Promise<ssh2.Client> => {
  const client = new ssh2.Client()
  client.connect({ host: machine.address, port: machine.port, username: machine.user, privateKey: await readFile(key.file) })
  await once(client, 'ready', { signal: AbortSignal.timeout(20_000) })
  return client
}
const exec = (client: ssh2.Client, command: string): Promise<ClientChannel> =>
  new Promise((resolve, reject) => client.exec(command, (fault, channel) => (fault ? reject(fault) : resolve(channel))))

describe('M6 the demo fleet, with the OpenSSH client', () => {
  it('is twelve machines: one off, one with a full disk, two slow', () => {
    const count = (behaviour: Machine['behaviour']) => fleet.machines.filter((machine) => machine.behaviour === behaviour).length
    expect(fleet.machines).toHaveLength(12)
    expect(new Set(fleet.machines.map(({ port }) => port)).size).toBe(12)
    expect([count('unreachable'), count('disk-full'), count('slow'), count('fast')]).toEqual([1, 1, 2, 8])
  })

  it('runs commands for real, in a home of each machine, and keeps stdout, stderr and exit code apart', async () => {
    const { code, stdout, stderr } = await ssh(fast(), key.file, ['echo "to $HOSTNAME"; pwd; echo trouble >&2; exit 42'])
    expect(code).toBe(42)
    expect(stdout.toString()).toBe(`to accueil-01\n${join(directory, 'machines/accueil-01')}\n`)
    expect(stderr).toBe('trouble\n')
    expect((await ssh(machineNamed(fleet, 'accueil-03'), key.file, ['pwd'])).stdout.toString()).toContain('machines/accueil-03')
  })

  it('finds a shutdown of the demo first, which takes nothing down', async () => {
    const found = (await ssh(fast(), key.file, ['command -v shutdown'])).stdout.toString().trim()
    expect(found).toBe(new URL('../../infra/local/demo/programs/shutdown', import.meta.url).pathname)
    const { code, stdout } = await ssh(fast(), key.file, [`${found} -r +1`])
    expect([code, stdout.toString()]).toEqual([0, 'demo machine accueil-01: it would go down now (shutdown -r +1)\n'])
  })

  it('hands nothing of its own environment to commands', async () => {
    expect((await ssh(fast(), key.file, ['env'])).stdout.toString()).not.toMatch(/CANARY|PULSE_DEMO_DIR/)
  })

  it('takes a tar of 5 MB on standard input', async () => {
    const content = randomBytes(5_000_000)
    const pack = tar.pack()
    pack.entry({ name: 'blob.bin' }, content)
    pack.finalize()
    const archive = await buffer(pack)
    const { code, stdout } = await ssh(fast(), key.file, ['mkdir -p in && tar -xf - -C in && sha256sum < in/blob.bin'], archive)
    expect(code).toBe(0)
    expect(stdout.toString()).toContain(createHash('sha256').update(content).digest('hex'))
  })

  it('gives back 5 MB of output whole, exit code included', async () => {
    const { code, stdout } = await ssh(fast(), key.file, ['head -c 5000000 /dev/zero; exit 3'])
    expect([code, stdout.length]).toEqual([3, 5_000_000])
  })

  it('does not hang when the command does not read what it is sent', async () => {
    const { code } = await ssh(fast(), key.file, ['exit 5'], randomBytes(5_000_000))
    expect(code).toBe(5)
  })

  it('runs commands from standard input when none is given', async () => {
    expect((await ssh(fast(), key.file, [], Buffer.from('echo $((6 * 7))\nexit 9\n'))).stdout.toString()).toBe('42\n')
  })

  it('lets in only the keys that authorized_keys lists at that moment, of the one account', async () => {
    const stranger = await makeKey(directory, 'stranger')
    const refused = await ssh(fast(), stranger.file, ['true'])
    expect(refused.code).toBe(255)
    expect(refused.stderr).toMatch(/Permission denied \(publickey\)/)
    expect((await ssh({ ...fast(), user: 'root' }, key.file, ['true'])).stderr).toMatch(/Permission denied/)
    await authorize(directory, [key.line, stranger.line])
    expect((await ssh(fast(), stranger.file, ['true'])).code).toBe(0)
    await authorize(directory, [key.line])
    expect((await ssh(fast(), stranger.file, ['true'])).code).toBe(255)
  })

  it('has one machine whose port nobody listens on', async () => {
    const off = fleet.machines.find(({ behaviour }) => behaviour === 'unreachable')
    const refused = await ssh(off ?? fast(), key.file, ['true'])
    expect(refused.code).toBe(255)
    expect(refused.stderr).toMatch(/Connection refused/)
  })

  it('has slow machines that take seconds, and get there', async () => {
    const began = performance.now()
    const { code, stdout } = await ssh(machineNamed(fleet, 'atelier-07'), key.file, ['cat; exit 6'], Buffer.alloc(300_000, 'x'))
    expect([code, stdout.length]).toEqual([6, 300_000])
    expect(performance.now() - began).toBeGreaterThan(2000)
  })
})

describe('M6 the demo fleet, with ssh2', () => {
  it('ends the whole group of a command that is signalled, and names the signal', async () => {
    const client = await openWithSsh2(fast())
    const channel = await exec(client, 'echo ready; sleep 100')
    await once(channel, 'data')
    const exited = once(channel, 'exit', { signal: AbortSignal.timeout(10_000) })
    channel.signal('TERM')
    const [code, signal] = await exited
    expect(code).toBeNull()
    expect(signal).toMatch(/TERM/)
    client.end()
  })

  it('tells the exit code at once when something is left in the background that holds the output', async () => {
    const client = await openWithSsh2(fast())
    const channel = await exec(client, 'echo done; sleep 30 & echo $!; exit 4')
    const said: Buffer[] = []
    channel.on('data', (chunk: Buffer) => said.push(chunk))
    const [code] = await once(channel, 'exit', { signal: AbortSignal.timeout(10_000) })
    expect(code).toBe(4)
    client.end()
    process.kill(Number(Buffer.concat(said).toString().split('\n')[1]), 'SIGKILL')
  })

  it('runs many commands of one connection side by side', async () => {
    const client = await openWithSsh2(fast())
    const codes = await Promise.all(
      Array.from({ length: 8 }, async (_, place) => {
        const channel = await exec(client, `sleep 0.2; exit ${place}`)
        channel.resume()
        const [code] = await once(channel, 'exit', { signal: AbortSignal.timeout(10_000) })
        return code
      }),
    )
    expect(codes).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    client.end()
  })
})

describe('M6 the demo fleet as a process', () => {
  it('leaves detached scripts alone when the connection goes, and when it is killed itself; and comes back at the same ports', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pulse-fleet-'))
    let own = await startFleet(folder)
    try {
      await authorize(folder, [key.line])
      const machine = machineNamed(own, 'compta-01')
      const home = join(folder, 'machines/compta-01')
      const script = 'mkfifo go; setsid sh -c "echo \\$\\$ > pid; read word < go; echo \\$word > result" > /dev/null 2>&1 < /dev/null &'
      expect((await ssh(machine, key.file, [script])).code).toBe(0)
      await until(
        () => readFile(join(home, 'pid'), 'utf8').catch(() => ''),
        (text) => text !== '',
      )
      await endFleet(own, 'SIGKILL')
      expect(await readFile(join(home, 'result'), 'utf8').catch(() => null)).toBeNull()

      const before = own.machines
      own = await startFleet(folder)
      expect(own.machines).toEqual(before)
      expect((await ssh(machine, key.file, ['echo survived > go'])).code).toBe(0)
      expect(
        await until(
          () => readFile(join(home, 'result'), 'utf8').catch(() => ''),
          (text) => text !== '',
        ),
      ).toBe('survived\n')
    } finally {
      await endFleet(own)
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('replaces a port that somebody else has taken, keeps host keys, and ends with its standard input or on SIGTERM', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pulse-fleet-'))
    const first = await startFleet(folder)
    const { port, address } = machineNamed(first, 'stock-02')
    const hostKey = await readFile(join(folder, 'host-keys/stock-02'), 'utf8')
    expect(await endFleet(first, 'stdin')).toBe(0)
    const squatter = createServer().listen(port, address)
    await once(squatter, 'listening')
    const second = await startFleet(folder)
    try {
      expect(machineNamed(second, 'stock-02').port).not.toBe(port)
      const others = (one: Fleet) => one.machines.filter(({ name }) => name !== 'stock-02')
      expect(others(second)).toEqual(others(first))
      expect(await readFile(join(folder, 'host-keys/stock-02'), 'utf8')).toBe(hostKey)
    } finally {
      squatter.close()
      expect(await endFleet(second, 'SIGTERM')).toBe(0)
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('closes what connects and never logs in, and stays up', async () => {
    const { port, address } = fast()
    const sockets = Array.from({ length: 60 }, () => connect(port, address))
    // A flood beyond the limit is cut off; nobody's fault must end the machine.
    for (const socket of sockets) socket.on('error', () => undefined)
    await Promise.all(sockets.slice(40).map((socket) => once(socket.resume(), 'close', { signal: AbortSignal.timeout(10_000) })))
    for (const socket of sockets) socket.destroy()
    await until(
      () => ssh(fast(), key.file, ['true']),
      ({ code }) => code === 0,
    )
  })
})
