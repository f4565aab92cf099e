import { readFileSync } from 'node:fs'
import { playHistory } from './histories.ts'

const s = JSON.parse(readFileSync('/tmp/s.json', 'utf8'))
try {
  console.log(await playHistory(s))
} catch (e) {
  const t = (e as Error).message.split('\n')
  console.log(t.slice(0, Number(process.argv[2] ?? 60)).join('\n'))
}
